"""Both sides are tracked; overdue is not missed; a miss recorded in error is taken back."""

from datetime import date

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from services.plan.domain import commands as c
from services.plan.domain import errors
from services.plan.domain.state import Awaited, Overdue, Promised
from tests.services.plan.domain.situations import (
    ADVICE,
    APPLICATIONS,
    COURSE,
    DUE,
    TALK,
    agreed,
    agreement,
    appointment,
    drafted,
    miss,
    missed,
    not_there,
    overdue,
    referred,
    stood_up,
)
from tests.services.plan.domain.story import (
    CLIENT,
    COUNSELLOR,
    MEDIATOR,
    SYSTEM,
    id_of,
    sealed,
)

OVERDUE = c.MarkAgreementOverdue(agreement=APPLICATIONS, due=DUE)


def keep(id) -> c.RecordAgreementKept:
    return c.RecordAgreementKept(agreement=id, evidence=sealed("evidence"))


def retract(item) -> c.RetractMiss:
    return c.RetractMiss(item=item, reason=sealed("an error"))


@pytest.mark.parametrize(
    ("id", "by"),
    [(APPLICATIONS, COUNSELLOR), (COURSE, CLIENT), (ADVICE, CLIENT), (ADVICE, COUNSELLOR)],
)
def test_the_other_side_confirms_that_a_promise_was_kept(id, by: Actor):
    agreed().when(keep(id), by=by).follows(
        said.AgreementKept(agreement=id, evidence=sealed("evidence"))
    )


@pytest.mark.parametrize(
    ("id", "by", "party"), [(APPLICATIONS, CLIENT, "client"), (COURSE, COUNSELLOR, "jobcenter")]
)
def test_nobody_confirms_their_own_promise(id, by: Actor, party: str):
    agreed().when(keep(id), by=by).refused(errors.ConfirmedByOtherSide, party=party)


def test_a_promise_is_kept_once():
    agreed().given(keep(APPLICATIONS)).when(keep(APPLICATIONS)).refused(errors.AlreadyKept)


def test_what_is_only_drafted_cannot_be_kept():
    drafted().when(keep(APPLICATIONS)).refused(errors.AgreementNotInForce)


def test_an_overdue_promise_can_still_be_kept():
    overdue().when(keep(APPLICATIONS)).follow(said.AgreementKept)


def test_a_missed_promise_is_not_kept_before_the_miss_is_retracted():
    story = missed()
    story.when(keep(APPLICATIONS)).refused(errors.AlreadyMissed)
    story.given(retract(agreement(APPLICATIONS)))
    story.when(keep(APPLICATIONS)).follow(said.AgreementKept)


def test_a_due_date_passes_with_the_end_of_its_day_in_berlin():
    story = agreed().on("2026-04-30", at="21:59")
    story.when(OVERDUE, by=SYSTEM).refused(errors.NotYetDue, due=DUE)
    story.on("2026-04-30", at="22:00").when(OVERDUE, by=SYSTEM).follows(
        said.AgreementFellOverdue(agreement=APPLICATIONS, due=DUE)
    )


def test_a_promise_falls_overdue_once():
    overdue().when(OVERDUE, by=SYSTEM).nothing_follows()


def test_a_promise_that_was_kept_does_not_fall_overdue():
    agreed().given(keep(APPLICATIONS)).on("2026-05-04").when(OVERDUE, by=SYSTEM).nothing_follows()


def test_another_due_date_than_the_one_that_counts_means_nothing():
    other = c.MarkAgreementOverdue(agreement=APPLICATIONS, due="2026-04-29")
    agreed().on("2026-05-04").when(other, by=SYSTEM).nothing_follows()
    unknown = c.MarkAgreementOverdue(agreement=id_of("none"), due=DUE)
    agreed().on("2026-05-04").when(unknown, by=SYSTEM).nothing_follows()


def test_being_overdue_is_no_miss():
    story = overdue()
    assert isinstance(story.state.promises[APPLICATIONS], Overdue)
    assert story.state.breaches == {}


def test_a_named_person_records_a_miss():
    overdue().when(miss()).follows(
        said.AgreementMissed(
            agreement=APPLICATIONS,
            party="client",
            observed_on=date(2026, 5, 4),
            facts=sealed("facts"),
        )
    )


@pytest.mark.parametrize("by", [SYSTEM, MEDIATOR])
def test_neither_the_system_nor_a_stranger_records_a_miss(by: Actor):
    overdue().when(miss(), by=by).refused(errors.NotAParty, role=by.role)


def test_the_jobcenters_promises_can_be_missed_too():
    story = agreed().on("2026-04-02")
    (event,) = story.when(miss(COURSE, date(2026, 4, 1)), by=CLIENT).follow(said.AgreementMissed)
    assert event.party == "jobcenter"


def test_a_promise_without_a_due_date_can_be_missed():
    agreed().when(miss(ADVICE, date(2026, 3, 2)), by=CLIENT).follow(said.AgreementMissed)


def test_a_miss_is_observed_after_the_due_date():
    story = agreed().on("2026-05-04")
    story.when(miss(on=DUE)).refused(errors.DueDateNotPassed, due=DUE)
    story.when(miss(on=date(2026, 5, 1))).follow(said.AgreementMissed)


def test_a_miss_is_not_observed_in_the_future():
    overdue().when(miss(on=date(2026, 5, 5))).refused(errors.InTheFuture, field="observed_on")


def test_a_miss_waits_for_the_calendar_not_for_the_timer():
    agreed().on("2026-05-04").when(miss()).follow(said.AgreementMissed)


def test_a_promise_is_missed_once():
    missed().when(miss()).refused(errors.AlreadyMissed)


def test_a_kept_promise_is_not_missed():
    agreed().given(keep(APPLICATIONS)).on("2026-05-04").when(miss()).refused(errors.AlreadyKept)


def test_a_miss_recorded_in_error_is_retracted():
    story = missed()
    story.when(retract(agreement(APPLICATIONS))).follows(
        said.MissRetracted(item=agreement(APPLICATIONS), reason=sealed("an error"))
    )
    assert story.state.breaches == {}
    assert isinstance(story.state.promises[APPLICATIONS], Overdue)
    story.when(miss()).follow(said.AgreementMissed)


def test_a_retracted_miss_without_a_due_date_leaves_an_open_promise():
    story = agreed().given(miss(ADVICE, date(2026, 3, 2)), retract(agreement(ADVICE)))
    assert isinstance(story.state.promises[ADVICE], Promised)


def test_a_retracted_miss_of_an_appointment_leaves_it_awaited():
    story = stood_up().given(retract(appointment(TALK)))
    assert isinstance(story.state.appointments[TALK], Awaited)
    story.when(not_there()).follow(said.AppointmentMissed)


def test_a_miss_can_be_retracted_even_after_a_referral():
    referred().when(retract(agreement(APPLICATIONS))).follow(said.MissRetracted)


def test_only_the_side_that_recorded_a_miss_retracts_it():
    story = agreed().on("2026-04-02").given(miss(COURSE, date(2026, 4, 1)), by=CLIENT)
    story.when(retract(agreement(COURSE)), by=COUNSELLOR).refused(
        errors.RetractedByRecorder, recorded_by="client"
    )
    missed().when(retract(agreement(APPLICATIONS)), by=CLIENT).refused(errors.RetractedByRecorder)
    missed().when(retract(agreement(APPLICATIONS)), by=SYSTEM).refused(errors.NotAParty)


def test_only_a_miss_on_record_is_retracted():
    overdue().when(retract(agreement(APPLICATIONS))).refused(errors.NothingMissed)
    missed().when(retract(appointment(APPLICATIONS))).refused(errors.NothingMissed)
