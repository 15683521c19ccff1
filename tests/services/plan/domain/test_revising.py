"""Version n stays in force until version n+1 is agreed; reviews; solutions out of a mediation."""

from datetime import date

import pytest

from contracts import plan as said
from services.plan.domain import commands as c
from services.plan.domain import errors
from services.plan.domain.state import Kept, NoDraft, NotKept, Overdue, Promised
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    COURSE,
    DUE,
    MEDIATION,
    accept,
    accepted_by,
    agreed,
    agreement,
    digest,
    draft,
    drafted,
    miss,
    missed,
    offered,
    overdue,
    request,
)
from tests.services.plan.domain.story import CLIENT, SYSTEM, id_of, sealed

START = c.StartRevision(cause="review")
SHORTER = c.RedraftAgreement(
    agreement=APPLICATIONS, party="client", kind="own_effort", what=sealed("three"), due=None
)
REVIEW = c.MarkReviewDue(version=1, due="2026-09-02")


def test_a_revision_begins_with_what_is_agreed():
    story = agreed()
    content = story.state.agreed.content
    story.when(START).follows(said.RevisionStarted(cause="review", from_version=1))
    assert (story.state.draft.version, story.state.draft.content) == (2, content)


def test_version_1_stays_in_force_while_version_2_is_drafted():
    story = agreed().given(START, SHORTER, c.OfferDraft())
    accepted_by(story, "client")
    assert story.state.agreed.version == 1
    assert story.state.agreed.content.agreements[APPLICATIONS].due == DUE
    story.on("2026-05-02")
    overdue_ = c.MarkAgreementOverdue(agreement=APPLICATIONS, due=DUE)
    story.when(overdue_, by=SYSTEM).follow(said.AgreementFellOverdue)
    story.given(accept(story, "jobcenter"))
    assert story.state.agreed.version == 2
    assert story.state.agreed.content.agreements[APPLICATIONS].due is None


def test_renewing_without_a_change_makes_another_version_with_another_digest():
    story = agreed()
    first = story.said(said.PlanAgreed).event.digest
    story.given(START, c.OfferDraft())
    assert digest(story) != first
    accepted_by(story, "client", "jobcenter")
    assert story.said(said.PlanAgreed).event.version == 2


def test_the_first_version_is_no_revision():
    drafted().when(START).refused(errors.NothingAgreedYet)
    drafted().when(c.DropRevision()).refused(errors.NothingAgreedYet)


def test_one_revision_at_a_time():
    agreed().given(START).when(START).refused(errors.RevisionAlreadyOpen, version=2)


def test_a_revision_can_be_dropped_and_nothing_has_changed():
    story = agreed()
    before = story.state.agreed
    story.given(START, SHORTER)
    story.when(c.DropRevision()).follows(said.RevisionDropped(from_version=1))
    assert (story.state.agreed, story.state.draft) == (before, NoDraft())
    story.when(c.DropRevision()).refused(errors.NoDraftInHand)


def test_dropping_a_revision_voids_the_acceptance_given_to_it():
    story = accepted_by(agreed().given(START, c.OfferDraft()), "client")
    story.when(c.DropRevision()).follow(said.AcceptanceWithdrawn, said.RevisionDropped)


def test_what_is_worded_as_before_goes_on_as_it_stood():
    story = overdue().given(c.RecordAgreementKept(agreement=COURSE), by=CLIENT)
    accepted_by(story.given(START, c.OfferDraft()), "client", "jobcenter")
    assert isinstance(story.state.promises[APPLICATIONS], Overdue)
    assert isinstance(story.state.promises[COURSE], Kept)


def test_what_is_worded_anew_starts_anew():
    story = overdue().given(START, SHORTER, c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    assert story.state.promises[APPLICATIONS] == Promised(
        story.state.agreed.content.agreements[APPLICATIONS], None
    )


def test_what_is_no_longer_agreed_can_no_longer_be_kept():
    story = agreed().given(START, c.DropAgreement(agreement=COURSE), c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    story.when(c.RecordAgreementKept(agreement=COURSE), by=CLIENT).refused(
        errors.AgreementNotInForce
    )


def test_a_new_version_does_not_wipe_out_what_follows_from_a_miss():
    story = missed().given(START, SHORTER, c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    story.when(miss()).refused(errors.BreachUnsettled)
    story.when(request(agreement(APPLICATIONS))).follow(said.ImportantReasonRequested)


def test_a_miss_carries_over_with_the_wording():
    story = missed().given(START, c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    assert isinstance(story.state.promises[APPLICATIONS], NotKept)


def test_the_review_falls_due_on_its_day():
    story = agreed().on("2026-09-01", at="21:59")
    story.when(REVIEW, by=SYSTEM).refused(errors.NotYetDue, due=date(2026, 9, 2))
    story.on("2026-09-01", at="22:00").when(REVIEW, by=SYSTEM).follows(
        said.ReviewFellDue(version=1, due=date(2026, 9, 2))
    )


def test_a_review_is_announced_once():
    agreed().on("2026-09-02").given(REVIEW, by=SYSTEM).when(REVIEW, by=SYSTEM).nothing_follows()


@pytest.mark.parametrize("days", [("2026-06-01", "2026-09-02"), ("2026-06-01", "2026-12-01")])
def test_the_review_of_a_version_no_longer_in_force_is_not_announced(days: tuple[str, str]):
    story = agreed().on(days[0]).given(START, c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    story.on(days[1]).when(REVIEW, by=SYSTEM).nothing_follows()
    wrong_day = c.MarkReviewDue(version=2, due="2026-09-02")
    story.when(wrong_day, by=SYSTEM).nothing_follows()


def test_no_review_before_anything_is_agreed():
    drafted().on("2026-09-02").when(REVIEW, by=SYSTEM).nothing_follows()


def test_the_new_version_has_a_review_of_its_own():
    story = agreed().on("2026-09-02").given(REVIEW, by=SYSTEM).given(START, c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    story.on("2027-03-02").when(c.MarkReviewDue(version=2, due="2027-03-02"), by=SYSTEM).follow(
        said.ReviewFellDue
    )


def solution(*agreements: said.AgreementTerms) -> c.AdoptSolution:
    return c.AdoptSolution(mediation=MEDIATION, solution=id_of("solution"), agreements=agreements)


def terms(command: c.DraftAgreement) -> said.AgreementTerms:
    return said.AgreementTerms(**command.model_dump())


def test_a_solution_becomes_the_draft_of_the_first_version():
    story, new = drafted(), terms(draft(id_of("new")))
    shorter = said.AgreementTerms(**SHORTER.model_dump())
    same = story.state.draft.content.agreements[COURSE]
    events = story.when(solution(shorter, same, new), by=SYSTEM).follow(
        said.AgreementDropped, said.AgreementRedrafted, said.AgreementDrafted
    )
    assert (events[1].terms, events[2].terms) == (shorter, new)
    assert set(story.state.draft.content.agreements.values()) == {shorter, same, new}


def test_a_solution_voids_the_acceptance_of_what_it_replaces():
    story = accepted_by(offered(), "client")
    events = story.when(solution(terms(draft(id_of("new")))), by=SYSTEM).events
    assert isinstance(events[0], said.AcceptanceWithdrawn)


def test_a_solution_to_an_agreed_plan_starts_a_revision():
    story = agreed()
    same = tuple(story.state.agreed.content.agreements.values())
    new = terms(draft(id_of("new")))
    started, drafted_ = story.when(solution(*same, new), by=SYSTEM).follow(
        said.RevisionStarted, said.AgreementDrafted
    )
    assert (started.cause, started.from_version) == ("mediation", 1)
    assert drafted_.terms == new
    assert story.state.agreed.version == 1


def test_a_solution_goes_into_a_revision_that_is_open():
    story = agreed().given(START)
    same = tuple(story.state.agreed.content.agreements.values())
    story.when(solution(*same, terms(draft(id_of("new")))), by=SYSTEM).follow(said.AgreementDrafted)


def test_a_solution_is_still_to_be_accepted_as_a_draft():
    story = agreed()
    story.given(solution(terms(draft(id_of("new")))), by=SYSTEM)
    story.given(c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    assert set(story.state.agreed.content.agreements) == {id_of("new")}
    assert story.state.agreed.version == 2


def test_a_solution_that_is_the_draft_already_changes_nothing():
    story = accepted_by(offered(), "client")
    same = tuple(story.state.draft.content.agreements.values())
    story.when(solution(*same), by=SYSTEM).nothing_follows()


def test_a_miss_of_what_was_worded_anew_can_be_retracted_without_touching_the_new_promise():
    story = missed().given(START, SHORTER, c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    promise = story.state.promises[APPLICATIONS]
    story.given(c.RetractMiss(item=agreement(APPLICATIONS), reason=sealed("an error")))
    assert story.state.promises[APPLICATIONS] == promise


def test_a_miss_of_what_is_no_longer_agreed_can_be_retracted():
    story = missed().given(START, c.DropAgreement(agreement=APPLICATIONS), c.OfferDraft())
    accepted_by(story, "client", "jobcenter")
    story.given(c.RetractMiss(item=agreement(APPLICATIONS), reason=sealed("an error")))
    assert APPLICATIONS not in story.state.promises
