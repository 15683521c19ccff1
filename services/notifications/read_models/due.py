"""When which notification is to be sent."""

from collections.abc import Iterable
from typing import Any

from contracts import notifications as said
from contracts.catalogue import NOTIFICATIONS
from contracts.envelope import Recorded
from kernel.codec import Codec
from kernel.deadlines import CancelTimer, Deadlines, SetTimer

SEND = "send"


def timers(recorded: Recorded[Any]) -> Iterable[SetTimer | CancelTimer]:
    """A notification has one timer at a time: for the attempt that comes next."""
    match recorded.event:
        case said.NotificationPlanned(send_at=due):
            yield SetTimer(SEND, due)
        case said.NotificationPostponed(until=due):
            yield SetTimer(SEND, due)
        case said.NotificationFailed(next_attempt=due) if due is not None:
            yield SetTimer(SEND, due)
        case said.NotificationSent() | said.NotificationAbandoned() | said.ReminderCancelled():
            yield CancelTimer(SEND)


def due_notifications() -> Deadlines:
    return Deadlines("due_notifications", 1, ("notification",), Codec(NOTIFICATIONS), timers)
