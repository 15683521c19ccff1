"""Repeating an append: it happens once and is answered as the first time."""

import asyncio

import pytest

from kernel.event_store import (
    AnyRevision,
    EventStore,
    Exact,
    ExpectedRevision,
    NoStream,
    StreamExists,
    WrongExpectedRevision,
)
from tests.kernel.event_store.conformance.case import Case, begin, ids, new, some

ON_THE_STREAM_OF_TWO = pytest.mark.parametrize(
    "expected", [Exact(1), StreamExists(), AnyRevision()], ids=repr
)


class Repeating(Case):
    @ON_THE_STREAM_OF_TWO
    async def test_a_repeated_append_is_answered_as_the_first_time(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        before, events = await begin(event_store, stream, 2), some(2)
        first = await event_store.append(stream, events, expected)

        assert await event_store.append(stream, events, expected) == first
        assert ids(await event_store.read_stream(stream)) == ids(before + events)

    @ON_THE_STREAM_OF_TWO
    async def test_a_repeated_append_is_recognised_whatever_came_after_it(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        before, events, later = await begin(event_store, stream, 2), some(2), some(30)
        first = await event_store.append(stream, events, expected)
        for event in later:
            await event_store.append(stream, [event], AnyRevision())

        assert await event_store.append(stream, events, expected) == first
        assert ids(await event_store.read_stream(stream)) == ids(before + events + later)

    @pytest.mark.parametrize("expected", [NoStream(), AnyRevision()], ids=repr)
    async def test_repeating_what_began_the_stream_begins_no_second_one(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        events = some(2)
        first = await event_store.append(stream, events, expected)
        await event_store.append(stream, [new()], Exact(1))

        assert await event_store.append(stream, events, expected) == first
        assert len(await event_store.read_stream(stream)) == 3

    @ON_THE_STREAM_OF_TWO
    async def test_an_append_that_happened_only_in_part_is_a_conflict(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        await begin(event_store, stream, 2)
        kept, foreign = new(), new()
        await event_store.append(stream, [kept], expected)

        for events in ([kept, foreign], [foreign, kept]):
            with pytest.raises(WrongExpectedRevision) as conflict:
                await event_store.append(stream, events, expected)
            assert conflict.value.actual == 2
        assert len(await event_store.read_stream(stream)) == 3

    @ON_THE_STREAM_OF_TWO
    async def test_an_append_repeated_at_the_same_time_happens_once(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        await begin(event_store, stream, 2)
        events = some(3)

        answers = await asyncio.gather(
            *(event_store.append(stream, events, expected) for _ in range(20))
        )

        assert len(set(answers)) == 1
        assert answers[0].revision == 4
        assert len(await event_store.read_stream(stream)) == 5

    async def test_the_same_event_in_two_streams_is_appended_to_both(
        self, event_store: EventStore, stream: str, other_stream: str
    ) -> None:
        events = [new()]

        answers = [
            await event_store.append(name, events, AnyRevision()) for name in (stream, other_stream)
        ]

        assert [one.revision for one in answers] == [0, 0]
        assert ids(await event_store.read_stream(other_stream)) == ids(events)
