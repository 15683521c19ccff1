"""What follows for a plan from what a mediation says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts import mediation as said
from contracts.envelope import Metadata, Recorded
from contracts.model import Contract
from kernel.clock import Clock
from kernel.decider import CommandHandler
from kernel.reactions import command_id
from services.plan.deadlines import ACTOR
from services.plan.domain.commands import AdoptSolution, ResumeConsequences, SuspendConsequences
from services.plan.domain.state import State
from services.plan.read_models.plan_view import stream_of


@dataclass(frozen=True, slots=True)
class FollowMediation:
    """Consequences rest from the begin of a mediation to its end; a solution is the new draft."""

    plans: CommandHandler[State]
    clock: Clock
    name = "plan.follow-mediation"
    categories = ("mediation",)

    async def react(self, recorded: Recorded[Any]) -> None:
        """Raises what handling a command raises."""
        plan = recorded.envelope.metadata.plan
        if plan is None:
            return
        for command in commands_after(recorded):
            await self._handle(plan, command, recorded)

    async def _handle(self, plan: UUID, command: Contract, cause: Recorded[Any]) -> None:
        metadata = Metadata(
            time=self.clock.now(),
            actor=ACTOR,
            correlation=cause.envelope.metadata.correlation,
            causation=cause.envelope.id,
            regime=cause.envelope.metadata.regime,
            plan=plan,
        )
        id = command_id(cause.envelope.id, f"{self.name}/{type(command).__name__}")
        await self.plans.handle(stream_of(plan), command, metadata, command_id=id)


def commands_after(recorded: Recorded[Any]) -> Iterator[Contract]:
    """In the order in which they have to be handled; none for what does not concern the plan."""
    event, time = recorded.event, recorded.envelope.metadata.time
    mediation = UUID(recorded.envelope.stream.partition("-")[2])
    match event:
        case said.MediationRequested():
            yield SuspendConsequences(
                mediation=mediation, since=event.received_at, until=event.ends_at
            )
        case said.MediationSettled():
            yield ResumeConsequences(mediation=mediation, since=time)
            yield AdoptSolution(
                mediation=mediation, solution=event.solution, agreements=event.agreements
            )
        case said.MediationExpired() | said.MediationBecameMoot():
            yield ResumeConsequences(mediation=mediation, since=event.ended_at)
        case said.MediationWithdrawn(ends=True):
            yield ResumeConsequences(mediation=mediation, since=time)
