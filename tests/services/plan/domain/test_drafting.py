"""Writing the draft: the six headings, and what every change does to an acceptance."""

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from services.plan.domain import commands as c
from services.plan.domain import errors
from services.plan.domain.state import Drafting
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    COURSE,
    accepted_by,
    agreed,
    digest,
    draft,
    drafted,
    goal,
    offered,
    opened,
)
from tests.services.plan.domain.story import CLIENT, COUNSELLOR, id_of, sealed

REDRAFT = c.RedraftAgreement(
    agreement=APPLICATIONS, party="client", kind="own_effort", what=sealed("three"), due=None
)
CHANGES = [
    goal("baker"),
    draft(id_of("another")),
    REDRAFT,
    c.DropAgreement(agreement=COURSE),
    c.AddRemark(text=sealed("a remark")),
]


@pytest.mark.parametrize("by", [CLIENT, COUNSELLOR])
def test_both_sides_write_the_draft(by: Actor):
    terms = said.AgreementTerms(**draft(APPLICATIONS).model_dump())
    opened().when(draft(APPLICATIONS), by=by).follows(said.AgreementDrafted(terms=terms))


@pytest.mark.parametrize("by", [CLIENT, COUNSELLOR])
def test_both_sides_may_drop_an_agreement_from_the_draft(by: Actor):
    story = drafted()
    story.when(c.DropAgreement(agreement=COURSE), by=by).follows(
        said.AgreementDropped(agreement=COURSE)
    )
    assert COURSE not in story.state.draft.content.agreements


def test_an_agreement_is_worded_anew():
    story = drafted()
    (event,) = story.when(REDRAFT).follow(said.AgreementRedrafted)
    assert event.terms.due is None
    assert story.state.draft.content.agreements[APPLICATIONS] == event.terms


def test_goal_and_remarks_are_part_of_the_draft():
    story = opened().given(goal("cook"), c.AddRemark(text=sealed("1")))
    story.given(goal("baker"), c.AddRemark(text=sealed("2")))
    content = story.state.draft.content
    assert content.goal.occupational == sealed("baker")
    assert content.remarks == (sealed("1"), sealed("2"))


@pytest.mark.parametrize("command", CHANGES, ids=lambda command: type(command).__name__)
def test_every_change_after_one_acceptance_voids_it(command: c.PlanCommand):
    story = accepted_by(offered(), "client")
    before = digest(story)
    voided, _ = story.when(command).events
    assert voided == said.AcceptanceWithdrawn(
        party="client", version=1, digest=before, cause="draft_changed"
    )
    assert isinstance(story.state.draft, Drafting)


@pytest.mark.parametrize("command", CHANGES, ids=lambda command: type(command).__name__)
def test_a_change_takes_the_offer_back(command: c.PlanCommand):
    story = offered()
    story.given(command)
    assert isinstance(story.state.draft, Drafting)


@pytest.mark.parametrize("command", CHANGES, ids=lambda command: type(command).__name__)
def test_what_is_agreed_is_changed_only_in_a_revision(command: c.PlanCommand):
    agreed().when(command).refused(errors.NoDraftInHand, version=1)


@pytest.mark.parametrize("command", [REDRAFT, c.DropAgreement(agreement=APPLICATIONS)])
def test_only_what_the_draft_has_is_changed(command: c.PlanCommand):
    opened().when(command).refused(errors.AgreementNotInDraft, agreement=APPLICATIONS)


def test_an_id_names_one_agreement():
    drafted().when(draft(APPLICATIONS)).refused(errors.AgreementAlreadyDrafted)


def test_an_id_that_was_agreed_on_is_not_used_again():
    story = agreed().given(c.StartRevision(cause="review"), c.DropAgreement(agreement=APPLICATIONS))
    story.when(draft(APPLICATIONS)).refused(errors.AgreementAlreadyDrafted)


def test_a_due_date_can_be_today_but_not_over():
    story = opened().on("2026-04-30")
    story.when(draft(APPLICATIONS)).follow(said.AgreementDrafted)
    story.on("2026-05-01").when(draft(COURSE)).refused(errors.InThePast, field="due")


def test_today_is_a_day_in_berlin():
    story = opened().on("2026-04-30", at="22:30")
    story.when(draft(APPLICATIONS)).refused(errors.InThePast)


def test_an_old_due_date_can_stay_but_not_come_new():
    story = drafted().on("2026-05-02")
    kept = REDRAFT.model_copy(update={"due": draft(APPLICATIONS).due})
    story.when(kept).follow(said.AgreementRedrafted)
    moved = REDRAFT.model_copy(update={"due": draft(APPLICATIONS).due.replace(day=29)})
    story.when(moved).refused(errors.InThePast)
