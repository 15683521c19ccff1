"""Somebody deletes a stream behind our back, by the store's own means."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from kernel.event_store import EventsLost, EventStore, NoStream, WrongExpectedRevision
from tests.kernel.event_store.conformance.case import Case, begin, ids, new

Vandal = Callable[[str], Awaitable[None]]
"""Tries to delete the stream of that name. The adapter's test file has it as a fixture."""


async def read_or_lost(store: EventStore, stream: str, backwards: bool) -> list[UUID] | None:
    """The ids that were read, None where the store says that events are gone."""
    try:
        return ids(await store.read_stream(stream, backwards=backwards))
    except EventsLost:
        return None


class Vandalism(Case):
    """No store takes a stream that was deleted for one that never was: that is either prevented
    or noticed, by whoever reads it and by whoever would begin it anew."""

    async def test_a_deleted_stream_is_whole_or_known_to_have_lost_events(
        self, event_store: EventStore, stream: str, vandal: Vandal
    ) -> None:
        events = await begin(event_store, stream, 3)
        await vandal(stream)

        for backwards in (False, True):
            found = await read_or_lost(event_store, stream, backwards)
            assert found is None or sorted(found) == sorted(ids(events))

    async def test_a_deleted_stream_is_not_begun_anew(
        self, event_store: EventStore, stream: str, vandal: Vandal
    ) -> None:
        await begin(event_store, stream, 3)
        await vandal(stream)

        with pytest.raises((WrongExpectedRevision, EventsLost)):
            await event_store.append(stream, [new()], NoStream())
