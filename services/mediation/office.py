"""The designated office: brings a command to the one mediation it belongs to, with the facts."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from uuid import UUID, uuid5

from contracts.catalogue import MEDIATION
from contracts.envelope import Metadata, event_id
from contracts.model import Contract
from kernel.codec import Codec
from kernel.decider import CommandHandler, Outcome
from kernel.event_store import EventStore
from kernel.folding import Folded
from services.mediation.domain import mediation
from services.mediation.domain.states import NotRequested, State, over_at
from services.mediation.plan_history import Known, PlanHistories

MOST_MEDIATIONS = 1_000
"""Of one plan, one after the other: eighty years of them."""

Authorise = Callable[[State], None]


class TooManyMediations(Exception):
    def __init__(self, plan: UUID) -> None:
        super().__init__(f"plan {plan} has had {MOST_MEDIATIONS} mediations")


def mediation_id(plan: UUID, number: int) -> UUID:
    """The `number`-th mediation of a plan, from 1: two requests at once mean the same one."""
    return uuid5(plan, f"mediation/{number}")


def stream_of(mediation: UUID) -> str:
    return f"mediation-{mediation}"


class Office:
    def __init__(self, store: EventStore) -> None:
        self._handler: CommandHandler[State] = CommandHandler(store, Codec(MEDIATION), mediation)
        self._plans = PlanHistories(store)

    async def plan(self, plan: UUID) -> Known:
        """The plan's newest history, None where there is no such plan."""
        return await self._plans.of(plan)

    async def case(self, mediation: UUID) -> Folded[State]:
        """The newest state of a mediation, NotRequested where there is none."""
        return await self._handler.load(stream_of(mediation))

    async def of_plan(self, plan: UUID) -> AsyncIterator[tuple[UUID, Folded[State]]]:
        """The plan's mediations in their order. Raises TooManyMediations."""
        for number in range(1, MOST_MEDIATIONS + 1):
            id = mediation_id(plan, number)
            folded = await self.case(id)
            if isinstance(folded.state, NotRequested):
                return
            yield id, folded
        raise TooManyMediations(plan)

    async def place(
        self, plan: UUID, command_id: UUID, now: datetime
    ) -> tuple[UUID, datetime | None]:
        """Where a request belongs, and when the mediation before it ended.

        That is the mediation that it began, if it is a repetition; the one that runs; the next.
        """
        number, earlier = 1, None
        async for id, folded in self.of_plan(plan):
            ended = over_at(folded.state, now)
            if event_id(command_id, 0) in folded.ids or ended is None:
                return id, earlier
            number, earlier = number + 1, ended
        return mediation_id(plan, number), earlier

    async def newest(self, plan: UUID) -> tuple[UUID, State] | None:
        """The plan's last mediation."""
        last = None
        async for id, folded in self.of_plan(plan):
            last = id, folded.state
        return last

    async def handle(
        self,
        mediation: UUID,
        command: Contract,
        metadata: Metadata,
        *,
        command_id: UUID,
        authorise: Authorise | None = None,
        if_match: int | None = None,
    ) -> Outcome:
        """As CommandHandler.handle."""
        return await self._handler.handle(
            stream_of(mediation),
            command,
            metadata,
            command_id=command_id,
            authorise=authorise,
            if_match=if_match,
        )
