"""Reading: one stream in both directions, everything in order."""

from uuid import uuid4

import pytest

from kernel.event_store import AnyRevision, EventStore, StoredEvent
from tests.kernel.event_store.conformance.case import Case, begin, everything, ids, new


def revisions(events: list[StoredEvent]) -> list[int]:
    return [event.revision for event in events]


class Reading(Case):
    async def test_what_was_appended_is_read_as_it_was(
        self, event_store: EventStore, stream: str
    ) -> None:
        event = new(b'{"n": 7}', type="Counted.v2", metadata=b'{"by": "somebody"}')
        appended = await event_store.append(stream, [event], AnyRevision())

        assert await event_store.read_stream(stream) == [
            StoredEvent(*event, stream, revision=0, position=appended.position)
        ]

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({}, [0, 1, 2, 3, 4]),
            ({"limit": 2}, [0, 1]),
            ({"start": 3}, [3, 4]),
            ({"start": 1, "limit": 2}, [1, 2]),
            ({"start": 5}, []),
            ({"start": 1, "limit": 100}, [1, 2, 3, 4]),
            ({"backwards": True}, [4, 3, 2, 1, 0]),
            ({"backwards": True, "limit": 2}, [4, 3]),
            ({"backwards": True, "start": 2}, [2, 1, 0]),
            ({"backwards": True, "start": 3, "limit": 2}, [3, 2]),
            ({"backwards": True, "start": 0}, [0]),
        ],
        ids=repr,
    )
    async def test_a_stream_is_read_from_any_revision_in_both_directions(
        self, event_store: EventStore, stream: str, wanted: dict, found: list[int]
    ) -> None:
        await begin(event_store, stream, 5)

        assert revisions(await event_store.read_stream(stream, **wanted)) == found

    @pytest.mark.parametrize("wanted", [{}, {"start": 3}, {"backwards": True}], ids=repr)
    async def test_an_unknown_stream_has_no_events(
        self, event_store: EventStore, stream: str, wanted: dict
    ) -> None:
        assert list(await event_store.read_stream(stream, **wanted)) == []

    async def test_several_streams_are_read_at_once_each_whole_in_the_order_named(
        self, event_store: EventStore, category: str
    ) -> None:
        names = [f"{category}-{n}" for n in range(5)]
        for name in names * 2:
            await event_store.append(name, [new(), new()], AnyRevision())
        wanted = [names[3], f"{category}-nobody", names[0], names[3], names[2]]

        found = await event_store.read_streams(wanted)

        expected = [await event_store.read_stream(names[n]) for n in (3, 0, 2)]
        assert list(found) == [event for events in expected for event in events]
        assert list(await event_store.read_streams([])) == []

    async def test_more_streams_than_one_question_holds_are_read_all_the_same(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        await begin(event_store, stream, 2)
        unknown = [f"{category}-{n}" for n in range(600)]

        found = await event_store.read_streams([*unknown, stream])

        assert revisions(list(found)) == [0, 1]

    async def test_everything_is_read_in_the_order_in_which_it_was_appended(
        self, event_store: EventStore, category: str
    ) -> None:
        appended = []
        for n in range(12):
            events = [new(), new()]
            await event_store.append(f"{category}-{n % 3}", events, AnyRevision())
            appended += ids(events)

        found = await everything(event_store, category, limit=5)

        assert ids(found) == appended
        positions = [event.position for event in found]
        assert positions == sorted(set(positions))

    async def test_a_page_says_where_the_next_one_begins_and_whether_there_is_one(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        events = await begin(event_store, stream, 5)

        first = await event_store.read_all(categories=[category], limit=3)
        second = await event_store.read_all(after=first.position, categories=[category], limit=3)
        third = await event_store.read_all(after=second.position, categories=[category], limit=3)

        assert [ids(page.events) for page in (first, second, third)] == [
            ids(events[:3]),
            ids(events[3:]),
            [],
        ]
        assert [page.caught_up for page in (first, second, third)] == [False, True, True]
        assert first.position == first.events[-1].position
        assert second.position >= second.events[-1].position
        assert third.position >= second.position

    async def test_scattered_events_are_read_by_their_positions_in_the_order_of_the_store(
        self, event_store: EventStore, category: str
    ) -> None:
        for n in range(7):
            await event_store.append(f"{category}-{n % 3}", [new(), new()], AnyRevision())
        events = await everything(event_store, category)
        wanted = [events[n] for n in (0, 3, 4, 9, 13)]

        asked = [event.position for event in wanted]
        found = await event_store.read_at([*reversed(asked), asked[0]])

        assert list(found) == wanted

    @pytest.mark.parametrize("step", [1, 2, 31])
    async def test_many_events_are_read_by_their_positions_however_close_they_are(
        self, event_store: EventStore, category: str, step: int
    ) -> None:
        for n in range(31):
            await event_store.append(f"{category}-{n % 5}", [new(), new()], AnyRevision())
        wanted = (await everything(event_store, category))[::step]

        found = await event_store.read_at([event.position for event in wanted])

        assert list(found) == wanted

    async def test_where_no_event_stands_none_is_read(
        self, event_store: EventStore, stream: str
    ) -> None:
        await begin(event_store, stream, 1)
        (event,) = await event_store.read_stream(stream)
        behind = await event_store.head() + 1_000_000

        assert list(await event_store.read_at([])) == []
        assert list(await event_store.read_at([behind, event.position])) == [event]

    async def test_the_head_is_the_newest_event_of_all(
        self, event_store: EventStore, stream: str
    ) -> None:
        before = await event_store.head()
        await begin(event_store, stream, 3)

        (newest,) = await event_store.read_stream(stream, backwards=True, limit=1)
        assert await event_store.head() == newest.position > before

    async def test_nothing_lies_behind_the_head(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        await begin(event_store, stream, 1)

        page = await event_store.read_all(after=await event_store.head(), categories=[category])

        assert (list(page.events), page.caught_up) == ([], True)

    async def test_a_category_is_the_name_up_to_the_first_hyphen_and_nothing_else(
        self, event_store: EventStore, category: str
    ) -> None:
        mine = [f"{category}-1", f"{category}-1-2", category]
        for name in [*mine, f"{category}s-1", f"x{category}-1", f"x-{category}"]:
            await begin(event_store, name, 1)

        assert [event.stream for event in await everything(event_store, category)] == mine

    async def test_several_categories_are_read_together_in_order(
        self, event_store: EventStore, category: str
    ) -> None:
        categories = [f"{category}{letter}" for letter in "abc"]
        for name in categories * 2:
            await begin(event_store, f"{name}-{uuid4()}", 1)

        page = await event_store.read_all(categories=[categories[0], categories[2]])

        found = [event.stream.partition("-")[0] for event in page.events]
        assert found == [categories[0], categories[2]] * 2
