"""What the clock does with a mediation."""

from dataclasses import dataclass
from uuid import UUID

from contracts.model import Contract
from kernel.clock import Clock
from kernel.deadlines import Timer
from kernel.reactions import command_id
from services.mediation.consumer import EndWhatIsMoot
from services.mediation.domain.commands import ExpireMediation
from services.mediation.domain.states import Case, NotRequested
from services.mediation.office import Office
from services.mediation.running import by_itself, end_as_moot, moot_by_now


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
