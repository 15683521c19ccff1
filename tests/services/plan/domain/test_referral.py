"""The chain to a referral: every link recorded, none skippable, within six months."""

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
    missed,
    overdue,
    refer,
    referable,
    referred,
    rejected,
    stood_up,
    stood_up_without_reason,
)
from tests.services.plan.domain.story import CLIENT, SYSTEM, Story

MINE = agreement(APPLICATIONS)
REFER_TALK = c.ReferForReductionReview(item=appointment(TALK))


def appointment_referable() -> Story:
    item = appointment(TALK)
    story = stood_up_without_reason().given(hearing(item, date(2026, 4, 14)))
    return story.given(held(item), hardship(item))


def test_a_referral_carries_the_events_that_make_the_case():
    story = referable()
    links = (
        said.AgreementMissed,
        said.ImportantReasonRequested,
        said.ImportantReasonAssessed,
        said.CooperationDemanded,
        said.DemandUnmet,
        said.HearingOffered,
        said.HearingHeld,
        said.HardshipConsidered,
    )
    story.when(refer()).follows(
        said.ReductionReviewReferred(
            item=MINE,
            breach_on=date(2026, 6, 12),
            referral_limit=date(2026, 12, 12),
            case=tuple(story.said(link).envelope.id for link in links),
        )
    )


@pytest.mark.parametrize(
    "story", [missed, rejected, demanded, demand_failed, heard], ids=lambda f: f.__name__
)
def test_no_link_can_be_skipped(story):
    story().when(refer()).refused(errors.StepOutOfOrder)


def test_nothing_is_referred_that_was_not_missed():
    overdue().when(refer()).refused(errors.NothingMissed)


def test_a_case_is_referred_once():
    referred().when(refer()).refused(errors.StepOutOfOrder)


@pytest.mark.parametrize("by", [CLIENT, SYSTEM])
def test_only_a_person_of_the_jobcenter_refers(by: Actor):
    kind = errors.CannotSpeakFor if by is CLIENT else errors.NotAParty
    referable().when(refer(), by=by).refused(kind)


def test_a_referral_comes_within_six_months_of_the_breach():
    referable().on("2026-12-12", at="22:59").when(refer()).follow(said.ReductionReviewReferred)
    referable().on("2026-12-12", at="23:00").when(refer()).refused(
        errors.ReferralTooLate, breach_on=date(2026, 6, 12), limit=date(2026, 12, 12)
    )


def test_a_missed_appointment_is_its_own_chain_without_a_demand():
    story = appointment_referable()
    (event,) = story.when(REFER_TALK).follow(said.ReductionReviewReferred)
    assert (event.breach_on, event.referral_limit) == (date(2026, 3, 20), date(2026, 9, 20))
    assert len(event.case) == 6


@pytest.mark.parametrize("story", [stood_up, stood_up_without_reason], ids=lambda f: f.__name__)
def test_no_link_of_the_appointments_chain_can_be_skipped(story):
    story().when(REFER_TALK).refused(errors.StepOutOfOrder)


def test_the_appointments_limit_counts_from_its_day():
    appointment_referable().on("2026-09-21").when(REFER_TALK).refused(errors.ReferralTooLate)
