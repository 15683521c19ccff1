"""The register of consents: who agreed to what and when, each with the marks against it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from contracts.plan_document import Dispute
from contracts.sealed import Open
from kernel.projections import Answer, Projection, ProjectionNotReady
from kernel.sealing import KeyStore
from services.audit.lines import TrueFor
from services.audit.marks import Marks
from services.audit.read_models.consents import (
    ConsentFilter,
    ConsentRow,
    ConsentsModel,
    ConsentTables,
    consents,
)
from services.audit.read_models.trail import PlanFacts, plans_named, positions
from services.audit.refusals import TrailNotReady
from services.audit.texts import Openers
from services.audit.trail import Trail

Rows = Sequence[ConsentRow]


@dataclass(frozen=True, slots=True)
class Consents:
    """A page of the register. `plans` are those of its rows, `openers` open their texts."""

    rows: Rows
    plans: Sequence[PlanFacts]
    marks: Marks
    openers: Mapping[str | None, Open]
    true_for: TrueFor
    more: bool

    def against(self, row: ConsentRow) -> tuple[Dispute, ...]:
        return self.marks.of([row.event])


class Register:
    def __init__(self, consents: Projection[ConsentTables], trail: Trail, keys: KeyStore) -> None:
        self._consents, self._trail, self._keys = consents, trail, keys

    async def page(self, wanted: ConsentFilter, *, after: int, limit: int) -> Consents:
        """The next consents, in the order in which they were recorded. Raises TrailNotReady."""
        trail = await self._trail.answer(
            lambda c, t: positions(c, t.hours, wanted.since, wanted.before)
        )
        first, last = trail.value or (0, 0)
        # Not beyond the trail, which knows the marks.
        span = max(after, first - 1), min(last, trail.position)
        answer = await self._rows(wanted, span, limit + 1)
        rows = answer.value[:limit]
        plans = await self._plans(rows)
        openers = Openers(self._keys)
        truths = (
            await self._trail.true_for(trail),
            await self._trail.true_for(answer, ConsentsModel.categories),
        )
        return Consents(
            rows=rows,
            plans=plans,
            marks=await self._trail.marks(plans),
            openers={row.client: await openers.of(row.client) for row in rows},
            true_for=min(truths, key=lambda true_for: true_for.position),
            more=len(answer.value) > limit,
        )

    async def pages(
        self, wanted: ConsentFilter, *, after: int, limit: int
    ) -> AsyncIterator[Consents]:
        """All of it, page by page."""
        page = await self.page(wanted, after=after, limit=limit)
        yield page
        while page.more:
            page = await self.page(wanted, after=page.rows[-1].position, limit=limit)
            yield page

    async def _rows(
        self, wanted: ConsentFilter, span: tuple[int, int], limit: int
    ) -> Answer[list[ConsentRow]]:
        after, until = span

        def query(connection: Connection, tables: ConsentTables) -> list[ConsentRow]:
            return consents(connection, tables, wanted, after=after, until=until, limit=limit)

        try:
            return await self._consents.answer(query)
        except ProjectionNotReady as cause:
            raise TrailNotReady from cause

    async def _plans(self, rows: Rows) -> list[PlanFacts]:
        plans = {row.plan for row in rows}
        return (await self._trail.answer(lambda c, t: plans_named(c, t.plans, plans))).value
