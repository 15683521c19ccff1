"""Consent is exact."""

from datetime import date

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from contracts.plan import Acceptance
from services.plan.domain import commands as c
from services.plan.domain import errors
from services.plan.domain.state import Offered
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    BY,
    accept,
    accepted_by,
    agreed,
    digest,
    draft,
    drafted,
    goal,
    offered,
    opened,
)
from tests.services.plan.domain.story import (
    CLIENT,
    COUNSELLOR,
    GUARDIAN,
    MEDIATOR,
    SYSTEM,
    Story,
    sealed,
)


def test_a_draft_is_offered_with_its_digest():
    story = drafted()
    (event,) = story.when(c.OfferDraft(thinking_time_until="2026-03-16")).follow(said.DraftOffered)
    assert (event.version, event.thinking_time_until) == (1, date(2026, 3, 16))


@pytest.mark.parametrize(
    ("commands", "missing"),
    [
        ([], ("a goal", "an agreement")),
        ([goal()], ("an agreement",)),
        ([draft(APPLICATIONS)], ("a goal",)),
    ],
)
def test_a_draft_needs_a_goal_and_an_agreement_to_be_offered(commands, missing):
    opened().given(*commands).when(c.OfferDraft()).refused(errors.DraftIncomplete, missing=missing)


def test_thinking_time_lies_ahead():
    command = c.OfferDraft(thinking_time_until="2026-03-01")
    drafted().when(command).refused(errors.InThePast, field="thinking_time_until")


def test_offering_the_same_again_says_nothing_new():
    offered().when(c.OfferDraft()).nothing_follows()


def test_more_thinking_time_leaves_an_acceptance_as_it_is():
    story = accepted_by(offered(), "client")
    story.when(c.OfferDraft(thinking_time_until="2026-03-20")).follow(said.DraftOffered)
    story.when(accept(story, "jobcenter")).follow(said.PlanAccepted, said.PlanAgreed)


def test_one_side_accepts():
    story = offered()
    story.when(accept(story), by=CLIENT).follows(
        said.PlanAccepted(party="client", version=1, digest=digest(story), channel="portal")
    )


@pytest.mark.parametrize("order", [("client", "jobcenter"), ("jobcenter", "client")])
def test_the_plan_is_agreed_when_both_accept_the_same_digest(order: tuple[str, str]):
    story = accepted_by(offered(), order[0])
    the_digest = digest(story)
    accepted, agreed_ = story.when(accept(story, order[1]), by=BY[order[1]]).follow(
        said.PlanAccepted, said.PlanAgreed
    )
    assert (accepted.party, accepted.digest) == (order[1], the_digest)
    assert (agreed_.version, agreed_.digest) == (1, the_digest)
    assert tuple(one.party for one in agreed_.acceptances) == order


def test_what_was_agreed_can_be_read_from_one_event():
    story = drafted().given(c.AddRemark(text=sealed("mornings only")), c.OfferDraft())
    accepted_by(story, "client")
    content, read = story.state.draft.content, digest(story)
    story.on("2026-03-05").given(accept(story, "jobcenter"))
    event = story.said(said.PlanAgreed).event
    assert event.occupational_goal == sealed("cook")
    assert event.agreements == tuple(content.agreements.values())
    assert event.remarks == (sealed("mornings only"),)
    assert event.digest == read
    assert event.acceptances == (
        Acceptance(
            party="client",
            actor=CLIENT,
            time=story.said(said.DraftOffered).envelope.metadata.time,
            channel="portal",
        ),
        Acceptance(party="jobcenter", actor=COUNSELLOR, time=story.now, channel="in_person"),
    )


def test_one_side_accepting_twice_agrees_nothing():
    story = accepted_by(offered(), "client")
    story.when(accept(story), by=CLIENT).refused(errors.AlreadyAccepted, party="client")


def test_a_stale_acceptance_is_refused_and_told_the_digest_that_counts():
    story = offered()
    read = digest(story)
    story.given(c.AddRemark(text=sealed("a remark")), c.OfferDraft())
    now = digest(story)
    assert now != read
    story.when(accept(story, digest_=read), by=CLIENT).refused(
        errors.StaleAcceptance, given=read, current=now, offered=True
    )


def test_a_stale_acceptance_is_refused_before_the_draft_is_offered_again():
    story = offered()
    read = digest(story)
    story.given(c.AddRemark(text=sealed("a remark")))
    refusal = story.when(accept(story, digest_=read), by=CLIENT).refused(
        errors.StaleAcceptance, given=read, offered=False
    )
    story.given(c.OfferDraft())
    assert refusal.fields["current"] == digest(story)


def test_a_digest_that_was_never_put_forward_cannot_be_accepted():
    story = offered()
    was = digest(story)
    story.given(c.RedraftAgreement(**draft(APPLICATIONS).model_dump()))
    story.when(accept(story, digest_=was), by=CLIENT).refused(errors.DraftNotOffered, current=was)


def test_a_side_that_accepted_what_is_stale_by_now_has_accepted_nothing():
    story = accepted_by(offered(), "client")
    story.given(c.AddRemark(text=sealed("a remark")), c.OfferDraft())
    story.when(accept(story, "jobcenter")).follow(said.PlanAccepted)
    story.when(accept(story), by=CLIENT).follow(said.PlanAccepted, said.PlanAgreed)


def test_an_acceptance_can_be_withdrawn_until_the_other_side_accepts():
    story = accepted_by(offered(), "client")
    before = digest(story)
    story.when(c.WithdrawAcceptance(), by=CLIENT).follows(
        said.AcceptanceWithdrawn(party="client", version=1, digest=before, cause="withdrawn")
    )
    assert isinstance(story.state.draft, Offered)
    story.when(accept(story, "jobcenter")).follow(said.PlanAccepted)


@pytest.mark.parametrize("party", ["client", "jobcenter"])
def test_what_both_accepted_is_not_withdrawn(party: str):
    command = c.WithdrawAcceptance(party=party)
    agreed().when(command).refused(errors.NothingToWithdraw, party=party)


def test_the_other_sides_acceptance_is_not_withdrawn():
    story = accepted_by(offered(), "jobcenter")
    story.when(c.WithdrawAcceptance(), by=CLIENT).refused(errors.NothingToWithdraw)
    story.when(c.WithdrawAcceptance(party="jobcenter"), by=CLIENT).refused(errors.CannotSpeakFor)


def test_the_client_cannot_accept_for_the_jobcenter():
    story = offered()
    story.when(accept(story, "jobcenter"), by=CLIENT).refused(errors.CannotSpeakFor)


@pytest.mark.parametrize("channel", ["in_person", "phone", "letter"])
def test_the_counsellor_records_a_consent_that_was_given_elsewhere(channel: str):
    story = offered()
    command = c.AcceptPlan(party="client", digest=digest(story), channel=channel)
    (event,) = story.when(command).follow(said.PlanAccepted)
    assert (event.party, event.channel) == ("client", channel)


def test_nobody_accepts_for_the_client_in_the_portal():
    story = offered()
    command = c.AcceptPlan(party="client", digest=digest(story), channel="portal")
    story.when(command, by=COUNSELLOR).refused(errors.ChannelDoesNotFit, channel="portal")


def test_the_client_sends_a_consent_through_the_portal_alone():
    story = offered()
    command = c.AcceptPlan(digest=digest(story), channel="letter")
    story.when(command, by=CLIENT).refused(errors.ChannelDoesNotFit, channel="letter")


def test_an_acceptance_is_of_ones_own_side_where_no_party_is_named():
    story = offered()
    command = c.AcceptPlan(digest=digest(story), channel="portal")
    (event,) = story.when(command, by=COUNSELLOR).follow(said.PlanAccepted)
    assert event.party == "jobcenter"


def test_a_representative_accepts_for_the_client_and_is_named():
    story = opened().given(c.AppointRepresentative(person=GUARDIAN.sub, basis="guardian"))
    story.given(goal(), draft(APPLICATIONS), c.OfferDraft())
    story.given(accept(story), by=GUARDIAN)
    story.given(accept(story, "jobcenter"))
    assert story.said(said.PlanAgreed).event.acceptances[0].actor == GUARDIAN


@pytest.mark.parametrize("by", [MEDIATOR, SYSTEM])
def test_whoever_is_no_party_cannot_consent(by: Actor):
    story = offered()
    command = c.AcceptPlan(digest=digest(story), channel="portal")
    story.when(command, by=by).refused(errors.NotAParty, role=by.role)


def test_a_third_party_never_consents():
    story = offered()
    with pytest.raises(ValueError, match="party"):
        c.AcceptPlan(party="third_party", digest=digest(story), channel="letter")


def test_without_a_draft_there_is_nothing_to_accept():
    story = offered()
    command = accept(story)
    accepted_by(story, "client", "jobcenter")
    story.when(command, by=CLIENT).refused(errors.NoDraftInHand)
    story.when(c.OfferDraft()).refused(errors.NoDraftInHand)


@pytest.mark.parametrize(
    ("agreed_on", "due"),
    [("2026-03-02", date(2026, 9, 2)), ("2026-08-31", date(2027, 2, 28))],
)
def test_the_review_is_due_six_calendar_months_later(agreed_on: str, due: date):
    story = opened().on(agreed_on).given(goal(), draft(APPLICATIONS, due=None), c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    assert story.said(said.PlanAgreed).event.review_due == due


def test_the_day_of_agreement_is_a_day_in_berlin():
    story = Story().on("2026-03-31", at="22:30")
    opened(story).given(goal(), draft(APPLICATIONS), c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    assert story.said(said.PlanAgreed).event.review_due == date(2026, 10, 1)
