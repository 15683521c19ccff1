"""What follows for a mediation from what the plan says, and from the clock."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.envelope import Actor, Envelope, Metadata, Recorded
from contracts.mediation import MediationRequested, MediatorAppointed
from contracts.model import Contract
from kernel.clock import Clock
from kernel.deadlines import Timer
from kernel.reactions import command_id
from services.mediation.domain.commands import EndAsMoot, ExpireMediation, RecheckNeutrality
from services.mediation.domain.states import Case, NotRequested, Running
from services.mediation.office import Office
from services.mediation.plan_history import MootSince, moot_since, persons_in

CATEGORIES = ("plan", "mediation")
ACTOR = Actor(sub="mediation", role="system")


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


@dataclass(frozen=True, slots=True)
class AtTheEnd:
    """Ends a mediation whose time has come.

    If the plan was agreed or closed in time and nobody has reacted to that yet, because everybody
    was asleep, then that is what ended it.
    """

    office: Office
    clock: Clock
    name = "mediation.at-the-end"

    async def __call__(self, timer: Timer) -> None:
        mediation = UUID(timer.stream.partition("-")[2])
        state = (await self.office.case(mediation)).state
        if isinstance(state, NotRequested):
            return
        moot = await moot_by_now(self.office, state.case)
        if moot is not None:
            id = command_id(timer.id, EndWhatIsMoot.name)
            await self._end(mediation, end_as_moot(moot), state.case, timer, id)
        await self._end(mediation, ExpireMediation(), state.case, timer, timer.id)

    async def _end(
        self, mediation: UUID, command: Contract, case: Case, timer: Timer, id: UUID
    ) -> None:
        correlation = UUID(timer.payload["correlation"])
        metadata = by_itself(self.clock, case, causation=timer.set_by, correlation=correlation)
        await self.office.handle(mediation, command, metadata, command_id=id)


async def running(office: Office, plan: UUID) -> tuple[UUID, Running] | None:
    """The plan's mediation that has no end on record."""
    newest = await office.newest(plan)
    if newest is None or not isinstance(newest[1], Running):
        return None
    return newest[0], newest[1]


async def moot_by_now(office: Office, case: Case) -> MootSince | None:
    history = (await office.plan(case.plan)).state
    return history.moot_after(case.plan_revision) if history else None


def end_as_moot(moot: MootSince) -> EndAsMoot:
    return EndAsMoot(cause=moot.cause, ended_at=moot.at, plan_revision=moot.revision)


def by_itself(clock: Clock, case: Case, *, causation: UUID, correlation: UUID) -> Metadata:
    return Metadata(
        time=clock.now(),
        actor=ACTOR,
        correlation=correlation,
        causation=causation,
        regime=case.regime,
        plan=case.plan,
    )


async def _follow(
    reaction: RecuseInvolved | EndWhatIsMoot,
    mediation: UUID,
    command: Contract,
    case: Case,
    cause: Recorded[Any],
) -> None:
    envelope: Envelope = cause.envelope
    metadata = by_itself(
        reaction.clock,
        case,
        causation=envelope.id,
        correlation=envelope.metadata.correlation,
    )
    id = command_id(envelope.id, reaction.name)
    await reaction.office.handle(mediation, command, metadata, command_id=id)
