"""Whose data an export showed: its question is asked again, for them alone.

An export leaves one record and not one for each of a million plans. The trail answers for it: the
same question, up to the same position, finds the same events.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.audit.exports.log import Export, ExportLog
from services.audit.exports.scope import Scope
from services.audit.read_models.trail import Found, PlanFacts, Selection, find
from services.audit.trail import Trail

MOST_EXAMINED = 200
"""Exports that one page may cost."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody by all their plans, or one plan. `client` also acts without a plan."""

    plans: Sequence[PlanFacts]
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Covering:
    """Exports that showed something; `reached` is the number up to which was looked, None: all."""

    exports: Sequence[Export]
    reached: int | None


class Coverage:
    def __init__(self, log: ExportLog, trail: Trail) -> None:
        self._log, self._trail = log, trail

    async def of(self, whom: Concerned, who: str | None, after: int) -> Covering:
        """The next exports behind a number that showed data of theirs, taken by `who` or anyone.

        One that broke off may have shown everything that it was about: it counts.
        """
        here = sorted({plan.jobcenter for plan in whom.plans if plan.jobcenter})
        exports = await self._log.behind(after, here, MOST_EXAMINED)
        found = [
            export
            for export in exports
            if who in (None, export.who) and await self._shows(export.scope, whom)
        ]
        more = len(exports) == MOST_EXAMINED
        return Covering(found, exports[-1].number if more else None)

    async def _shows(self, scope: Scope, whom: Concerned) -> bool:
        for plan in whom.plans:
            wanted = replace(scope.selection, plan=plan.plan)
            if scope.may_hold(plan) and await self._finds(wanted, scope.until):
                return True
        if whom.client is None or not scope.may_hold_acts_of(whom.client):
            return False
        return await self._finds(replace(scope.selection, person=whom.client), scope.until)

    async def _finds(self, wanted: Selection, until: int) -> bool:
        after, more = 0, True
        while more:
            found = await self._look(wanted, after, until)
            if found.places:
                return True
            after, more = found.reached, found.more
        return False

    async def _look(self, wanted: Selection, after: int, until: int) -> Found:
        answer = await self._trail.answer(
            lambda c, t: find(c, t, wanted, after=after, until=until, limit=1)
        )
        return answer.value
