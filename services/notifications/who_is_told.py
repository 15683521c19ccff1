"""Who is told what, and when: the one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from contracts import mediation as m
from contracts import plan as p
from contracts.model import Event
from contracts.notifications import Capacity
from services.notifications.case import Case, DayOf, ends

CLIENT_SIDE: tuple[Capacity, ...] = ("client", "representative")
COUNSELLOR: tuple[Capacity, ...] = ("counsellor",)
MEDIATOR: tuple[Capacity, ...] = ("mediator",)
STAFF = COUNSELLOR + MEDIATOR

When = Literal["at once", "in the morning"]
MORNING: When = "in the morning"

Applies = Callable[[Any, Case], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """When `of` happens, `whom` is told with `template`, where `only` applies.

    With `by_another`, whoever made it happen is not told of it. What the calendar says, at
    midnight, can wait until the morning.
    """

    of: type[Event]
    whom: tuple[Capacity, ...]
    template: str
    only: Applies = lambda _, __: True
    by_another: bool = False
    when: When = "at once"


@dataclass(frozen=True, slots=True)
class Reminded:
    """Before a day `of` this kind, as many days as the regime says, `whom` is reminded."""

    of: DayOf
    whom: tuple[Capacity, ...]
    template: str


def _clients(event: Any, case: Case) -> bool:
    return case.party(event.agreement) in ("client", None)


def _others(event: Any, case: Case) -> bool:
    return not _clients(event, case)


def _overdue(event: Any, case: Case) -> bool:
    """Overdue and nobody has said so before: whoever reported a difficulty waits for our answer."""
    progress = case.plan.progress.get(event.agreement) if case.plan else None
    return progress is not None and progress.standing == "overdue"


def _clients_overdue(event: Any, case: Case) -> bool:
    return _clients(event, case) and _overdue(event, case)


def _of_client(event: Any, _: Case) -> bool:
    return bool(event.party == "client")


def _not_of_client(event: Any, _: Case) -> bool:
    return bool(event.party != "client")


def _accepted(event: Any, _: Case) -> bool:
    return bool(event.accepted)


def _not_accepted(event: Any, _: Case) -> bool:
    return not event.accepted


def _eased(event: Any, _: Case) -> bool:
    return bool(event.answer != "upheld")


def _upheld(event: Any, _: Case) -> bool:
    return bool(event.answer == "upheld")


def _ends(event: Any, _: Case) -> bool:
    return ends(event)


TOLD = (
    # making and renewing the plan
    Told(p.DraftOffered, CLIENT_SIDE, "draft-offered", by_another=True),
    Told(p.DraftOffered, COUNSELLOR, "draft-offered.staff", by_another=True),
    Told(p.PlanAgreed, CLIENT_SIDE, "plan-agreed"),
    Told(p.PlanAgreed, COUNSELLOR, "plan-agreed.staff"),
    Told(p.ReviewFellDue, CLIENT_SIDE, "review-due", when=MORNING),
    Told(p.ReviewFellDue, COUNSELLOR, "review-due.staff", when=MORNING),
    Told(p.CounsellorAssigned, CLIENT_SIDE, "counsellor-changed"),
    Told(p.CounsellorAssigned, COUNSELLOR, "plan-handed-over.staff", by_another=True),
    # keeping what was agreed
    Told(p.AgreementFellOverdue, CLIENT_SIDE, "agreement-overdue", _clients_overdue, when=MORNING),
    Told(p.AgreementFellOverdue, CLIENT_SIDE, "promise-overdue", _others, when=MORNING),
    Told(p.AgreementFellOverdue, COUNSELLOR, "agreement-overdue.staff", when=MORNING),
    Told(p.DifficultyReported, COUNSELLOR, "difficulty-reported.staff", by_another=True),
    Told(p.DifficultyAnswered, CLIENT_SIDE, "difficulty-eased", _eased),
    Told(p.DifficultyAnswered, CLIENT_SIDE, "difficulty-upheld", _upheld),
    Told(p.AppointmentSet, CLIENT_SIDE, "appointment-set"),
    Told(p.AppointmentMoved, CLIENT_SIDE, "appointment-moved"),
    Told(p.AppointmentMoved, COUNSELLOR, "appointment-moved.staff", by_another=True),
    # what was missed, and what may follow
    Told(p.AgreementMissed, CLIENT_SIDE, "agreement-missed", _of_client),
    Told(p.AgreementMissed, CLIENT_SIDE, "promise-missed", _not_of_client),
    Told(p.AgreementMissed, COUNSELLOR, "promise-missed.staff", _not_of_client, by_another=True),
    Told(p.AppointmentMissed, CLIENT_SIDE, "appointment-missed", _of_client),
    Told(p.AppointmentMissed, CLIENT_SIDE, "appointment-not-held", _not_of_client),
    Told(
        p.AppointmentMissed,
        COUNSELLOR,
        "appointment-not-held.staff",
        _not_of_client,
        by_another=True,
    ),
    Told(p.MissRetracted, CLIENT_SIDE, "miss-retracted"),
    Told(p.ImportantReasonRequested, CLIENT_SIDE, "important-reason-asked"),
    Told(p.ImportantReasonStated, COUNSELLOR, "important-reason-stated.staff", by_another=True),
    Told(p.ImportantReasonAssessed, CLIENT_SIDE, "important-reason-accepted", _accepted),
    Told(p.ImportantReasonAssessed, CLIENT_SIDE, "important-reason-not-accepted", _not_accepted),
    Told(p.CooperationDemanded, CLIENT_SIDE, "cooperation-demanded"),
    Told(p.DemandVoided, CLIENT_SIDE, "demand-voided"),
    Told(p.DemandVoided, COUNSELLOR, "demand-voided.staff"),
    Told(p.HearingOffered, CLIENT_SIDE, "hearing-offered"),
    Told(p.ReductionReviewReferred, CLIENT_SIDE, "review-referred"),
    # mediation
    Told(m.MediationRequested, CLIENT_SIDE, "mediation-requested"),
    Told(m.MediationRequested, COUNSELLOR, "mediation-requested.staff"),
    Told(m.MediatorAppointed, CLIENT_SIDE, "mediator-appointed"),
    Told(m.MediatorAppointed, COUNSELLOR, "mediator-appointed.staff"),
    Told(m.MediatorAppointed, MEDIATOR, "mediation-assigned.staff"),
    Told(m.MediatorRecused, CLIENT_SIDE, "mediator-recused"),
    Told(m.MediatorRecused, COUNSELLOR, "mediator-recused.staff"),
    Told(m.TalkScheduled, CLIENT_SIDE, "talk-scheduled"),
    Told(m.TalkScheduled, STAFF, "talk-scheduled.staff"),
    Told(m.SolutionProposed, CLIENT_SIDE, "solution-proposed"),
    Told(m.SolutionProposed, COUNSELLOR, "solution-proposed.staff"),
    Told(m.SolutionDeclined, CLIENT_SIDE, "solution-declined", _not_of_client),
    Told(m.SolutionDeclined, COUNSELLOR, "solution-declined.staff", _of_client),
    Told(m.SolutionDeclined, MEDIATOR, "solution-declined.staff", by_another=True),
    Told(m.MediationSettled, CLIENT_SIDE, "mediation-settled"),
    Told(m.MediationSettled, STAFF, "mediation-settled.staff"),
    Told(m.MediationExpired, CLIENT_SIDE, "mediation-expired", when=MORNING),
    Told(m.MediationExpired, STAFF, "mediation-expired.staff", when=MORNING),
    Told(m.MediationWithdrawn, CLIENT_SIDE, "mediation-withdrawn", _ends),
    Told(m.MediationWithdrawn, STAFF, "mediation-ended.staff", _ends),
    Told(m.MediationBecameMoot, CLIENT_SIDE, "mediation-moot"),
    Told(m.MediationBecameMoot, STAFF, "mediation-ended.staff"),
)

REMINDED = (
    Reminded("client_agreement", CLIENT_SIDE, "agreement-due-soon"),
    Reminded("other_agreement", COUNSELLOR, "agreement-due-soon.staff"),
    Reminded("mediation", CLIENT_SIDE, "mediation-expiring"),
    Reminded("mediation", STAFF, "mediation-expiring.staff"),
)

TEMPLATES = frozenset(row.template for row in (*TOLD, *REMINDED))
REMINDERS = frozenset(row.template for row in REMINDED)
OF_MEDIATION = frozenset(row.template for row in REMINDED if row.of == "mediation")


def _by_event() -> Mapping[type[Event], tuple[Told, ...]]:
    events = {row.of for row in TOLD}
    return MappingProxyType({e: tuple(row for row in TOLD if row.of is e) for e in events})


TOLD_OF = _by_event()
"""The rows of one kind of event."""
