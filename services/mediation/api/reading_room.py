"""Where cases are read: by whom, which, and what that leaves in the access record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.envelope import Actor
from kernel.access_log import AccessLog, accesses_by
from kernel.as_of import Moment, moment_of, up_to
from kernel.clock import Clock
from kernel.event_store import EventStore
from kernel.http import Call, NotEntitled
from kernel.projections import Projection
from kernel.security import Identity
from services.mediation.access import entitled, has_role_for, unknown
from services.mediation.domain.states import NotRequested
from services.mediation.office import Office
from services.mediation.past import documents
from services.mediation.plan_history import PlanHistory
from services.mediation.read_models.document import MediationDocument
from services.mediation.read_models.documents import Documents
from services.mediation.read_models.own_cases import Key, OwnCase, key_of_case, own_case
from services.mediation.read_models.register import (
    CaseRow,
    RegisterTables,
    Wanted,
    cases,
    ever,
    running,
)

MOST_CASES = 1_000
"""Of one mediator, over all years, that are looked through."""

USUAL_PURPOSE = {
    "client": "own mediation",
    "counsellor": "mediation of an advised client",
    "mediator": "mediating",
    "system": "work of the designated office",
}


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    store: EventStore
    office: Office
    documents: Documents
    register: Projection[RegisterTables]
    accesses: AccessLog
    clock: Clock

    async def case(self, call: Call, mediation: UUID) -> tuple[MediationDocument, int]:
        """The case as it stands now, and its revision. Raises NotEntitled, NotFound."""
        has_role_for("read_mediation", call.identity)
        folded = await self.documents.of(mediation)
        if folded.state is None:
            raise unknown()
        plan = await self._plan(folded.state.plan)
        state = (await self.office.case(mediation)).state
        entitled("read_mediation", call.identity, plan, state)
        return folded.state.at(self.clock.now()), folded.revision

    async def allowed(self, identity: Identity, wanted: Wanted) -> Wanted:
        """What is wanted, narrowed to what this person may see. Raises NotEntitled, NotFound."""
        has_role_for("list_mediations", identity)
        actor = identity.actor
        if actor.role == "mediator":
            return _own_cases(actor, wanted)
        if actor.role == "system":
            return replace(wanted, jobcenter=actor.organisation)
        if wanted.plan is None:
            raise NotEntitled("Cases are listed plan by plan.", allowed="Name one: ?plan=…")
        entitled("list_mediations", identity, await self._plan(wanted.plan), NotRequested())
        return wanted

    async def moment(self, as_of: int | datetime | None) -> Moment | None:
        """None for now. Raises MomentAhead, NoEventThere."""
        return None if as_of is None else await moment_of(self.store, self.clock, as_of)

    async def listed(
        self, wanted: Wanted, moment: Moment | None, after: int, limit: int
    ) -> tuple[list[CaseRow], int | None]:
        """And the number behind which the next ones begin. Of the past a page may be short, or
        empty, and still have a next one. Raises TooMuchToReplay."""
        if moment is not None:
            return await self._listed_then(wanted, moment, after, limit)
        now = self.clock.now()
        found = await self.register.read(
            lambda c, t: cases(c, t, wanted, after=after, limit=limit + 1)
        )
        more = found[limit - 1].number if len(found) > limit else None
        return [one.row.at(now) for one in found[:limit]], more

    async def _listed_then(
        self, wanted: Wanted, moment: Moment, after: int, limit: int
    ) -> tuple[list[CaseRow], int | None]:
        found = await up_to(
            self.store,
            self.register,
            moment,
            lambda c, t: ever(c, t, wanted, after=after, limit=limit + 1),
        )
        mediations = [mediation for _, mediation in found[:limit]]
        then = [
            row
            async for document in documents(self.store, mediations, moment)
            if wanted.fits(row := CaseRow.of(document.at(moment.time)))
        ]
        return then, found[limit - 1][0] if len(found) > limit else None

    async def own_cases(
        self, mediator: str, moment: Moment | None, after: Key | None, limit: int
    ) -> list[OwnCase]:
        """Those that run, what ends first first. Raises TooMuchToReplay."""
        if moment is None:
            named = await self.register.read(lambda c, t: running(c, t, mediator, MOST_CASES))
        else:
            own = Wanted(mediator=mediator)
            found = await up_to(
                self.store, self.register, moment, lambda c, t: ever(c, t, own, limit=MOST_CASES)
            )
            named = [mediation for _, mediation in found]
        now = moment.time if moment else self.clock.now()
        theirs = [
            case
            async for document in documents(self.store, named, moment)
            if (case := own_case(document, mediator, now)) is not None
        ]
        behind = (case for case in theirs if after is None or key_of_case(case) > after)
        return sorted(behind, key=key_of_case)[:limit]

    async def record(
        self, call: Call, what: str, shown: Iterable[CaseRow | MediationDocument | OwnCase]
    ) -> None:
        """One access per plan; none for clients who read what is their own (§ 35 SGB I)."""
        actor = call.identity.actor
        purpose = call.purpose(USUAL_PURPOSE[actor.role])
        plans: dict[UUID | None, str | None] = {
            one.plan: one.client for one in shown if one.client != actor.sub
        }
        now = self.clock.now()
        accesses = accesses_by(actor, at=now, purpose=purpose, what=what, plans=plans)
        await self.accesses.record(*accesses)

    async def _plan(self, plan: UUID) -> PlanHistory:
        history = (await self.office.plan(plan)).state
        if history is None:
            raise unknown()
        return history


def _own_cases(actor: Actor, wanted: Wanted) -> Wanted:
    if wanted.mediator not in (None, actor.sub):
        raise NotEntitled("These are another mediator's cases.", allowed="Your own: ?mediator=…")
    return replace(wanted, mediator=actor.sub)
