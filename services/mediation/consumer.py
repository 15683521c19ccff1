"""What follows for a mediation from what the plan says."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.envelope import Recorded
from contracts.mediation import MediationRequested, MediatorAppointed
from contracts.model import Contract
from kernel.clock import Clock
from kernel.reactions import command_id
from services.mediation.domain.commands import RecheckNeutrality
from services.mediation.domain.states import Case
from services.mediation.office import Office
from services.mediation.persons import persons_in
from services.mediation.plan_history import moot_since
from services.mediation.running import by_itself, end_as_moot, moot_by_now, running

CATEGORIES = ("plan", "mediation")


@dataclass(frozen=True, slots=True)
class RecuseInvolved:
    """Recuses a mediator whom the plan's growing history names.

    The plan's events are checked against the mediation that runs, and an appointment against the
    plan's history: of two that cross each other, whichever is heard of last finds the other.
    """

    office: Office
    clock: Clock
    name = "mediation.recuse-involved"
    categories = CATEGORIES

    async def react(self, recorded: Recorded[Any]) -> None:
        plan = recorded.envelope.metadata.plan
        if plan is None:
            return
        persons = await self._newly_involved(recorded, plan)
        found = await running(self.office, plan) if persons else None
        if found is None or found[1].mediator not in persons:
            return
        mediation, state = found
        await _follow(
            self, mediation, RecheckNeutrality(persons_involved=persons), state.case, recorded
        )

    async def _newly_involved(self, recorded: Recorded[Any], plan: UUID) -> frozenset[str]:
        if recorded.envelope.stream.startswith("plan-"):
            return persons_in(recorded)
        if isinstance(recorded.event, MediatorAppointed):
            history = (await self.office.plan(plan)).state
            return history.persons if history else frozenset()
        return frozenset()


@dataclass(frozen=True, slots=True)
class EndWhatIsMoot:
    """Ends a mediation when its plan was agreed or closed after the request.

    A request is checked against the plan's history as well, for what had slipped in before it.
    """

    office: Office
    clock: Clock
    name = "mediation.end-what-is-moot"
    categories = CATEGORIES

    async def react(self, recorded: Recorded[Any]) -> None:
        plan = recorded.envelope.metadata.plan
        if plan is None or not self._concerns(recorded):
            return
        found = await running(self.office, plan)
        if found is None:
            return
        mediation, state = found
        moot = await moot_by_now(self.office, state.case)
        if moot is not None:
            await _follow(self, mediation, end_as_moot(moot), state.case, recorded)

    def _concerns(self, recorded: Recorded[Any]) -> bool:
        return isinstance(recorded.event, MediationRequested) or moot_since(recorded) is not None


async def _follow(
    reaction: RecuseInvolved | EndWhatIsMoot,
    mediation: UUID,
    command: Contract,
    case: Case,
    cause: Recorded[Any],
) -> None:
    envelope = cause.envelope
    metadata = by_itself(
        reaction.clock,
        case,
        causation=envelope.id,
        correlation=envelope.metadata.correlation,
    )
    id = command_id(envelope.id, reaction.name)
    await reaction.office.handle(mediation, command, metadata, command_id=id)
