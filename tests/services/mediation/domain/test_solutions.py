"""A solution is proposed by the mediator and answered once by each party; two yeses settle."""

import hashlib
import json

import pytest

from contracts.envelope import Actor
from contracts.mediation import (
    MediationSettled,
    SolutionAccepted,
    SolutionDeclined,
    SolutionProposed,
)
from contracts.plan import Acceptance, Channel
from services.mediation.domain import errors
from services.mediation.domain.commands import AcceptSolution, DeclineSolution, ProposeSolution
from tests.services.mediation.domain.scenario import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    FIRST,
    GUARDIAN,
    LAST_MOMENT,
    LATER,
    MEDIATOR,
    OFFICE,
    OWN_STEP,
    PLAN,
    SEALED,
    SECOND,
    STRANGER,
    accepted,
    appointed,
    declined,
    expired,
    given,
    proposed,
    requested,
    settled,
)

PROPOSE = ProposeSolution(solution=FIRST, text=SEALED, agreements=(OWN_STEP,))
CLIENT_ACCEPTS = AcceptSolution(solution=FIRST, party="client")
JOBCENTER_ACCEPTS = AcceptSolution(solution=FIRST, party="jobcenter")
CLIENT_DECLINES = DeclineSolution(solution=FIRST, party="client")
JOBCENTER_DECLINES = DeclineSolution(solution=FIRST, party="jobcenter", reasons=SEALED)
ANSWERS = [CLIENT_ACCEPTS, JOBCENTER_ACCEPTS, CLIENT_DECLINES, JOBCENTER_DECLINES]

STORY = (requested(), appointed(), proposed())
OPEN = given(*STORY)


def speaker(answer: AcceptSolution | DeclineSolution) -> Actor:
    return CLIENT if answer.party == "client" else COUNSELLOR


def test_the_mediator_proposes_and_the_digest_is_of_the_sealed_content():
    (event,) = given(requested(), appointed()).when(PROPOSE, by=MEDIATOR).events()
    assert isinstance(event, SolutionProposed)
    content = json.loads(event.to_json())
    sealed = {"agreements": content["agreements"], "text": content["text"]}
    canonical = json.dumps(sealed, sort_keys=True, separators=(",", ":")).encode()
    assert event.digest == f"sha256:{hashlib.sha256(canonical).hexdigest()}"


@pytest.mark.parametrize("person", [STRANGER, CLIENT, COUNSELLOR, OFFICE])
def test_nobody_else_proposes(person: Actor):
    given(requested(), appointed()).when(PROPOSE, by=person).then_refused(errors.NotTheMediator)


def test_without_a_mediator_nothing_is_proposed():
    given(requested()).when(PROPOSE, by=MEDIATOR).then_refused(errors.NotTheMediator)


def test_a_proposal_names_each_agreement_once():
    twice = PROPOSE.model_copy(update={"agreements": (OWN_STEP, OWN_STEP)})
    given(requested(), appointed()).when(twice, by=MEDIATOR).then_refused(
        errors.AgreementProposedTwice
    )


def test_one_party_alone_settles_nothing():
    OPEN.when(CLIENT_ACCEPTS, by=CLIENT).then(
        SolutionAccepted(solution=FIRST, party="client", channel="portal")
    )


def test_when_both_have_accepted_it_is_settled_and_the_event_says_everything():
    both = given(*STORY, accepted("client")).when(JOBCENTER_ACCEPTS, by=COUNSELLOR)
    both.then(
        SolutionAccepted(solution=FIRST, party="jobcenter", channel="portal"),
        MediationSettled(
            plan=PLAN,
            solution=FIRST,
            digest="sha256:" + "0" * 64,
            text=SEALED,
            agreements=(OWN_STEP,),
            proposed_by="mediator-1",
            acceptances=(
                Acceptance(party="client", actor=CLIENT, time=LATER, channel="portal"),
                Acceptance(party="jobcenter", actor=COUNSELLOR, time=LATER, channel="portal"),
            ),
        ),
    )


def test_whoever_accepts_last_settles_and_the_client_is_named_first():
    last = given(*STORY, accepted("jobcenter")).when(CLIENT_ACCEPTS, by=GUARDIAN)
    _, settlement = last.events()
    assert isinstance(settlement, MediationSettled)
    assert [given.party for given in settlement.acceptances] == ["client", "jobcenter"]
    assert settlement.acceptances[0].actor == GUARDIAN


@pytest.mark.parametrize("second", ANSWERS)
@pytest.mark.parametrize("first", [accepted, declined])
def test_each_party_answers_once(first, second):
    given(*STORY, first(second.party)).when(second, by=speaker(second)).then_refused(
        errors.AlreadyAnswered
    )


def test_the_other_side_may_answer_what_one_declined_but_that_settles_nothing():
    given(*STORY, declined("client")).when(JOBCENTER_ACCEPTS, by=COUNSELLOR).then(
        SolutionAccepted(solution=FIRST, party="jobcenter", channel="portal")
    )


def test_the_jobcenter_declines_with_reasons_only():
    without = DeclineSolution(solution=FIRST, party="jobcenter")
    OPEN.when(without, by=COUNSELLOR).then_refused(errors.ReasonsRequired)
    OPEN.when(JOBCENTER_DECLINES, by=COUNSELLOR).then(
        SolutionDeclined(solution=FIRST, party="jobcenter", channel="portal", reasons=SEALED)
    )


def test_the_client_may_decline_without_reasons():
    OPEN.when(CLIENT_DECLINES, by=CLIENT).then(
        SolutionDeclined(solution=FIRST, party="client", channel="portal")
    )


def test_a_new_proposal_takes_the_place_of_the_old_one():
    newer = given(*STORY, accepted("client"), proposed(SECOND))
    refused = newer.when(JOBCENTER_ACCEPTS, by=COUNSELLOR).then_refused(errors.SolutionNoLongerOpen)
    assert refused.fields["open_solution"] == SECOND
    newer.when(AcceptSolution(solution=SECOND, party="jobcenter"), by=COUNSELLOR).then(
        SolutionAccepted(solution=SECOND, party="jobcenter", channel="portal")
    )


def test_what_was_never_proposed_cannot_be_answered():
    given(requested(), appointed()).when(CLIENT_ACCEPTS, by=CLIENT).then_refused(
        errors.SolutionUnknown
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_answers_for_the_other_side(answer):
    other = COUNSELLOR if answer.party == "client" else CLIENT
    OPEN.when(answer, by=other).then_refused(errors.SpeaksForAnother)
    OPEN.when(answer, by=OFFICE).then_refused(errors.SpeaksForAnother)


@pytest.mark.parametrize("channel", ["in_person", "phone", "letter"])
def test_a_client_without_the_portal_answers_through_the_mediator(channel: Channel):
    told = AcceptSolution(solution=FIRST, party="client", channel=channel)
    OPEN.when(told, by=MEDIATOR).then(
        SolutionAccepted(solution=FIRST, party="client", channel=channel)
    )


def test_the_mediator_answers_neither_in_the_portal_nor_for_the_jobcenter():
    OPEN.when(CLIENT_ACCEPTS, by=MEDIATOR).then_refused(errors.SpeaksForAnother)
    by_phone = AcceptSolution(solution=FIRST, party="jobcenter", channel="phone")
    OPEN.when(by_phone, by=MEDIATOR).then_refused(errors.SpeaksForAnother)


def test_another_mediator_records_no_answer():
    told = AcceptSolution(solution=FIRST, party="client", channel="phone")
    OPEN.when(told, by=STRANGER).then_refused(errors.NotTheMediator)


@pytest.mark.parametrize("answer", ANSWERS)
def test_nothing_is_accepted_after_the_end(answer):
    """Whether or not somebody has written the end down."""
    OPEN.when(answer, by=speaker(answer), at=ENDS_AT).then_refused(errors.MediationOver)
    given(*STORY, expired()).when(answer, by=speaker(answer)).then_refused(errors.MediationOver)
    given(*settled()).when(answer, by=speaker(answer)).then_refused(errors.MediationOver)


def test_until_the_last_moment_a_solution_may_be_accepted():
    at_last = given(*STORY, accepted("client")).when(
        JOBCENTER_ACCEPTS, by=COUNSELLOR, at=LAST_MOMENT
    )
    assert [type(event) for event in at_last.events()] == [SolutionAccepted, MediationSettled]


def test_after_the_end_nothing_is_proposed():
    OPEN.when(PROPOSE, by=MEDIATOR, at=ENDS_AT).then_refused(errors.MediationOver)


@pytest.mark.parametrize("command", [PROPOSE, *ANSWERS])
def test_without_a_mediation_there_is_no_solution(command):
    given().when(command, by=MEDIATOR).then_refused(errors.MediationUnknown)
