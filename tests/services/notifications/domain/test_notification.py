"""One notification: planned once, sent once, tried a bounded number of times."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from contracts.notifications import (
    NotificationAbandoned,
    NotificationDelivered,
    NotificationFailed,
    NotificationPlanned,
    NotificationPostponed,
    NotificationRead,
    NotificationSent,
    QuietHours,
    ReminderCancelled,
)
from services.notifications.domain import commands as asked
from services.notifications.domain import notification
from services.notifications.domain.errors import NotificationUnknown, NotSentYet
from services.notifications.domain.retries import DELAYS
from tests.services.notifications.domain.story import CAUSE, NOW, Story

DIGEST = "sha256:" + "0" * 64
NIGHT = QuietHours(start=time(20), end=time(8))
LATE = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)

WORDS = {
    "recipient": "client-4711",
    "capacity": "client",
    "client": "client-4711",
    "template": "draft-offered",
    "template_version": 1,
    "language": "de",
    "channel": "outbox",
    "cause": CAUSE,
    "cause_stream": f"plan-{CAUSE}",
    "cause_revision": 4,
}
PLANNED = NotificationPlanned(**WORDS, send_at=NOW)
SENT = NotificationSent(
    channel="outbox", language="de", template_version=1, provider_id="a.eml", rendered=DIGEST
)
SEND = asked.RecordSent(**SENT.model_dump(exclude={"type"}))
FAIL = asked.RecordFailed(attempt=1, reason="no answer", permanent=False)
CANCELLED = ReminderCancelled(reason="kept")
ABANDONED = NotificationAbandoned(reason="550")


def story(*given):
    return Story(notification, *given)


def plan(**changes):
    return asked.PlanNotification(**WORDS, **{"not_before": NOW, **changes})


def test_a_notification_is_planned_with_all_that_is_needed_to_send_it():
    assert story().when(plan()) == [PLANNED]


def test_planning_it_again_changes_nothing_whatever_became_of_it():
    for given in ([], [SENT], [CANCELLED], [ABANDONED]):
        assert story(PLANNED, *given).when(plan(not_before=NOW + timedelta(days=1))) == []


def test_what_is_planned_for_the_quiet_hours_waits_for_the_morning():
    [planned] = story().when(plan(not_before=LATE, quiet_hours=NIGHT))
    assert planned.send_at == NEXT_MORNING


def test_what_comes_due_in_the_quiet_hours_is_postponed_and_stays_waiting():
    case = story(PLANNED)
    postpone = asked.Postpone(quiet_hours=NIGHT)
    assert case.when(postpone, now=LATE) == [NotificationPostponed(until=NEXT_MORNING)]
    assert case.when(postpone, now=NEXT_MORNING) == []
    assert case.when(SEND) == [SENT]


def test_it_is_recorded_as_sent_once():
    case = story(PLANNED)
    assert case.when(SEND) == [SENT]
    assert case.when(SEND) == []


def test_what_was_sent_is_recorded_even_if_it_was_cancelled_meanwhile():
    assert story(PLANNED, CANCELLED).when(SEND) == [SENT]


def test_a_failure_says_when_it_is_tried_again():
    [failed] = story(PLANNED).when(FAIL)
    assert failed == NotificationFailed(
        attempt=1, reason="no answer", next_attempt=NOW + timedelta(minutes=1)
    )


def test_the_same_failure_counts_once():
    case = story(PLANNED)
    case.when(FAIL)
    assert case.when(FAIL) == []


def test_pauses_between_attempts_grow_and_then_it_is_abandoned():
    case, pauses = story(PLANNED), []
    for attempt in range(1, len(DELAYS) + 1):
        [failed] = case.when(FAIL.model_copy(update={"attempt": attempt}))
        pauses.append(failed.next_attempt - NOW)
    assert pauses == sorted(set(pauses))
    last = FAIL.model_copy(update={"attempt": len(DELAYS) + 1})
    assert case.when(last) == [
        NotificationFailed(attempt=last.attempt, reason="no answer"),
        NotificationAbandoned(reason="no answer"),
    ]
    assert case.when(last.model_copy(update={"attempt": last.attempt + 1})) == []


def test_a_permanent_failure_is_abandoned_at_once():
    refused = FAIL.model_copy(update={"permanent": True, "reason": "refused (550)"})
    assert story(PLANNED).when(refused) == [
        NotificationFailed(attempt=1, reason="refused (550)"),
        NotificationAbandoned(reason="refused (550)"),
    ]


def test_another_attempt_too_respects_the_quiet_hours():
    quiet = FAIL.model_copy(update={"quiet_hours": NIGHT})
    [failed] = story(PLANNED).when(quiet, now=LATE)
    assert failed.next_attempt == NEXT_MORNING


def test_after_a_failure_it_can_still_be_sent():
    case = story(PLANNED)
    case.when(FAIL)
    assert case.when(SEND) == [SENT]


def test_a_reminder_is_cancelled_while_it_waits():
    assert story(PLANNED).when(asked.CancelReminder(reason="kept")) == [CANCELLED]


def test_what_was_sent_given_up_or_cancelled_can_not_be_cancelled():
    for given in (SENT, ABANDONED, CANCELLED):
        assert story(PLANNED, given).when(asked.CancelReminder(reason="kept")) == []


def test_it_can_be_given_up_while_it_waits():
    case = story(PLANNED)
    assert case.when(asked.Abandon(reason="550")) == [ABANDONED]
    assert case.when(asked.Abandon(reason="550")) == []


def test_what_was_given_up_or_cancelled_fails_no_more():
    for given in (ABANDONED, CANCELLED):
        assert story(PLANNED, given).when(FAIL) == []


def test_a_receipt_is_recorded_once_of_each_kind():
    case = story(PLANNED, SENT)
    delivered, read = asked.RecordDelivered(receipt="r-1"), asked.RecordRead(receipt="r-2")
    assert case.when(delivered) == [NotificationDelivered(receipt="r-1")]
    assert case.when(delivered) == []
    assert case.when(read) == [NotificationRead(receipt="r-2")]
    assert case.when(read) == []


def test_what_was_read_has_been_delivered():
    case = story(PLANNED, SENT, NotificationRead(receipt="r-2"))
    assert case.when(asked.RecordDelivered(receipt="r-3")) == []


@pytest.mark.parametrize("given", [[], [CANCELLED], [ABANDONED]])
def test_what_was_not_sent_can_not_have_arrived(given):
    for command in (asked.RecordDelivered(receipt="r"), asked.RecordRead(receipt="r")):
        with pytest.raises(NotSentYet):
            story(PLANNED, *given).when(command)


@pytest.mark.parametrize(
    "command", [SEND, FAIL, asked.RecordRead(receipt="r"), asked.Abandon(reason="550")]
)
def test_what_was_never_planned_is_unknown(command):
    with pytest.raises(NotificationUnknown):
        story().when(command)


def test_a_reminder_that_came_too_late_to_be_planned_needs_no_cancelling():
    assert story().when(asked.CancelReminder(reason="kept")) == []


def test_the_same_cause_recipient_and_template_are_the_same_notification():
    first = notification.notification_id(CAUSE, "client-1", "draft-offered", None)
    assert first == notification.notification_id(CAUSE, "client-1", "draft-offered", None)


def test_cause_recipient_template_and_subject_tell_notifications_apart():
    ids = {
        notification.notification_id(cause, recipient, template, subject)
        for cause in (CAUSE, uuid4())
        for recipient in ("client-1", "client-2")
        for template in ("a", "b")
        for subject in (None, uuid4(), uuid4())
    }
    assert len(ids) == 24
