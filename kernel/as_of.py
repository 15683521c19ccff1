"""A moment of the past, and streams as they stood then: by replay, in parts, up to a bound."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from contracts.refusal import Refusal
from kernel.clock import Clock
from kernel.codec import metadata
from kernel.event_store import EventStore, StoredEvent
from kernel.projections import Projection, ProjectionNotReady, TrueFor, newest, tell

T = TypeVar("T")
R = TypeVar("R")

MOST_EVENTS = 20_000
"""Events that one answer replays at most: a caseload with some years, not a jobcenter."""

_AT_A_TIME = 16
"""Streams that are in memory together."""

_LOOKS, _PAUSE = 40, 0.05
"""How often, and after how many seconds again, it is seen whether a view has got far enough."""


class MomentAhead(Refusal):
    title_en = "That moment is still to come"
    title_de = "Dieser Zeitpunkt liegt noch in der Zukunft"

    def __init__(self, now: datetime) -> None:
        super().__init__(
            "Nothing is known of it yet.",
            allowed=f"A moment up to {now.isoformat()}; for now leave `as-of` out.",
        )


class NoEventThere(Refusal):
    """A position is that of an event: only then is it known what time it was."""

    title_en = "No event has that position"
    title_de = "An dieser Position steht kein Ereignis"

    def __init__(self, position: int, head: int) -> None:
        super().__init__(
            f"There is no event at {position}.",
            allowed=f"The position of an event, up to {head}; or a time.",
            position=position,
            head=head,
        )


class NotThereThen(Refusal):
    title_en = "It did not exist at that moment"
    title_de = "Das gab es zu diesem Zeitpunkt noch nicht"

    def __init__(self, since: datetime) -> None:
        super().__init__(
            "Nothing had been recorded yet.",
            allowed=f"A moment from {since.isoformat()} on.",
            since=since.isoformat(),
        )


class TooMuchToReplay(Refusal):
    title_en = "That is too much past for one answer"
    title_de = "Das ist zu viel Vergangenheit für eine Antwort"

    def __init__(self, allowed: str) -> None:
        super().__init__(
            f"One answer replays at most {MOST_EVENTS} events.",
            allowed=allowed,
            most_events=MOST_EVENTS,
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """`time` is what the clock said then; with a `position`, when the event there was recorded."""

    time: datetime
    position: int | None = None

    def count(self, events: Sequence[StoredEvent]) -> int:
        """How many of a stream's events, from the first on, belong to the moment.

        By time: up to the first that came later. What a clock running behind dated earlier, but
        was recorded after that one, is not counted: nobody could have read it then.
        """
        past = (n for n, event in enumerate(events) if self.precedes(event))
        return next(past, len(events))

    def precedes(self, event: StoredEvent) -> bool:
        if self.position is not None:
            return event.position > self.position
        return metadata(event).time > self.time


async def moment_of(store: EventStore, clock: Clock, as_of: int | datetime) -> Moment:
    """What is answered is told to be true for then. Raises MomentAhead, NoEventThere."""
    head, now = await newest(store, clock)
    if isinstance(as_of, datetime):
        if as_of > now:
            raise MomentAhead(now)
        tell(TrueFor(head, as_of))
        return Moment(as_of)
    found = await store.read_at([as_of])
    if not found:
        raise NoEventThere(as_of, head)
    time = metadata(found[0]).time
    tell(TrueFor(as_of, time))
    return Moment(time, as_of)


class Replayed(NamedTuple):
    """`then` are the events of a stream up to the moment; `later` came after it."""

    stream: str
    then: Sequence[StoredEvent]
    later: Sequence[StoredEvent]


async def replayed(
    store: EventStore, streams: Sequence[str], moment: Moment | None, allowed: str
) -> AsyncGenerator[Replayed, None]:
    """Those that had begun by then, in the order named; without a moment, as they stand now.

    Raises TooMuchToReplay.
    """
    room = MOST_EVENTS
    for start in range(0, len(streams), _AT_A_TIME):
        events = await store.read_streams(streams[start : start + _AT_A_TIME])
        room -= len(events)
        if room < 0:
            raise TooMuchToReplay(allowed)
        for stream, group in groupby(events, key=lambda event: event.stream):
            own = list(group)
            if count := moment.count(own) if moment else len(own):
                yield Replayed(stream, own[:count], own[count:])


async def up_to(
    store: EventStore,
    view: Projection[T],
    moment: Moment,
    query: Callable[[Connection, T], R],
) -> R:
    """What `query` finds in a view that has got as far as the moment; it is waited for a little.

    Raises ProjectionNotReady.
    """
    for _ in range(_LOOKS):
        answer = await view.answer(query)
        newer = await store.read_all(
            after=answer.position, categories=view.model.categories, limit=1
        )
        if not newer.events or moment.precedes(newer.events[0]):
            return answer.value
        await asyncio.sleep(_PAUSE)
    raise ProjectionNotReady(view.name)
