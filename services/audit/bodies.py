"""The events themselves, read where they are kept: the trail only says where."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from contracts.catalogue import EVENTS, PLAN, newest
from contracts.envelope import Recorded
from kernel.codec import Codec
from kernel.event_store import EventStore, Located, ReadsLocated, StoredEvent
from services.audit.read_models.trail import Place

CODEC = Codec(EVENTS)

HISTORY_PAGE = 500


class EventsMissing(Exception):
    """The store does not hold what the trail read there: it was exchanged or cut short."""

    def __init__(self, positions: Iterable[int]) -> None:
        super().__init__(f"the event store has nothing at {sorted(positions)}")


async def events_at(store: EventStore, places: Sequence[Place]) -> list[Recorded[Any]]:
    """The events at these places, in their order. Raises EventsMissing."""
    by_position = {event.position: event for event in await _stored(store, places)}
    if missing := {place.position for place in places} - by_position.keys():
        raise EventsMissing(missing)
    return CODEC.recorded_all(by_position[place.position] for place in places)


async def _stored(store: EventStore, places: Sequence[Place]) -> Sequence[StoredEvent]:
    if isinstance(store, ReadsLocated):
        return await store.read_located(
            [Located(place.position, _stream(place), place.revision) for place in places]
        )
    return await store.read_at([place.position for place in places])


def _stream(place: Place) -> str | None:
    """A plan's own stream is known by the plan; other streams the trail does not name."""
    return f"plan-{place.plan.plan}" if place.plan and newest(place.type) in PLAN else None


async def history(store: EventStore, stream: str) -> AsyncIterator[list[Recorded[Any]]]:
    """A stream from its first event on, page by page."""
    start, more = 0, True
    while more:
        stored = await store.read_stream(stream, start=start, limit=HISTORY_PAGE)
        yield CODEC.recorded_all(stored)
        start, more = start + len(stored), len(stored) == HISTORY_PAGE
