"""Where cases are read: by whom, which, and what that leaves in the access record."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table

from contracts.envelope import Actor
from contracts.model import Contract
from kernel.access_log import AccessLog, accesses_by
from kernel.clock import Clock
from kernel.http import Call, NotEntitled
from kernel.projections import Projection
from kernel.security import Identity
from services.mediation.access import entitled, has_role_for, unknown
from services.mediation.domain.states import NotRequested
from services.mediation.office import Office
from services.mediation.plan_history import PlanHistory
from services.mediation.read_models.document import MediationDocument
from services.mediation.read_models.documents import Documents
from services.mediation.read_models.register import CaseRow, Listed, cases

USUAL_PURPOSE = {
    "client": "own mediation",
    "counsellor": "mediation of an advised client",
    "mediator": "mediating",
    "system": "work of the designated office",
}


class Wanted(Contract):
    """Which cases, by everything that is named."""

    plan: UUID | None = None
    mediator: str | None = None
    jobcenter: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    office: Office
    documents: Documents
    register: Projection[Table]
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
            return wanted.model_copy(update={"jobcenter": actor.organisation})
        if wanted.plan is None:
            raise NotEntitled("Cases are listed plan by plan.", allowed="Name one: ?plan=…")
        entitled("list_mediations", identity, await self._plan(wanted.plan), NotRequested())
        return wanted

    async def listed(self, wanted: Wanted, after: int, limit: int) -> list[Listed]:
        found = await self.register.read(
            lambda connection, table: cases(
                connection,
                table,
                plan=wanted.plan,
                mediator=wanted.mediator,
                jobcenter=wanted.jobcenter,
                after=after,
                limit=limit,
            )
        )
        return list(found)

    async def record(
        self, call: Call, what: str, shown: Iterable[CaseRow | MediationDocument]
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
    return wanted.model_copy(update={"mediator": actor.sub})
