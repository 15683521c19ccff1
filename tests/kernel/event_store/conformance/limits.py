"""What an event may hold: any bytes, any script, up to 1 MiB."""

import pytest

from kernel.event_store import LARGEST_EVENT, EventStore, EventTooLarge, NoStream
from tests.kernel.event_store.conformance.case import Case, ids, new, some

EVERY_BYTE = bytes(range(256))


class Limits(Case):
    @pytest.mark.parametrize("size", [1, 255, 4096, 65_537, LARGEST_EVENT])
    async def test_an_event_may_have_from_one_byte_to_one_mebibyte(
        self, event_store: EventStore, stream: str, size: int
    ) -> None:
        event = new((EVERY_BYTE * (size // 256 + 1))[:size])

        await event_store.append(stream, [event], NoStream())

        (stored,) = await event_store.read_stream(stream)
        assert stored.data == event.data

    async def test_one_byte_more_is_refused_and_nothing_of_the_append_is_written(
        self, event_store: EventStore, stream: str
    ) -> None:
        large = new(bytes(LARGEST_EVENT + 1))

        with pytest.raises(EventTooLarge) as refusal:
            await event_store.append(stream, [new(), large], NoStream())

        assert (refusal.value.event, refusal.value.size) == (large.id, LARGEST_EVENT + 1)
        assert not await event_store.read_stream(stream)

    async def test_several_events_of_the_largest_size_fit_into_one_append(
        self, event_store: EventStore, stream: str
    ) -> None:
        events = [new(bytes([n]) * LARGEST_EVENT) for n in range(3)]

        await event_store.append(stream, events, NoStream())

        stored = await event_store.read_stream(stream)
        assert [one.data for one in stored] == [one.data for one in events]

    async def test_an_append_may_have_a_thousand_events(
        self, event_store: EventStore, stream: str
    ) -> None:
        events = some(1000)

        appended = await event_store.append(stream, events, NoStream())

        assert appended.revision == 999
        assert ids(await event_store.read_stream(stream)) == ids(events)
        assert await event_store.append(stream, events, NoStream()) == appended

    @pytest.mark.parametrize(
        "metadata",
        [b'{ "b":1,\t"a" : 1.0 }', '{"wer":"Ümit Şahin"}'.encode()],
        ids=["spaces and order", "unicode"],
    )
    async def test_metadata_is_kept_byte_for_byte(
        self, event_store: EventStore, stream: str, metadata: bytes
    ) -> None:
        await event_store.append(stream, [new(metadata=metadata)], NoStream())

        (stored,) = await event_store.read_stream(stream)
        assert stored.metadata == metadata

    async def test_names_and_texts_may_be_in_any_script(
        self, event_store: EventStore, category: str
    ) -> None:
        stream = f"{category}-Müller-Жінка-امرأة-🙂"
        event = new('{"text":"Überprüfung übermorgen 🙂"}'.encode(), type="Geprüft.v1")

        await event_store.append(stream, [event], NoStream())

        (stored,) = await event_store.read_stream(stream)
        assert (stored.stream, stored.type, stored.data) == (stream, event.type, event.data)
        assert (await event_store.read_all(categories=[category])).events == [stored]
