"""Asked for, stated or not, assessed by a person with reasons."""

from datetime import date

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from services.plan.domain import commands as c
from services.plan.domain import errors
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    COURSE,
    TALK,
    agreed,
    agreement,
    appointment,
    assess,
    demand,
    miss,
    missed,
    overdue,
    rejected,
    request,
    state_reason,
    stood_up,
)
from tests.services.plan.domain.story import CLIENT, COUNSELLOR, MEDIATOR, SYSTEM, Story, sealed

MINE = agreement(APPLICATIONS)


def asked() -> Story:
    return missed().given(request(MINE))


def stated() -> Story:
    return asked().given(state_reason(MINE), by=CLIENT)


@pytest.mark.parametrize(("story", "item"), [(missed, MINE), (stood_up, appointment(TALK))])
def test_the_client_is_asked_why(story, item):
    until = date(2026, 5, 18)
    story().when(request(item, until)).follows(
        said.ImportantReasonRequested(item=item, until=until)
    )


def test_there_is_a_day_left_to_answer():
    missed().when(request(MINE, date(2026, 5, 4))).refused(errors.InThePast, field="until")
    missed().when(request(MINE, date(2026, 5, 5))).follow(said.ImportantReasonRequested)


@pytest.mark.parametrize("by", [CLIENT, COUNSELLOR])
def test_the_client_states_a_reason_or_the_counsellor_records_it(by: Actor):
    asked().when(state_reason(MINE), by=by).follows(
        said.ImportantReasonStated(item=MINE, text=sealed("reason"))
    )


def test_a_reason_that_comes_late_still_counts_until_it_is_assessed():
    story = asked().on("2026-05-25")
    story.given(state_reason(MINE), by=CLIENT)
    story.given(state_reason(MINE), by=CLIENT)
    rejected().when(state_reason(MINE), by=CLIENT).refused(errors.StepOutOfOrder)


def test_a_reason_is_assessed_once_it_is_stated():
    stated().when(assess(MINE, accepted=False)).follows(
        said.ImportantReasonAssessed(
            item=MINE, accepted=False, reasons=sealed("why"), assessor=COUNSELLOR.sub
        )
    )


def test_a_reason_that_was_not_stated_is_assessed_only_after_the_time_for_it():
    until = date(2026, 5, 18)
    story = asked().on("2026-05-18", at="21:59")
    for accepted in (True, False):
        story.when(assess(MINE, accepted)).refused(errors.ReasonTimeRunning, until=until)
    story.on("2026-05-18", at="22:00").when(assess(MINE, accepted=False)).follow(
        said.ImportantReasonAssessed
    )


@pytest.mark.parametrize("step", [demand(), request(MINE), state_reason(MINE), assess(MINE, True)])
def test_an_accepted_reason_ends_the_matter(step: c.PlanCommand):
    story = stated().given(assess(MINE, accepted=True))
    story.when(step).refused(errors.StepOutOfOrder, stands_at="the matter is settled")


@pytest.mark.parametrize("by", [CLIENT, SYSTEM, MEDIATOR])
def test_only_a_person_of_the_jobcenter_asks_and_assesses(by: Actor):
    kind = errors.CannotSpeakFor if by is CLIENT else errors.NotAParty
    missed().when(request(MINE), by=by).refused(kind)
    stated().when(assess(MINE, accepted=True), by=by).refused(kind)


def test_the_system_states_no_reason():
    asked().when(state_reason(MINE), by=SYSTEM).refused(errors.NotAParty)


def test_a_reason_stated_unasked_can_be_accepted_at_once():
    story = missed().given(state_reason(MINE), by=CLIENT)
    story.when(assess(MINE, accepted=True)).follow(said.ImportantReasonAssessed)


def test_a_reason_stated_unasked_is_not_rejected_before_the_client_was_asked():
    story = missed().given(state_reason(MINE), by=CLIENT)
    story.when(assess(MINE, accepted=False)).refused(errors.ReasonNotAskedFor)
    story.given(request(MINE))
    story.when(assess(MINE, accepted=False)).follow(said.ImportantReasonAssessed)


def test_nothing_is_assessed_that_was_neither_asked_nor_stated():
    for accepted in (True, False):
        missed().when(assess(MINE, accepted)).refused(errors.StepOutOfOrder)


def test_the_client_is_asked_once():
    asked().when(request(MINE)).refused(errors.StepOutOfOrder)


def test_a_reason_belongs_to_a_miss():
    overdue().when(request(MINE)).refused(errors.NothingMissed)
    overdue().when(state_reason(MINE), by=CLIENT).refused(errors.NothingMissed)
    overdue().when(assess(MINE, accepted=True)).refused(errors.NothingMissed)
    missed().when(request(appointment(APPLICATIONS))).refused(errors.NothingMissed)


def test_nothing_follows_from_what_the_jobcenter_missed():
    story = agreed().on("2026-04-02").given(miss(COURSE, date(2026, 4, 1)), by=CLIENT)
    theirs = agreement(COURSE)
    for command in (request(theirs), state_reason(theirs), assess(theirs, accepted=False)):
        story.when(command).refused(errors.NoConsequences, party="jobcenter")
