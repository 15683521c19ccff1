"""Everything audit can tell, free of HTTP. Who may hear it is settled before (`desk`)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from contracts.envelope import Recorded
from kernel.clock import Clock
from kernel.event_store import EventStore
from kernel.projections import Answer, Projection, ProjectionNotReady, TrueFor, newest, tell
from kernel.sealing import KeyStore
from services.audit.bodies import events_at
from services.audit.lines import Line, Lines, causation_of
from services.audit.marks import Marks, marks_of
from services.audit.read_models.trail import (
    FARTHEST,
    Found,
    Place,
    PlanFacts,
    Selection,
    TrailTables,
    disputes_of,
    find,
    named,
    plan_facts,
    plans_of_client,
    time_at,
)
from services.audit.refusals import TrailNotReady
from services.audit.texts import openers

R = TypeVar("R")


class Trail:
    """Reads rows from the trail and events from the store."""

    def __init__(
        self, store: EventStore, trail: Projection[TrailTables], keys: KeyStore, clock: Clock
    ) -> None:
        self._store, self._trail, self._keys, self._clock = store, trail, keys, clock

    async def plan(self, plan: UUID) -> PlanFacts | None:
        """Raises TrailNotReady, like everything here."""
        return (await self.answer(lambda c, t: plan_facts(c, t.plans, plan))).value

    async def plans_of(self, client: str) -> list[PlanFacts]:
        return (await self.answer(lambda c, t: plans_of_client(c, t.plans, client))).value

    async def lines(
        self, wanted: Selection, *, after: int = 0, until: int = FARTHEST, limit: int
    ) -> Lines:
        """The next events that were looked for, in the order in which they were recorded."""
        answer = await self._find(wanted, after, until, limit)
        found, disputes = answer.value
        # Keys in a file are there at once, before the store is asked: at the same time, its thread
        # and this one would take the interpreter from each other at every row.
        opened_by, read = await asyncio.gather(
            openers(self._keys, (place.client for place in found.places)),
            events_at(self._store, [*found.places, *disputes]),
        )
        events, marks = read[: len(found.places)], marks_of(read[len(found.places) :])
        causes = await self._causes(wanted, events)
        lines = [
            Line(
                recorded,
                place.plan,
                causes.get(causation_of(recorded)),
                marks.on(recorded),
                opened_by[place.client],
            )
            for recorded, place in zip(events, found.places, strict=True)
            if wanted.correlation in (None, recorded.envelope.metadata.correlation)
        ]
        true_for = await self.true_for(answer, until)
        return Lines(tuple(lines), true_for, min(found.reached, true_for.position), found.more)

    async def pages(
        self, wanted: Selection, *, after: int, until: int = FARTHEST, limit: int
    ) -> AsyncIterator[Lines]:
        """All of it, page by page, up to where the trail stands when it begins."""
        page = await self.lines(wanted, after=after, until=until, limit=limit)
        until = page.true_for.position
        yield page
        while page.more:
            page = await self.lines(wanted, after=page.reached, until=until, limit=limit)
            yield page

    async def marks(self, plans: Iterable[PlanFacts | None]) -> Marks:
        """All disputes about facts of these plans."""
        concerned = [plan for plan in plans if plan is not None]
        places = (await self.answer(lambda c, t: disputes_of(c, t, concerned))).value
        return marks_of(await events_at(self._store, places)) if places else Marks()

    async def answer(self, query: Callable[[Connection, TrailTables], R]) -> Answer[R]:
        try:
            return await self._trail.answer(query)
        except ProjectionNotReady as cause:
            raise TrailNotReady from cause

    async def true_for(
        self, answer: Answer[Any], until: int = FARTHEST, of: Projection[Any] | None = None
    ) -> TrueFor:
        """`of`: whose answer it is, where not the trail's own."""
        if until < answer.position:
            return tell(await self._at(until))
        return await (of or self._trail).true_for(answer, self._clock)

    async def standing(self, until: int | None) -> TrueFor:
        """Up to where everything can be told now, or was to be told then."""
        answer = await self.answer(lambda *_: None)
        return await self.true_for(answer, until=FARTHEST if until is None else until)

    async def _at(self, position: int) -> TrueFor:
        """As it was at a position of the past."""
        time = (await self.answer(lambda c, t: time_at(c, t.entries, position))).value
        return TrueFor(position, time or self._clock.now())

    async def _find(
        self, wanted: Selection, after: int, until: int, limit: int
    ) -> Answer[tuple[Found, Sequence[Place]]]:
        """And where it is said that something about their plans is disputed."""

        def look(connection: Connection, tables: TrailTables) -> tuple[Found, Sequence[Place]]:
            found = find(connection, tables, wanted, after=after, until=until, limit=limit)
            plans = (place.plan for place in found.places if place.plan)
            return found, disputes_of(connection, tables, plans)

        return await self.answer(look)

    async def _causes(
        self, wanted: Selection, events: Sequence[Recorded[Any]]
    ) -> Mapping[UUID | None, Place]:
        """Within one plan: over many plans it would cost more than it tells."""
        causes = {id for recorded in events if (id := causation_of(recorded)) is not None}
        plan = await self.plan(wanted.plan) if wanted.plan and causes else None
        if plan is None:
            return {}
        plan_of = dict.fromkeys(causes, plan)
        places = (await self.answer(lambda c, t: named(c, t, plan_of))).value
        return dict(places.items())

    async def now(self) -> TrueFor:
        return TrueFor(*await newest(self._store, self._clock))
