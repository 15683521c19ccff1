"""The events themselves, read where they are kept: the trail only says where."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import groupby
from typing import Any

from contracts.catalogue import EVENTS, PLAN, newest
from contracts.envelope import Recorded
from kernel.codec import Codec
from kernel.event_store import EventStore, StoredEvent
from services.audit.read_models.trail import Place

CODEC = Codec(EVENTS)

CLOSE = 8
"""Revisions that are read along rather than asked for one by one."""

AT_ONCE = 16
"""Reads that one answer has under way."""

HISTORY_PAGE = 500


class EventsMissing(Exception):
    """The store does not hold what the trail read there: it was exchanged or cut short."""

    def __init__(self, positions: Iterable[int]) -> None:
        super().__init__(f"the event store has nothing at {sorted(positions)}")


async def events_at(store: EventStore, places: Sequence[Place]) -> list[Recorded[Any]]:
    """The events at these places, in their order. Raises EventsMissing."""
    runs, scattered = _parts(places)
    room = asyncio.Semaphore(AT_ONCE)

    async def read(run: Sequence[Place]) -> Sequence[StoredEvent]:
        async with room:
            return await _read(store, run)

    reads = [store.read_at([one.position for one in scattered])] if scattered else []
    found = await asyncio.gather(*reads, *(read(run) for run in runs))
    by_position = {event.position: event for events in found for event in events}
    if missing := {place.position for place in places} - by_position.keys():
        raise EventsMissing(missing)
    return CODEC.recorded_all(by_position[place.position] for place in places)


def _parts(places: Iterable[Place]) -> tuple[list[list[Place]], list[Place]]:
    """Runs of a plan's own stream, which one read each fetches, and what is read by position."""
    by_stream = sorted(places, key=lambda place: (_stream(place) or "", place.revision))
    runs: list[list[Place]] = []
    for stream, group in groupby(by_stream, key=_stream):
        reach = None
        for place in group:
            if stream and reach is not None and place.revision - reach <= CLOSE:
                runs[-1].append(place)
            else:
                runs.append([place])
            reach = place.revision
    return [run for run in runs if len(run) > 1], [run[0] for run in runs if len(run) == 1]


def _stream(place: Place) -> str | None:
    """A plan's own stream is known by the plan; other streams the trail does not name."""
    return f"plan-{place.plan.plan}" if place.plan and newest(place.type) in PLAN else None


async def _read(store: EventStore, run: Sequence[Place]) -> Sequence[StoredEvent]:
    first, last, stream = run[0], run[-1], _stream(run[0])
    assert stream is not None
    span = last.revision - first.revision + 1
    return await store.read_stream(stream, start=first.revision, limit=span)


async def history(store: EventStore, stream: str) -> AsyncIterator[list[Recorded[Any]]]:
    """A stream from its first event on, page by page."""
    start = 0
    while stored := await store.read_stream(stream, start=start, limit=HISTORY_PAGE):
        yield CODEC.recorded_all(stored)
        start = stored[-1].revision + 1
