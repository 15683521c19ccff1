"""Appending: expected revisions, conflicts, many at once."""

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
from tests.kernel.event_store.conformance.case import (
    Case,
    assert_stands_at,
    begin,
    everything,
    ids,
    new,
    some,
)


class Appending(Case):
    async def test_a_new_stream_begins_at_revision_zero(
        self, event_store: EventStore, stream: str
    ) -> None:
        appended = await event_store.append(stream, [new()], NoStream())

        assert appended.revision == 0
        await assert_stands_at(event_store, stream, appended)

    async def test_several_events_are_appended_together_and_answered_with_the_last(
        self, event_store: EventStore, stream: str
    ) -> None:
        events = some(3)

        appended = await event_store.append(stream, events, NoStream())

        assert appended.revision == 2
        assert ids(await event_store.read_stream(stream)) == ids(events)
        await assert_stands_at(event_store, stream, appended)

    @pytest.mark.parametrize("expected", [Exact(1), StreamExists(), AnyRevision()], ids=repr)
    async def test_a_stream_grows_when_it_stands_where_it_is_expected(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        await begin(event_store, stream, 2)

        appended = await event_store.append(stream, some(2), expected)

        assert appended.revision == 3
        await assert_stands_at(event_store, stream, appended)

    @pytest.mark.parametrize("expected", [NoStream(), AnyRevision()], ids=repr)
    async def test_an_unknown_stream_is_begun_by_whoever_allows_it(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        assert (await event_store.append(stream, [new()], expected)).revision == 0

    @pytest.mark.parametrize("expected", [NoStream(), Exact(0), Exact(1), Exact(3)], ids=repr)
    async def test_a_stream_that_stands_elsewhere_is_a_conflict_and_stays_as_it_was(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        events = await begin(event_store, stream, 3)

        with pytest.raises(WrongExpectedRevision) as conflict:
            await event_store.append(stream, some(2), expected)

        assert conflict.value.stream == stream
        assert conflict.value.expected == expected
        assert conflict.value.actual == 2
        assert ids(await event_store.read_stream(stream)) == ids(events)

    @pytest.mark.parametrize("expected", [Exact(0), StreamExists()], ids=repr)
    async def test_a_stream_that_does_not_exist_is_a_conflict_without_an_actual_revision(
        self, event_store: EventStore, stream: str, expected: ExpectedRevision
    ) -> None:
        with pytest.raises(WrongExpectedRevision) as conflict:
            await event_store.append(stream, [new()], expected)

        assert conflict.value.actual is None
        assert not await event_store.read_stream(stream)

    async def test_appending_nothing_is_a_mistake(
        self, event_store: EventStore, stream: str
    ) -> None:
        with pytest.raises(ValueError, match="nothing to append"):
            await event_store.append(stream, [], AnyRevision())

    async def test_positions_grow_from_append_to_append_over_all_streams(
        self, event_store: EventStore, stream: str, other_stream: str
    ) -> None:
        names = [stream, other_stream, stream, other_stream]

        appended = [await event_store.append(name, some(2), AnyRevision()) for name in names]

        positions = [one.position for one in appended]
        assert positions == sorted(set(positions))

    async def test_a_thousand_appenders_at_once_on_one_stream_each_get_a_revision_of_their_own(
        self, event_store: EventStore, stream: str, category: str
    ) -> None:
        events = some(1000)

        appended = await asyncio.gather(
            *(event_store.append(stream, [event], AnyRevision()) for event in events)
        )

        stored = await event_store.read_stream(stream)
        assert [one.revision for one in stored] == list(range(1000))
        assert {one.id: one.revision for one in stored} == {
            event.id: one.revision for event, one in zip(events, appended, strict=True)
        }
        assert await everything(event_store, category, limit=99) == stored

    async def test_of_a_thousand_appenders_with_the_same_expectation_exactly_one_wins(
        self, event_store: EventStore, stream: str
    ) -> None:
        await begin(event_store, stream, 1)

        outcomes = await asyncio.gather(
            *(event_store.append(stream, [new()], Exact(0)) for _ in range(1000)),
            return_exceptions=True,
        )

        conflicts = [one for one in outcomes if isinstance(one, WrongExpectedRevision)]
        assert len(conflicts) == 999
        assert {conflict.actual for conflict in conflicts} == {1}
        assert len(await event_store.read_stream(stream)) == 2
