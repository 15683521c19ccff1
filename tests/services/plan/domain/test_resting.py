"""While a mediation runs consequences rest; late news of it voids."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts import plan as said
from services.plan.domain import commands as c
from services.plan.domain import errors
from services.plan.domain.state import HardshipRuledOut, ReasonRejected
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    MEDIATION,
    TALK,
    agreement,
    appointment,
    assess,
    demand,
    demand_failed,
    demanded,
    hardship,
    hearing,
    held,
    mediation_begins,
    mediation_ends,
    missed,
    opened,
    refer,
    referable,
    referred,
    rejected,
    request,
    stood_up_without_reason,
    unmet,
)
from tests.services.plan.domain.story import SYSTEM, Story, id_of

MINE = agreement(APPLICATIONS)


def resting(story: Story) -> Story:
    return story.given(mediation_begins(story), by=SYSTEM)


def test_consequences_are_suspended_when_a_mediation_begins():
    story = missed()
    command = mediation_begins(story)
    story.when(command, by=SYSTEM).follows(
        said.ConsequencesSuspended(mediation=MEDIATION, since=command.since, until=command.until)
    )


def test_no_demand_is_made_while_a_mediation_runs():
    story = resting(rejected())
    story.when(demand()).refused(errors.ConsequencesRest, mediations=(MEDIATION,))
    story.given(mediation_ends(story), by=SYSTEM).when(demand()).follow(said.CooperationDemanded)


def test_no_demand_is_found_unmet_while_a_mediation_runs():
    story = resting(demanded().on("2026-06-15"))
    story.when(unmet()).refused(errors.ConsequencesRest)


def test_no_breach_of_duty_is_referred_while_a_mediation_runs():
    story = resting(referable())
    story.when(refer()).refused(errors.ConsequencesRest)
    story.given(mediation_ends(story), by=SYSTEM)
    story.when(refer()).follow(said.ReductionReviewReferred)


def test_a_missed_appointment_is_not_protected_by_a_mediation():
    item = appointment(TALK)
    story = resting(stood_up_without_reason()).given(hearing(item, date(2026, 4, 14)))
    story.given(held(item), hardship(item))
    story.when(c.ReferForReductionReview(item=item)).follow(said.ReductionReviewReferred)


def test_what_speaks_for_the_client_goes_on_while_a_mediation_runs():
    story = resting(missed()).given(request(MINE)).on("2026-05-19")
    story.given(assess(MINE, accepted=True))


def test_a_mediation_is_heard_of_once():
    story = resting(missed())
    story.when(mediation_begins(story), by=SYSTEM).nothing_follows()
    story.given(mediation_ends(story), by=SYSTEM)
    story.when(mediation_ends(story), by=SYSTEM).nothing_follows()
    story.when(mediation_begins(story), by=SYSTEM).nothing_follows()
    assert not story.state.rest.running


def test_the_end_of_a_mediation_that_never_rested_anything_means_nothing():
    story = opened()
    story.when(mediation_ends(story), by=SYSTEM).nothing_follows()


def test_consequences_rest_until_the_last_mediation_has_ended():
    story = resting(rejected())
    second = id_of("second")
    story.given(mediation_begins(story, id=second), by=SYSTEM)
    story.given(mediation_ends(story), by=SYSTEM)
    story.when(demand()).refused(errors.ConsequencesRest, mediations=(second,))


def test_a_demand_that_slipped_in_is_voided():
    story = demanded()
    made = story.said(said.CooperationDemanded).envelope
    _, voided = story.when(
        mediation_begins(story, made.metadata.time - timedelta(minutes=5)), by=SYSTEM
    ).follow(said.ConsequencesSuspended, said.DemandVoided)
    assert voided == said.DemandVoided(agreement=APPLICATIONS, demand=made.id, mediation=MEDIATION)
    assert isinstance(story.state.breaches[APPLICATIONS], ReasonRejected)


def test_a_demand_made_before_the_mediation_stays():
    story = demanded()
    later = story.now + timedelta(minutes=5)
    story.when(mediation_begins(story, later), by=SYSTEM).follow(said.ConsequencesSuspended)


def test_a_demand_made_after_the_mediations_last_day_stays():
    story = demanded()
    long_ago = story.now - timedelta(weeks=5)
    story.when(mediation_begins(story, long_ago), by=SYSTEM).follow(said.ConsequencesSuspended)


def test_a_voided_demand_can_be_made_anew_and_is_no_part_of_the_case():
    story = demanded()
    old = story.said(said.CooperationDemanded).envelope.id
    story.given(mediation_begins(story), by=SYSTEM)
    story.on("2026-06-16").given(mediation_ends(story), by=SYSTEM)
    story.given(demand(date(2026, 6, 30))).on("2026-07-01").given(unmet(date(2026, 7, 1)))
    story.given(hearing(MINE, date(2026, 7, 15)), held(MINE), hardship(MINE), refer())
    case = story.said(said.ReductionReviewReferred).event.case
    assert old not in case
    assert len(case) == 8


@pytest.mark.parametrize("story", [demanded, demand_failed, referable], ids=lambda f: f.__name__)
def test_late_news_voids_a_demand_wherever_the_chain_has_got_to(story):
    story = story()
    since = story.said(said.CooperationDemanded).envelope.metadata.time
    command = c.SuspendConsequences(
        mediation=MEDIATION, since=since, until=since + timedelta(weeks=4)
    )
    story.when(command, by=SYSTEM).follow(said.ConsequencesSuspended, said.DemandVoided)
    story.when(hearing(MINE)).refused(errors.StepOutOfOrder)


def test_a_referral_that_slipped_in_is_voided():
    story = referable().on("2026-06-16").given(refer())
    referral = story.said(said.ReductionReviewReferred).envelope.id
    since = datetime(2026, 6, 16, 8, tzinfo=UTC)
    _, voided = story.when(mediation_begins(story, since), by=SYSTEM).follow(
        said.ConsequencesSuspended, said.ReferralVoided
    )
    assert voided == said.ReferralVoided(item=MINE, referral=referral, mediation=MEDIATION)
    assert isinstance(story.state.breaches[APPLICATIONS], HardshipRuledOut)
    story.on("2026-07-15").given(mediation_ends(story), by=SYSTEM).given(refer())
    assert referral not in story.said(said.ReductionReviewReferred).event.case


def test_a_referral_made_before_the_mediation_stays():
    story = referred().on("2026-06-16")
    story.when(mediation_begins(story), by=SYSTEM).follow(said.ConsequencesSuspended)


def test_a_referral_about_an_appointment_stays():
    item = appointment(TALK)
    story = stood_up_without_reason().given(hearing(item, date(2026, 4, 14)))
    story.given(held(item), hardship(item), c.ReferForReductionReview(item=item))
    story.when(mediation_begins(story), by=SYSTEM).follow(said.ConsequencesSuspended)


def test_a_demand_found_unmet_although_its_last_day_was_protected_is_voided():
    story = demand_failed()
    since = datetime(2026, 6, 12, 8, tzinfo=UTC)
    story.when(mediation_begins(story, since), by=SYSTEM).follow(
        said.ConsequencesSuspended, said.DemandVoided
    )


def test_a_demand_found_unmet_before_the_mediation_stays():
    story = demand_failed()
    since = datetime(2026, 6, 13, 8, tzinfo=UTC)
    story.when(mediation_begins(story, since), by=SYSTEM).follow(said.ConsequencesSuspended)


def test_a_demand_whose_last_day_fell_into_the_mediation_can_be_met_until_its_end():
    story = resting(demanded().on("2026-06-01")).on("2026-06-29")
    story.given(mediation_ends(story), by=SYSTEM).on("2026-06-30")
    story.when(unmet(date(2026, 6, 29))).refused(errors.DemandTimeRunning, until=date(2026, 6, 29))
    story.given(unmet(date(2026, 6, 30)), hearing(MINE, date(2026, 7, 14)), held(MINE))
    story.given(hardship(MINE), refer())
    assert story.said(said.ReductionReviewReferred).event.breach_on == date(2026, 6, 29)


def test_a_demand_whose_last_day_was_before_the_mediation_gains_nothing():
    story = resting(demanded().on("2026-06-13")).on("2026-06-29")
    story.given(mediation_ends(story), by=SYSTEM).on("2026-06-30")
    story.given(unmet(date(2026, 6, 13)))


def test_late_news_voids_a_demand_made_meanwhile_even_if_its_last_day_came_later():
    story = rejected().given(demand(date(2026, 7, 1))).on("2026-07-02")
    since = story.said(said.CooperationDemanded).envelope.metadata.time
    story.given(unmet(date(2026, 7, 2)))
    story.when(mediation_begins(story, since), by=SYSTEM).follow(
        said.ConsequencesSuspended, said.DemandVoided
    )


def test_a_demand_found_unmet_whose_last_day_came_after_the_mediation_stays():
    story = (
        rejected().given(demand(date(2026, 7, 1))).on("2026-07-02").given(unmet(date(2026, 7, 2)))
    )
    since = datetime(2026, 6, 1, tzinfo=UTC)
    story.when(mediation_begins(story, since), by=SYSTEM).follow(said.ConsequencesSuspended)
