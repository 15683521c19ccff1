"""What one event means for those concerned: whom to tell now, of which days to remind whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts import mediation as m
from contracts import plan as p
from contracts.envelope import Envelope, Recorded
from contracts.model import Event
from contracts.regime import regime
from services.notifications.case import Case, Day, Person
from services.notifications.domain.berlin import by_morning, reminder_time, today
from services.notifications.domain.notification import notification_id
from services.notifications.who_is_told import MORNING, REMINDED, TOLD_OF, When

QUIET: frozenset[type[Event]] = frozenset(
    {
        p.PlanOpened,
        p.ClientVoiceRecorded,
        p.GoalSet,
        p.AgreementDrafted,
        p.AgreementRedrafted,
        p.AgreementDropped,
        p.RemarkAdded,
        p.PlanAccepted,
        p.AcceptanceWithdrawn,
        p.PlanCopyIssued,
        p.DisagreementRecorded,
        p.RevisionStarted,
        p.RevisionDropped,
        p.FactDisputed,
        m.MediationJoined,
        m.TalkHeld,
        m.SolutionAccepted,
    }
)
"""Most of all events: nobody is told of them and nothing to remind of comes or goes with them, so
that for them not even the case is read."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody to be told with a template in the matter of `client`.

    `cause` is the event, `day` the day that is reminded of.
    """

    client: str
    recipient: Person
    template: str
    cause: Envelope
    day: Day | None = None
    when: When = "at once"

    @property
    def subject(self) -> UUID | None:
        return self.day.subject if self.day else None

    @property
    def id(self) -> UUID:
        return notification_id(self.cause.id, self.recipient.id, self.template, self.subject)

    def send_at(self) -> datetime:
        """Notices go out at once or by morning, reminders as many days ahead as the law says."""
        if self.day is None:
            said_at = self.cause.metadata.time
            return by_morning(said_at) if self.when == MORNING else said_at
        ahead = regime(self.cause.metadata.regime).reminders.days_ahead
        return reminder_time(self.day.day, ahead)

    def comes_in_time(self) -> bool:
        """A day nearer than that was told of just now: nobody needs reminding on top of it."""
        return self.day is None or self.send_at() > self.cause.metadata.time

    def is_past(self, now: datetime) -> bool:
        return self.day is not None and self.day.day < today(now)


def notices(case: Case, recorded: Recorded[Any]) -> Iterator[Notice]:
    """Whom to tell now that `recorded`, the last event that `case` was folded over, happened."""
    did_it = recorded.envelope.metadata.actor.sub
    for row in TOLD_OF.get(type(recorded.event), ()):
        if row.only(recorded.event, case):
            for person in case.people.values():
                if person.capacity in row.whom and not (row.by_another and person.id == did_it):
                    yield Notice(
                        case.client, person, row.template, recorded.envelope, when=row.when
                    )


def reminders(case: Case) -> Mapping[UUID, Notice]:
    """Of which days whom to remind, as the case stands, by the notification's id.

    Who became concerned later than the day was known is reminded because of that.
    """
    found = (
        Notice(case.client, person, row.template, max(day.since, person.since, key=_order), day)
        for day in case.days.values()
        for row in REMINDED
        if row.of == day.of
        for person in case.people.values()
        if person.capacity in row.whom
    )
    return {notice.id: notice for notice in found}


def _order(envelope: Envelope) -> int:
    return envelope.position
