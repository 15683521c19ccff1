"""Disagreements, copies, disputed facts."""

import pytest

from contracts import plan as said
from services.plan.domain import commands as c
from services.plan.domain import errors
from tests.services.plan.domain.situations import agreed, drafted, missed, opened
from tests.services.plan.domain.story import CLIENT, COUNSELLOR, MEDIATOR, id_of, sealed

DISAGREE = c.RecordDisagreement(text=sealed("the course"))


def test_a_disagreement_about_the_first_version_is_about_making_it():
    drafted().when(DISAGREE, by=CLIENT).follows(
        said.DisagreementRecorded(party="client", about="making", text=sealed("the course"))
    )


def test_a_disagreement_about_a_revision_is_about_renewing_it():
    story = agreed().given(c.StartRevision(cause="changed_circumstances"))
    (event,) = story.when(DISAGREE).follow(said.DisagreementRecorded)
    assert (event.party, event.about) == ("jobcenter", "renewing")


def test_carrying_out_what_is_agreed_is_no_matter_of_disagreement():
    agreed().when(DISAGREE, by=CLIENT).refused(errors.NoDraftInHand)


def test_the_counsellor_records_the_clients_disagreement():
    command = DISAGREE.model_copy(update={"party": "client"})
    (event,) = drafted().when(command).follow(said.DisagreementRecorded)
    assert event.party == "client"


def test_the_client_does_not_disagree_for_the_jobcenter():
    command = DISAGREE.model_copy(update={"party": "jobcenter"})
    drafted().when(command, by=CLIENT).refused(errors.CannotSpeakFor)


def copy(version: int) -> c.IssuePlanCopy:
    return c.IssuePlanCopy(version=version, document="sha256:" + 64 * "0", form="paper")


def test_the_client_gets_a_copy_of_an_agreed_version():
    story = agreed()
    for _ in range(2):
        story.when(copy(1)).follow(said.PlanCopyIssued)


@pytest.mark.parametrize(("story", "version"), [(drafted, 1), (agreed, 2)])
def test_there_is_no_copy_of_what_was_never_agreed(story, version: int):
    story().when(copy(version)).refused(errors.VersionNotAgreed, version=version)


def dispute(fact, party=None) -> c.DisputeFact:
    return c.DisputeFact(fact=fact, party=party, text=sealed("not true"))


def test_any_fact_of_the_plan_can_be_disputed_by_both_sides():
    story = missed()
    for recorded in list(story.recorded):
        for by, party in ((CLIENT, "client"), (COUNSELLOR, "jobcenter")):
            story.when(dispute(recorded.envelope.id), by=by).follows(
                said.FactDisputed(fact=recorded.envelope.id, party=party, text=sealed("not true"))
            )


def test_one_side_disputes_a_fact_once():
    story = missed()
    fact = story.said(said.AgreementMissed).envelope.id
    story.given(dispute(fact), by=CLIENT)
    story.when(dispute(fact, "client")).refused(errors.AlreadyDisputed, party="client")


def test_a_fact_of_another_plan_cannot_be_disputed_here():
    opened().when(dispute(id_of("elsewhere")), by=CLIENT).refused(errors.FactUnknown)


def test_whoever_is_no_party_disputes_nothing():
    story = opened()
    command = dispute(story.recorded[0].envelope.id)
    story.when(command, by=MEDIATOR).refused(errors.NotAParty)


def test_the_facts_of_a_closed_plan_can_still_be_disputed():
    story = missed().given(c.ClosePlan(reason="benefits_ended"))
    closing = story.said(said.PlanClosed).envelope.id
    for fact in (story.said(said.AgreementMissed).envelope.id, closing):
        story.when(dispute(fact), by=CLIENT).follow(said.FactDisputed)
        story.when(dispute(fact), by=CLIENT).refused(errors.AlreadyDisputed)


def test_only_a_party_itself_disputes_the_facts_of_a_closed_plan():
    story = opened().given(c.ClosePlan(reason="benefits_ended"))
    other = CLIENT.model_copy(update={"sub": "client-1"})
    story.when(dispute(story.recorded[0].envelope.id), by=other).refused(errors.NotTheClient)
