"""Plans as they stood at a moment, one or many: by replay, with the marks that are known now."""

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, select

from contracts import catalogue
from contracts.catalogue import stored_types
from contracts.plan import FactDisputed
from contracts.plan_document import Dispute, with_marks
from kernel.as_of import Moment, Replayed, replayed, up_to
from kernel.codec import Codec
from kernel.event_store import EventStore
from kernel.projections import Projection
from services.plan.read_models.plan_view import stream_of
from services.plan.read_models.standing import Standing, standing_after
from services.plan.read_models.tables import PlanTables

R = TypeVar("R")

_CODEC = Codec(catalogue.PLAN)
_DISPUTED = stored_types(FactDisputed)
_ALONE = "Ask plan by plan: GET /plans/{plan}/glance?as-of=…"

Plans = Sequence[tuple[int, UUID]]
"""Plans with the positions at which they were opened, in that order."""


class Past:
    """The view says which plans may have been on a list; their own events say what was on it."""

    def __init__(self, store: EventStore, view: Projection[PlanTables]) -> None:
        self._store, self._view = store, view

    async def plan(self, plan: UUID, moment: Moment) -> Standing | None:
        """None where it had not been opened. Raises TooMuchToReplay."""
        async for standing in self.standings([plan], moment):
            return standing
        return None

    async def standings(
        self, plans: Sequence[UUID], moment: Moment
    ) -> AsyncGenerator[Standing, None]:
        """Those of `plans` that had been opened, in their order. Raises TooMuchToReplay."""
        streams = [stream_of(plan) for plan in plans]
        async for one in replayed(self._store, streams, moment, _ALONE):
            yield _standing(one)

    async def advised_on_by(
        self, counsellor: str, jobcenter: str, moment: Moment, after: int = 0
    ) -> Plans:
        """Every plan that this person was ever assigned to, from the one opened at `after` on."""

        def query(connection: Connection, tables: PlanTables) -> Plans:
            c = tables.caseload.c
            mine = (c.counsellor == counsellor) & (c.jobcenter == jobcenter) & (c.opened >= after)
            rows = connection.execute(select(c.opened, c.plan).where(mine).order_by(c.opened))
            return [(row.opened, row.plan) for row in rows]

        return await self._found(query, moment)

    async def opened_in(self, jobcenter: str, moment: Moment, after: int, limit: int) -> Plans:
        """The next plans of a jobcenter, from the one opened at `after` on."""

        def query(connection: Connection, tables: PlanTables) -> Plans:
            c = tables.plans.c
            its = (c.jobcenter == jobcenter) & (c.opened >= after)
            rows = connection.execute(
                select(c.opened, c.plan).where(its).order_by(c.opened).limit(limit)
            )
            return [(row.opened, row.plan) for row in rows]

        return await self._found(query, moment)

    async def _found(self, query: Callable[[Connection, PlanTables], R], moment: Moment) -> R:
        return await up_to(self._store, self._view, moment, query)


def _standing(one: Replayed) -> Standing:
    then = _CODEC.recorded_all(one.then)
    standing = standing_after(None, then)
    assert standing is not None
    said = {recorded.envelope.id for recorded in then}
    later = (_CODEC.recorded(event) for event in one.later if event.type in _DISPUTED)
    marks = [
        Dispute(at.envelope.id, at.envelope.metadata.time, fact.fact, fact.party, fact.text)
        for at in later
        if isinstance(fact := at.event, FactDisputed) and fact.fact in said
    ]
    return _marked(standing, marks) if marks else standing


def _marked(standing: Standing, later: Sequence[Dispute]) -> Standing:
    """What was disputed only later is shown as disputed, too (§ 84 Abs. 2 SGB X)."""
    document = standing.document
    document.disputes += later
    with_marks(document, document.disputes)
    disputed = {mark.fact for mark in document.disputes}
    duties = tuple(
        duty._replace(disputed=not disputed.isdisjoint(duty.facts)) for duty in standing.duties
    )
    return Standing(standing.opened, document, duties)
