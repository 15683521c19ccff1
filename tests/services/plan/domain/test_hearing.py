"""Heard before anything is concluded; hardship considered."""

from datetime import date

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from services.plan.domain import commands as c
from services.plan.domain import errors
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    TALK,
    agreement,
    appointment,
    demand_failed,
    demanded,
    hardship,
    heard,
    hearing,
    held,
    refer,
    rejected,
    stood_up,
    stood_up_without_reason,
    to_be_heard,
)
from tests.services.plan.domain.story import CLIENT, GUARDIAN, SYSTEM, sealed

MINE = agreement(APPLICATIONS)
WAIVE = c.RecordHearingWaived(item=MINE)


def test_a_hearing_is_offered_after_a_demand_was_not_met():
    demand_failed().when(hearing(MINE)).follows(
        said.HearingOffered(item=MINE, channel="in_person", until=date(2026, 6, 30))
    )
    demanded().when(hearing(MINE)).refused(errors.StepOutOfOrder)
    rejected().when(hearing(MINE)).refused(errors.StepOutOfOrder)


def test_a_hearing_about_an_appointment_needs_no_demand():
    item = appointment(TALK)
    stood_up().when(hearing(item)).refused(errors.StepOutOfOrder)
    stood_up_without_reason().when(hearing(item)).follow(said.HearingOffered)


def test_an_appointment_without_a_notice_has_no_consequences():
    story = stood_up_without_reason(notice=None)
    story.when(hearing(appointment(TALK))).refused(errors.NoLegalNotice, appointment=TALK)


def test_a_hearing_leaves_time_for_it():
    demand_failed().when(hearing(MINE, date(2026, 6, 15))).refused(errors.InThePast)


def test_a_hearing_is_offered_once():
    to_be_heard().when(hearing(MINE)).refused(errors.StepOutOfOrder)


def test_what_the_client_said_is_recorded():
    to_be_heard().when(held(MINE)).follows(
        said.HearingHeld(item=MINE, statement=sealed("statement"))
    )
    to_be_heard().on("2026-07-03").when(held(MINE), by=CLIENT).follow(said.HearingHeld)


def test_the_client_can_waive_the_hearing_at_any_time():
    to_be_heard().when(WAIVE, by=CLIENT).follows(said.HearingWaived(item=MINE, by="client-4711"))


def test_a_representative_who_waives_is_named():
    story = to_be_heard().given(c.AppointRepresentative(person=GUARDIAN.sub, basis="guardian"))
    story.when(WAIVE, by=GUARDIAN).follows(said.HearingWaived(item=MINE, by=GUARDIAN.sub))


def test_the_jobcenter_takes_silence_for_a_waiver_only_after_the_time_for_the_hearing():
    story = to_be_heard().on("2026-06-30")
    story.when(WAIVE).refused(errors.HearingTimeRunning, until=date(2026, 6, 30))
    story.on("2026-07-01").when(WAIVE).follows(said.HearingWaived(item=MINE, by="client-4711"))


def test_without_an_offer_there_is_nothing_to_hold_or_waive():
    for command in (held(MINE), WAIVE):
        demand_failed().when(command).refused(errors.StepOutOfOrder)
        heard().when(command).refused(errors.StepOutOfOrder)


@pytest.mark.parametrize("by", [CLIENT, SYSTEM])
def test_only_a_person_of_the_jobcenter_offers_and_considers(by: Actor):
    kind = errors.CannotSpeakFor if by is CLIENT else errors.NotAParty
    demand_failed().when(hearing(MINE), by=by).refused(kind)
    heard().when(hardship(MINE), by=by).refused(kind)


def test_the_system_hears_nobody():
    to_be_heard().when(held(MINE), by=SYSTEM).refused(errors.NotAParty)
    to_be_heard().on("2026-07-01").when(WAIVE, by=SYSTEM).refused(errors.NotAParty)


def test_hardship_is_considered_after_the_client_could_be_heard():
    heard().when(hardship(MINE)).follows(
        said.HardshipConsidered(item=MINE, outcome="no_hardship", reasons=sealed("why"))
    )
    to_be_heard().when(hardship(MINE)).refused(errors.StepOutOfOrder)


def test_a_waived_hearing_is_a_hearing_too():
    to_be_heard().given(WAIVE, by=CLIENT).when(hardship(MINE)).follow(said.HardshipConsidered)


def test_a_hardship_ends_the_matter():
    story = heard().given(hardship(MINE, "hardship"))
    story.when(refer()).refused(errors.StepOutOfOrder, stands_at="the matter is settled")
    story.when(hardship(MINE)).refused(errors.StepOutOfOrder)
