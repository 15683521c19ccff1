"""The register of consents: who agreed to what and when, each with the marks against it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.plan_document import Dispute
from contracts.sealed import Open
from kernel.projections import Answer, Projection, ProjectionNotReady, TrueFor
from kernel.sealing import KeyStore
from services.audit.marks import Marks
from services.audit.read_models.consents import (
    ConsentFilter,
    ConsentRow,
    ConsentTables,
    FoundConsents,
    consents,
)
from services.audit.read_models.trail import FARTHEST, PlanFacts, plans_named, positions
from services.audit.read_models.ways import Span
from services.audit.refusals import TrailNotReady
from services.audit.texts import openers
from services.audit.trail import Trail

Rows = Sequence[ConsentRow]


@dataclass(frozen=True, slots=True)
class Consents:
    """A page of the register. `plans` are those of its rows, `openers` open their texts.

    `reached` is where the next one begins, if there may be `more`.
    """

    rows: Rows
    plans: Sequence[PlanFacts]
    marks: Marks
    openers: Mapping[str | None, Open]
    true_for: TrueFor
    reached: int
    more: bool

    def against(self, row: ConsentRow) -> tuple[Dispute, ...]:
        return self.marks.of([row.event])


class Register:
    def __init__(self, consents: Projection[ConsentTables], trail: Trail, keys: KeyStore) -> None:
        self._consents, self._trail, self._keys = consents, trail, keys

    async def page(
        self, wanted: ConsentFilter, *, after: int, until: int = FARTHEST, limit: int
    ) -> Consents:
        """The next consents, in the order in which they were recorded. Raises TrailNotReady."""
        trail = await self._trail.answer(
            lambda c, t: positions(c, t.hours, wanted.since, wanted.before)
        )
        first, last = trail.value or (0, 0)
        # Not beyond the trail, which knows the marks.
        end = min(until, trail.position)
        span = max(after, first - 1), min(last, end)
        answer = await self._rows(wanted, span, end, limit)
        found = answer.value
        plans = await self._plans(found.rows)
        truths = (
            await self._trail.true_for(trail, until),
            await self._trail.true_for(answer, until, of=self._consents),
        )
        return Consents(
            rows=found.rows,
            plans=plans,
            marks=await self._trail.marks(plans),
            openers=await openers(self._keys, (row.client for row in found.rows)),
            true_for=min(truths, key=lambda true_for: true_for.position),
            reached=found.reached,
            more=found.more,
        )

    async def pages(
        self, wanted: ConsentFilter, *, after: int, until: int = FARTHEST, limit: int
    ) -> AsyncIterator[Consents]:
        """All of it, page by page, up to where the rows stand when it begins."""
        page = await self.page(wanted, after=after, until=until, limit=limit)
        until = page.true_for.position
        yield page
        while page.more:
            page = await self.page(wanted, after=page.reached, until=until, limit=limit)
            yield page

    async def _rows(
        self, wanted: ConsentFilter, span: Span, end: int, limit: int
    ) -> Answer[FoundConsents]:
        try:
            return await self._consents.answer(
                lambda c, t: consents(c, t, wanted, span, at=end, limit=limit)
            )
        except ProjectionNotReady as cause:
            raise TrailNotReady from cause

    async def _plans(self, rows: Rows) -> list[PlanFacts]:
        plans = {row.plan for row in rows}
        return (await self._trail.answer(lambda c, t: plans_named(c, t.plans, plans))).value
