"""One notification (decider): planned, then sent, given up or cancelled, and perhaps read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, assert_never
from uuid import UUID, uuid5

from contracts import notifications as said
from contracts.envelope import Metadata, Recorded
from services.notifications.domain import commands as asked
from services.notifications.domain.berlin import after_quiet_hours
from services.notifications.domain.errors import NotificationUnknown, NotSentYet
from services.notifications.domain.retries import next_attempt

Event = said.NotificationEvent


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Nothing was planned under this id."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """To be sent; `failures` attempts have failed so far."""

    planned: said.NotificationPlanned
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    planned: said.NotificationPlanned
    delivered: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class Over:
    """It will not be sent any more."""

    planned: said.NotificationPlanned
    how: Literal["abandoned", "cancelled"]


State = Unplanned | Waiting | Sent | Over

initial: State = Unplanned()


def notification_id(cause: UUID, recipient: str, template: str, subject: UUID | None) -> UUID:
    """The same cause, recipient and template (and subject) are the same notification."""
    return uuid5(cause, "/".join((recipient, template, *([str(subject)] if subject else []))))


def stream(notification: UUID) -> str:
    return f"notification-{notification}"


def decide(command: asked.NotificationCommand, state: State, metadata: Metadata) -> Sequence[Event]:
    """Raises NotificationUnknown, NotSentYet."""
    if isinstance(command, asked.PlanNotification):
        return _plan(command) if isinstance(state, Unplanned) else ()
    if isinstance(state, Unplanned):
        if isinstance(command, asked.CancelReminder):
            return ()  # it was too near a day to be reminded of
        raise NotificationUnknown
    match command:
        case asked.RecordSent():
            return _sent(command, state)
        case asked.RecordDelivered() | asked.RecordRead():
            return _received(command, state)
        case _:
            return _while_waiting(command, state, metadata) if isinstance(state, Waiting) else ()


def _plan(command: asked.PlanNotification) -> Sequence[Event]:
    send_at = after_quiet_hours(command.not_before, command.quiet_hours)
    fields = command.model_dump(exclude={"not_before", "quiet_hours"})
    return (said.NotificationPlanned(**fields, send_at=send_at),)


def _sent(command: asked.RecordSent, state: Waiting | Sent | Over) -> Sequence[Event]:
    """What was handed over was handed over, also where it was cancelled at that very moment."""
    return () if isinstance(state, Sent) else (said.NotificationSent(**command.model_dump()),)


def _received(
    command: asked.RecordDelivered | asked.RecordRead, state: Waiting | Sent | Over
) -> Sequence[Event]:
    if not isinstance(state, Sent):
        raise NotSentYet("waiting" if isinstance(state, Waiting) else state.how)
    if isinstance(command, asked.RecordRead):
        return () if state.read else (said.NotificationRead(receipt=command.receipt),)
    known = state.delivered or state.read
    return () if known else (said.NotificationDelivered(receipt=command.receipt),)


def _while_waiting(
    command: asked.Postpone | asked.RecordFailed | asked.Abandon | asked.CancelReminder,
    state: Waiting,
    metadata: Metadata,
) -> Sequence[Event]:
    match command:
        case asked.Postpone():
            until = after_quiet_hours(metadata.time, command.quiet_hours)
            return (said.NotificationPostponed(until=until),) if until > metadata.time else ()
        case asked.RecordFailed():
            return _failed(command, metadata) if command.attempt == state.failures + 1 else ()
        case asked.Abandon():
            return (said.NotificationAbandoned(reason=command.reason),)
        case asked.CancelReminder():
            return (said.ReminderCancelled(reason=command.reason),)
        case _:
            assert_never(command)


def _failed(command: asked.RecordFailed, metadata: Metadata) -> Sequence[Event]:
    again = None if command.permanent else next_attempt(command.attempt, metadata.time)
    if again is not None:
        again = after_quiet_hours(again, command.quiet_hours)
    failed = said.NotificationFailed(
        attempt=command.attempt, reason=command.reason, next_attempt=again
    )
    return (failed,) if again else (failed, said.NotificationAbandoned(reason=command.reason))


def evolve(state: State, recorded: Recorded[Any]) -> State:
    match state, recorded.event:
        case Unplanned(), said.NotificationPlanned() as planned:
            state = Waiting(planned)
        case Waiting() | Over() as unsent, said.NotificationSent():
            state = Sent(unsent.planned)
        case Waiting() as waiting, said.NotificationFailed() as failed:
            state = replace(waiting, failures=failed.attempt)
        case Waiting() as waiting, said.NotificationAbandoned():
            state = Over(waiting.planned, "abandoned")
        case Waiting() as waiting, said.ReminderCancelled():
            state = Over(waiting.planned, "cancelled")
        case Sent() as sent, said.NotificationDelivered():
            state = replace(sent, delivered=True)
        case Sent() as sent, said.NotificationRead():
            state = replace(sent, read=True)
    return state
