"""What a plan's own stream says that a mediation rests on, read at the moment of a decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from contracts import plan as said
from contracts.catalogue import PLAN
from contracts.envelope import Recorded
from kernel.codec import Codec
from kernel.event_store import EventStore
from kernel.folding import Folded, StreamFold
from services.mediation.domain.commands import Disagreement, PlanSoFar
from services.mediation.persons import persons_in


@dataclass(frozen=True, slots=True)
class MootSince:
    """An event of the plan, by its number in the stream, that leaves nothing to mediate."""

    cause: Literal["plan_agreed", "plan_closed"]
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PlanHistory:
    """`persons` is everyone who was ever involved, on either side, and never shrinks.

    `disagreement` is the newest that no agreement has overtaken; `settled` is in the plan's order.
    """

    plan: UUID
    client: str
    jobcenter: str
    counsellor: str
    persons: frozenset[str]
    representatives: frozenset[str] = frozenset()
    disagreement: Disagreement | None = None
    settled: tuple[MootSince, ...] = ()

    @property
    def closed(self) -> bool:
        return any(one.cause == "plan_closed" for one in self.settled)

    def moot_after(self, revision: int) -> MootSince | None:
        """The first event after `revision` that left nothing to mediate."""
        return next((one for one in self.settled if one.revision > revision), None)

    def so_far(self, revision: int) -> PlanSoFar:
        return PlanSoFar(
            plan=self.plan,
            client=self.client,
            jobcenter=self.jobcenter,
            revision=revision,
            closed=self.closed,
            disagreement=self.disagreement,
        )


Known = Folded[PlanHistory | None]


class PlanHistories:
    """Plans' histories, kept folded while they are in use."""

    def __init__(self, store: EventStore) -> None:
        self._fold: StreamFold[PlanHistory | None] = StreamFold(store, Codec(PLAN), None, evolve)

    async def of(self, plan: UUID) -> Known:
        """The newest; its state is None where there is no such plan."""
        return await self._fold.load(f"plan-{plan}")


def evolve(state: PlanHistory | None, recorded: Recorded[Any]) -> PlanHistory | None:
    history = _opened(recorded) if state is None else state
    if history is None:
        return None
    grown = replace(history, persons=history.persons | persons_in(recorded))
    change = _CHANGES.get(type(recorded.event))
    return change(grown, recorded) if change else grown


def moot_since(recorded: Recorded[Any]) -> MootSince | None:
    """Whether this event of a plan leaves nothing to mediate."""
    at, revision = recorded.envelope.metadata.time, recorded.envelope.revision
    match recorded.event:
        case said.PlanAgreed():
            return MootSince("plan_agreed", revision, at)
        case said.PlanClosed():
            return MootSince("plan_closed", revision, at)
    return None


def _opened(recorded: Recorded[Any]) -> PlanHistory | None:
    event, plan = recorded.event, recorded.envelope.metadata.plan
    if not isinstance(event, said.PlanOpened) or plan is None:
        return None
    return PlanHistory(plan, event.client, event.jobcenter, event.counsellor, frozenset())


def _assigned(state: PlanHistory, recorded: Recorded[Any]) -> PlanHistory:
    return replace(state, counsellor=recorded.event.counsellor)


def _represented(state: PlanHistory, recorded: Recorded[Any]) -> PlanHistory:
    return replace(state, representatives=state.representatives | {recorded.event.person})


def _no_longer_represented(state: PlanHistory, recorded: Recorded[Any]) -> PlanHistory:
    return replace(state, representatives=state.representatives - {recorded.event.person})


def _disagreed(state: PlanHistory, recorded: Recorded[Any]) -> PlanHistory:
    at = recorded.envelope.metadata.time
    return replace(state, disagreement=Disagreement(about=recorded.event.about, recorded_at=at))


def _over(state: PlanHistory, recorded: Recorded[Any]) -> PlanHistory:
    """An agreement ends the disagreement that came before it; so does the end of the plan."""
    settled = moot_since(recorded)
    assert settled is not None
    return replace(state, disagreement=None, settled=(*state.settled, settled))


_CHANGES: Mapping[type, Callable[[PlanHistory, Recorded[Any]], PlanHistory]] = {
    said.CounsellorAssigned: _assigned,
    said.RepresentativeAppointed: _represented,
    said.RepresentationEnded: _no_longer_represented,
    said.DisagreementRecorded: _disagreed,
    said.PlanAgreed: _over,
    said.PlanClosed: _over,
}
