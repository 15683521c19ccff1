"""The table: who is told what, event by event."""

from datetime import UTC, date, datetime

import pytest

from contracts import plan as p
from contracts.examples import SEALED
from services.notifications.planning import QUIET, notices, reminders
from services.notifications.who_is_told import REMINDED, TEMPLATES, TOLD
from tests.services.notifications.history import (
    APPOINTMENT,
    MINE,
    THEIRS,
    agreed,
    example,
    item,
    mediated,
    opened,
)

CLIENT_SIDE = ("client", "representative")
STAFF = ("counsellor", "mediator")


def told_to(history):
    return sorted(one.recipient.id for one in notices(history.case, history.recorded[-1]))


def send_times(history):
    return {one.send_at() for one in notices(history.case, history.recorded[-1])}


def to(template, *capacities):
    return {(capacity, template) for capacity in capacities}


def both(name, *staff):
    """The client's side with a template, the staff with its own."""
    return to(name, *CLIENT_SIDE) | to(f"{name}.staff", *(staff or ("counsellor",)))


PLANS = [
    ("a draft that the counsellor offers", example("DraftOffered"), "counsellor",
     to("draft-offered", *CLIENT_SIDE)),
    ("a draft that the client offers", example("DraftOffered"), "client",
     to("draft-offered", "representative") | to("draft-offered.staff", "counsellor")),
    ("a draft that came out of a mediation", example("DraftOffered"), "system",
     both("draft-offered")),
    ("a version", example("PlanAgreed", version=2), "client", both("plan-agreed")),
    ("a review", example("ReviewFellDue"), "system", both("review-due")),
    ("a new counsellor", example("CounsellorAssigned", counsellor="staff-2"), "counsellor",
     to("counsellor-changed", *CLIENT_SIDE) | to("plan-handed-over.staff", "counsellor")),
    ("what the client promised, overdue", example("AgreementFellOverdue"), "system",
     both("agreement-overdue")),
    ("what the jobcenter promised, overdue",
     example("AgreementFellOverdue", agreement=THEIRS), "system",
     to("promise-overdue", *CLIENT_SIDE) | to("agreement-overdue.staff", "counsellor")),
    ("a difficulty", example("DifficultyReported"), "client",
     to("difficulty-reported.staff", "counsellor")),
    ("more time", example("DifficultyAnswered", answer="extended"), "counsellor",
     to("difficulty-eased", *CLIENT_SIDE)),
    ("no more time", example("DifficultyAnswered", answer="upheld", new_due=None), "counsellor",
     to("difficulty-upheld", *CLIENT_SIDE)),
    ("an appointment", example("AppointmentSet"), "counsellor",
     to("appointment-set", *CLIENT_SIDE)),
    ("an appointment that the counsellor moves", example("AppointmentMoved"), "counsellor",
     to("appointment-moved", *CLIENT_SIDE)),
    ("an appointment that the platform moves", example("AppointmentMoved"), "system",
     both("appointment-moved")),
    ("a miss", example("AgreementMissed"), "counsellor", to("agreement-missed", *CLIENT_SIDE)),
    ("a miss of the jobcenter, which the client records",
     example("AgreementMissed", agreement=THEIRS, party="jobcenter"), "client",
     both("promise-missed")),
    ("a miss of others, which the counsellor records",
     example("AgreementMissed", agreement=THEIRS, party="third_party"), "counsellor",
     to("promise-missed", *CLIENT_SIDE)),
    ("a missed appointment", example("AppointmentMissed"), "counsellor",
     to("appointment-missed", *CLIENT_SIDE)),
    ("an appointment to which the jobcenter did not come",
     example("AppointmentMissed", party="jobcenter"), "client", both("appointment-not-held")),
    ("the same, which the counsellor records",
     example("AppointmentMissed", party="jobcenter"), "counsellor",
     to("appointment-not-held", *CLIENT_SIDE)),
    ("a miss taken back", example("MissRetracted"), "counsellor",
     to("miss-retracted", *CLIENT_SIDE)),
    ("a reason asked for", example("ImportantReasonRequested"), "counsellor",
     to("important-reason-asked", *CLIENT_SIDE)),
    ("a reason stated", example("ImportantReasonStated"), "client",
     to("important-reason-stated.staff", "counsellor")),
    ("a reason accepted", example("ImportantReasonAssessed", accepted=True), "counsellor",
     to("important-reason-accepted", *CLIENT_SIDE)),
    ("a reason not accepted", example("ImportantReasonAssessed", accepted=False), "counsellor",
     to("important-reason-not-accepted", *CLIENT_SIDE)),
    ("a demand", example("CooperationDemanded"), "counsellor",
     to("cooperation-demanded", *CLIENT_SIDE)),
    ("a demand voided", example("DemandVoided"), "system", both("demand-voided")),
    ("a hearing", example("HearingOffered"), "counsellor", to("hearing-offered", *CLIENT_SIDE)),
    ("a referral", example("ReductionReviewReferred"), "counsellor",
     to("review-referred", *CLIENT_SIDE)),
]  # fmt: skip

MEDIATIONS = [
    ("a mediator", example("MediatorAppointed", mediator="mediator-1"), "system",
     both("mediator-appointed") | to("mediation-assigned.staff", "mediator")),
    ("a mediator who cannot go on", example("MediatorRecused"), "system",
     both("mediator-recused")),
    ("a talk", example("TalkScheduled"), "mediator", both("talk-scheduled", *STAFF)),
    ("a proposal", example("SolutionProposed"), "mediator", both("solution-proposed")),
    ("a proposal that the jobcenter declines", example("SolutionDeclined"), "counsellor",
     to("solution-declined", *CLIENT_SIDE) | to("solution-declined.staff", "mediator")),
    ("a proposal that the client declines",
     example("SolutionDeclined", party="client", reasons=None), "client",
     to("solution-declined.staff", *STAFF)),
    ("a settlement", example("MediationSettled"), "client", both("mediation-settled", *STAFF)),
    ("an expiry", example("MediationExpired"), "system", both("mediation-expired", *STAFF)),
    ("a withdrawal that ends it", example("MediationWithdrawn"), "client",
     to("mediation-withdrawn", *CLIENT_SIDE) | to("mediation-ended.staff", *STAFF)),
    ("a withdrawal that does not", example("MediationWithdrawn", ends=False), "client", set()),
    ("nothing left to mediate", example("MediationBecameMoot"), "system",
     to("mediation-moot", *CLIENT_SIDE) | to("mediation-ended.staff", *STAFF)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "by", "expected"), [row[1:] for row in PLANS], ids=[row[0] for row in PLANS]
)
def test_of_a_plan_is_told(event, by, expected):
    assert agreed().says(event, by).told() == expected


@pytest.mark.parametrize(
    ("event", "by", "expected"), [row[1:] for row in MEDIATIONS], ids=[row[0] for row in MEDIATIONS]
)
def test_of_a_mediation_is_told(event, by, expected):
    assert mediated().says(event, by).told() == expected


def test_a_request_for_mediation_is_confirmed_to_whoever_made_it_too():
    for by in ("client", "counsellor"):
        assert agreed().says(example("MediationRequested"), by).told() == both(
            "mediation-requested"
        )


CALENDAR = ("ReviewFellDue", "AgreementFellOverdue", "MediationExpired")


def test_what_the_calendar_says_at_midnight_is_told_in_the_morning():
    for name in CALENDAR:
        history = mediated().says(example(name), "system", at=datetime(2026, 3, 30, 22, tzinfo=UTC))
        assert send_times(history) == {datetime(2026, 3, 31, 7, tzinfo=UTC)}, name


def test_what_the_calendar_says_to_somebody_who_slept_is_told_at_once():
    noon = datetime(2026, 3, 31, 10, tzinfo=UTC)
    for name in CALENDAR:
        assert send_times(mediated().says(example(name), "system", at=noon)) == {noon}


def test_what_people_say_is_told_at_once_also_at_night():
    night = datetime(2026, 3, 30, 22, tzinfo=UTC)
    assert send_times(agreed().says(example("HearingOffered"), at=night)) == {night}


def test_these_tests_know_every_row_of_the_table():
    told = {template for row in (*PLANS, *MEDIATIONS) for _, template in row[3]}
    requested = {"mediation-requested", "mediation-requested.staff"}
    assert told | requested | {row.template for row in REMINDED} == TEMPLATES


def test_nobody_is_told_anything_of_a_draft_being_written():
    quiet = ["GoalSet", "AgreementDrafted", "AgreementRedrafted", "RemarkAdded",
             "ClientVoiceRecorded", "PlanAccepted", "AcceptanceWithdrawn"]  # fmt: skip
    for name in quiet:
        assert opened().says(example(name)).told() == set()


def test_an_agreement_reported_as_difficult_is_not_called_overdue():
    history = agreed().says(example("DifficultyReported"), "client")
    told = history.says(example("AgreementFellOverdue"), "system").told()
    assert told == to("agreement-overdue.staff", "counsellor")


def test_who_no_longer_represents_is_no_longer_told():
    history = agreed().says(p.RepresentationEnded(person="guardian-1", basis="guardian"))
    assert history.says(example("ReviewFellDue"), "system").told() == {
        ("client", "review-due"),
        ("counsellor", "review-due.staff"),
    }


def test_who_represents_on_two_grounds_is_told_once():
    history = agreed().says(p.RepresentativeAppointed(person="guardian-1", basis="parent"))
    history.says(example("ReviewFellDue"), "system")
    assert told_to(history) == ["client-1", "guardian-1", "staff-1"]


def test_the_counsellor_of_the_day_is_told_not_the_former_one():
    history = agreed().says(p.CounsellorAssigned(counsellor="staff-2", previous="staff-1"))
    history.says(example("ReviewFellDue"), "system")
    assert told_to(history) == ["client-1", "guardian-1", "staff-2"]


def test_nobody_writes_to_somebody_who_has_died():
    history = mediated().says(p.PlanClosed(reason="died"))
    moot = example("MediationBecameMoot", cause="plan_closed")
    assert ("client", "mediation-moot") not in history.says(moot, "system").told()


def test_what_was_agreed_earlier_can_still_be_named():
    """A miss of something that the second version does not go on with."""
    history = agreed().says(p.AgreementDropped(agreement=MINE))
    history.says(example("PlanAgreed", version=2, agreements=()), "client")
    assert history.says(example("AgreementMissed")).case.wording(item()) == SEALED


def test_an_appointment_can_be_named_when_it_was_missed():
    history = agreed().says(example("AppointmentSet")).says(example("AppointmentMoved"))
    appointment = history.says(example("AppointmentMissed")).case.appointments[APPOINTMENT]
    assert (appointment.at, appointment.purpose) == (example("AppointmentMoved").at, SEALED)


@pytest.mark.parametrize("model", sorted(QUIET - {p.PlanOpened}, key=lambda model: model.__name__))
def test_with_a_quiet_event_nothing_to_remind_of_comes_or_goes(model):
    """Whatever was said before it: the reaction does not even look at it."""
    for said in ("DifficultyReported", "AgreementMissed", "CooperationDemanded", "ReviewFellDue"):
        for history in (mediated(), mediated().says(example(said))):
            known = dict(reminders(history.case))
            history.says(example(model.__name__))
            assert (reminders(history.case), history.told()) == (known, set())


def test_no_row_of_the_table_is_about_a_quiet_event():
    assert not {row.of for row in TOLD} & QUIET


def test_a_review_date_is_no_reminder_by_itself():
    assert date(2026, 9, 2) not in {n.day.day for n in reminders(agreed().case).values()}
