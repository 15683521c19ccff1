"""The timers of a plan: the review of the version in force, the due dates of its agreements."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts import plan as said
from contracts.catalogue import PLAN, stored_types
from contracts.envelope import Actor, Metadata, Recorded
from contracts.model import Event
from kernel.clock import Clock
from kernel.codec import Codec
from kernel.deadlines import CancelTimer, CancelTimers, Deadlines, SetTimer, Timer
from kernel.decider import CommandHandler
from services.plan.domain.commands import MarkAgreementOverdue, MarkReviewDue
from services.plan.domain.state import State
from services.plan.legal_days import begin_of, end_of
from services.plan.read_models.plan_view import plan_of

ACTOR = Actor(sub="plan", role="system")
REVIEW, DUE = "review", "due"

Change = SetTimer | CancelTimer | CancelTimers


def timers(recorded: Recorded[Any]) -> Iterable[Change]:
    """What an event means for the timers.

    An agreement that goes on into another version keeps the timer that an answer gave it, beside
    the one for the day in its wording. Of the two, the decider heeds the one that counts.
    """
    changes = _CHANGES.get(type(recorded.event))
    return changes(recorded.event, recorded) if changes else ()


def _answered(event: said.DifficultyAnswered, recorded: Recorded[Any]) -> Iterator[Change]:
    if event.new_due is not None:
        yield CancelTimers(_of(event.item.id))
        yield _overdue(event.item.id, event.new_due, recorded)


def _agreed(event: said.PlanAgreed, recorded: Recorded[Any]) -> Iterator[Change]:
    payload = {"version": event.version, "due": event.review_due.isoformat()}
    yield SetTimer(REVIEW, begin_of(event.review_due), _payload(payload, recorded))
    for terms in event.agreements:
        if terms.due is not None:
            yield _overdue(terms.agreement, terms.due, recorded)


def _overdue(agreement: UUID, due: date, recorded: Recorded[Any]) -> SetTimer:
    payload = {"agreement": str(agreement), "due": due.isoformat()}
    return SetTimer(_on(agreement, due), end_of(due), _payload(payload, recorded))


def _payload(command: dict[str, Any], recorded: Recorded[Any]) -> dict[str, Any]:
    metadata = recorded.envelope.metadata
    return {
        "command": command,
        "correlation": str(metadata.correlation),
        "regime": metadata.regime,
    }


def _of(agreement: UUID) -> str:
    return f"{DUE}/{agreement}/"


def _on(agreement: UUID, due: date) -> str:
    return f"{_of(agreement)}{due.isoformat()}"


_CHANGES: Mapping[type[Event], Callable[[Any, Recorded[Any]], Iterable[Change]]] = {
    said.PlanAgreed: _agreed,
    said.DifficultyAnswered: _answered,
    said.AgreementKept: lambda event, _: [CancelTimers(_of(event.agreement))],
    said.AgreementFellOverdue: lambda event, _: [CancelTimer(_on(event.agreement, event.due))],
    said.ReviewFellDue: lambda *_: [CancelTimer(REVIEW)],
    said.PlanClosed: lambda *_: [CancelTimers()],
}
_TYPES = stored_types(*_CHANGES)


def plan_deadlines() -> Deadlines:
    return Deadlines("plan_deadlines", 1, ("plan",), Codec(PLAN), timers, types=_TYPES)


@dataclass(frozen=True, slots=True)
class WhenItIsDue:
    """Says that a review or an agreement is due, under the law that it was agreed under."""

    plans: CommandHandler[State]
    clock: Clock

    async def __call__(self, timer: Timer) -> None:
        """Raises what handling a command raises."""
        metadata = Metadata(
            time=self.clock.now(),
            actor=ACTOR,
            correlation=UUID(timer.payload["correlation"]),
            causation=timer.set_by,
            regime=timer.payload["regime"],
            plan=plan_of(timer.stream),
        )
        command = MarkReviewDue if timer.key == REVIEW else MarkAgreementOverdue
        asked = command.model_validate(timer.payload["command"])
        await self.plans.handle(timer.stream, asked, metadata, command_id=timer.id)
