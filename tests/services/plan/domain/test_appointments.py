"""Appointments: set, moved, kept, missed."""

from datetime import date

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from services.plan.domain import commands as c
from services.plan.domain import errors
from tests.services.plan.domain.situations import (
    NOTICE,
    TALK,
    appointment,
    invite,
    invited,
    not_there,
    opened,
    stood_up,
)
from tests.services.plan.domain.story import CLIENT, COUNSELLOR, MEDIATOR, SYSTEM, sealed

KEPT = c.RecordAppointmentKept(appointment=TALK)


def move(at: str = "2026-03-27T09:00:00Z", notice=NOTICE) -> c.MoveAppointment:
    return c.MoveAppointment(appointment=TALK, at=at, mode="video", legal_notice=notice)


def test_a_client_is_invited():
    command = invite()
    opened().when(command).follows(
        said.AppointmentSet(
            appointment=TALK,
            at=command.at,
            mode="in_person",
            purpose=sealed("purpose"),
            legal_notice=NOTICE,
        )
    )


def test_an_appointment_lies_ahead():
    opened().when(invite("2026-03-02T09:15")).refused(errors.AlreadyOver, field="at")
    opened().when(invite("2026-03-02T09:16")).follow(said.AppointmentSet)


def test_an_id_names_one_appointment():
    invited().when(invite()).refused(errors.AppointmentAlreadySet)


def test_an_appointment_is_moved():
    story = invited()
    (event,) = story.when(move()).follow(said.AppointmentMoved)
    assert story.state.appointments[TALK].at == event.at
    story.on("2026-03-20").when(not_there()).refused(errors.AppointmentNotYet)


def test_an_appointment_is_not_moved_into_the_past():
    story = invited().on("2026-03-27")
    story.when(move("2026-03-27T09:00:00Z")).refused(errors.AlreadyOver)


@pytest.mark.parametrize("command", [move(), KEPT, not_there()], ids=lambda c: type(c).__name__)
def test_only_an_appointment_that_was_set_can_be_moved_kept_or_missed(command: c.PlanCommand):
    opened().when(command).refused(errors.AppointmentUnknown, appointment=TALK)


def test_the_jobcenter_confirms_that_the_client_came():
    story = invited().on("2026-03-20")
    story.when(KEPT, by=CLIENT).refused(errors.ConfirmedByOtherSide)
    story.when(KEPT).follows(said.AppointmentKept(appointment=TALK))


@pytest.mark.parametrize("command", [KEPT, not_there()], ids=lambda c: type(c).__name__)
def test_nobody_knows_beforehand_whether_the_client_comes(command: c.PlanCommand):
    story = invited().on("2026-03-20", at="08:59")
    story.when(command).refused(errors.AppointmentNotYet)
    story.on("2026-03-20", at="09:00").given(command)


@pytest.mark.parametrize("by", [SYSTEM, MEDIATOR])
def test_only_a_named_person_says_that_the_client_did_not_come(by: Actor):
    invited().on("2026-03-20").when(not_there(), by=by).refused(errors.NotAParty)


def test_a_missed_appointment_is_observed_between_its_day_and_today():
    story = invited().on("2026-03-23")
    story.when(not_there(date(2026, 3, 19))).refused(errors.InThePast, field="observed_on")
    story.when(not_there(date(2026, 3, 24))).refused(errors.InTheFuture, field="observed_on")
    story.when(not_there(date(2026, 3, 23))).follow(said.AppointmentMissed)


@pytest.mark.parametrize("command", [move(), KEPT, not_there()], ids=lambda c: type(c).__name__)
def test_what_took_place_is_settled(command: c.PlanCommand):
    kept = invited().on("2026-03-20").given(KEPT)
    kept.when(command).refused(errors.AlreadyKept, item=TALK)
    stood_up().when(command).refused(errors.AlreadyMissed, item=TALK)


@pytest.mark.parametrize("by", [CLIENT, COUNSELLOR])
def test_the_jobcenters_absence_is_recorded_too(by: Actor):
    (event,) = (
        invited()
        .on("2026-03-20")
        .when(not_there(party="jobcenter"), by=by)
        .follow(said.AppointmentMissed)
    )
    assert event.party == "jobcenter"


def test_nothing_follows_for_the_client_from_the_jobcenters_absence():
    story = invited().on("2026-03-20").given(not_there(party="jobcenter"))
    asks = c.RequestImportantReason(item=appointment(TALK), until=date(2026, 4, 3))
    story.when(asks).refused(errors.NoConsequences, party="jobcenter")


def test_who_is_not_named_is_the_client():
    sent = {"appointment": TALK, "observed_on": "2026-03-20", "facts": sealed("facts")}
    assert c.RecordAppointmentMissed.model_validate(sent) == not_there()
