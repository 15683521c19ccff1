"""Nobody mediates who was ever involved: checked at the appointment, and when history grows."""

import pytest

from contracts.envelope import Actor
from contracts.mediation import MediatorAppointed, MediatorRecused, SolutionAccepted
from services.mediation.domain import errors
from services.mediation.domain.commands import (
    AcceptSolution,
    AppointMediator,
    ProposeSolution,
    RecheckNeutrality,
    RecuseMediator,
)
from tests.services.mediation.domain.scenario import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    FIRST,
    GUARDIAN,
    MEDIATOR,
    OFFICE,
    OTHER_COUNSELLOR,
    OWN_STEP,
    SEALED,
    Said,
    appointed,
    expired,
    given,
    proposed,
    recused,
    request_event,
    requested,
    settled,
)

INVOLVED = frozenset({"client-1", "staff-1", "staff-9"})
RECUSE = RecuseMediator(mediator="mediator-1", cause="ill")
GREW = RecheckNeutrality(persons_involved=frozenset({"mediator-1", "staff-1"}))


def appoint(person: str) -> AppointMediator:
    return AppointMediator(mediator=person, persons_involved=INVOLVED, plan_revision=9)


def test_a_neutral_person_is_appointed_and_whom_that_was_checked_against_is_kept():
    given(requested()).when(appoint("mediator-1"), by=OFFICE).then(
        MediatorAppointed(
            mediator="mediator-1",
            checked_against=("client-1", "staff-1", "staff-9"),
            plan_revision=9,
        )
    )


@pytest.mark.parametrize("person", sorted(INVOLVED))
def test_nobody_who_was_ever_involved_mediates(person: str):
    refused = (
        given(requested()).when(appoint(person), by=OFFICE).then_refused(errors.MediatorNotNeutral)
    )
    assert refused.fields == {"mediator": person}


def test_nobody_who_stood_on_a_side_of_this_mediation_mediates():
    asked_by_guardian = given(Said(request_event(), GUARDIAN))
    asked_by_guardian.when(appoint("guardian-1"), by=OFFICE).then_refused(errors.MediatorNotNeutral)
    stood_in = given(Said(request_event("counsellor"), OTHER_COUNSELLOR))
    stood_in.when(appoint("staff-2"), by=OFFICE).then_refused(errors.MediatorNotNeutral)


def test_a_counsellor_who_appoints_does_not_appoint_herself():
    given(requested()).when(appoint("staff-2"), by=OTHER_COUNSELLOR).then_refused(
        errors.MediatorNotNeutral
    )


def test_the_client_is_no_mediator_even_if_the_history_is_empty():
    nobody = AppointMediator(mediator="client-1", persons_involved=frozenset(), plan_revision=0)
    given(Said(request_event(), COUNSELLOR)).when(nobody, by=OFFICE).then_refused(
        errors.MediatorNotNeutral
    )


def test_there_is_one_mediator():
    given(requested(), appointed()).when(appoint("mediator-2"), by=OFFICE).then_refused(
        errors.MediatorAlreadyAppointed
    )


@pytest.mark.parametrize("cause", ["involved", "ill", "other"])
def test_a_mediator_is_recused(cause):
    command = RecuseMediator(mediator="mediator-1", cause=cause)
    given(requested(), appointed()).when(command, by=MEDIATOR).then(
        MediatorRecused(mediator="mediator-1", cause=cause)
    )


def test_only_the_appointed_mediator_can_be_recused():
    given(requested()).when(RECUSE, by=OFFICE).then_refused(errors.NotTheMediator)
    given(requested(), appointed(), recused("ill")).when(RECUSE, by=OFFICE).then_refused(
        errors.NotTheMediator
    )


def test_who_was_ill_may_be_appointed_again_who_was_involved_never():
    given(requested(), appointed(), recused("ill")).when(appoint("mediator-1"), by=OFFICE).then(
        MediatorAppointed(
            mediator="mediator-1", checked_against=tuple(sorted(INVOLVED)), plan_revision=9
        )
    )
    given(requested(), appointed(), recused("involved")).when(
        appoint("mediator-1"), by=OFFICE
    ).then_refused(errors.MediatorNotNeutral)


def test_a_mediator_whom_the_growing_history_names_is_recused():
    given(requested(), appointed()).when(GREW, by=OFFICE).then(
        MediatorRecused(mediator="mediator-1", cause="involved")
    )


@pytest.mark.parametrize(
    "story",
    [
        pytest.param((), id="no mediation"),
        pytest.param((requested(),), id="no mediator"),
        pytest.param((requested(), appointed(Actor(sub="other", role="mediator"))), id="another"),
        pytest.param((requested(), appointed(), recused("involved")), id="recused already"),
        pytest.param((requested(), appointed(), expired()), id="expired"),
        pytest.param(settled(), id="settled"),
    ],
)
def test_otherwise_a_growing_history_changes_nothing(story):
    given(*story).when(GREW, by=OFFICE).then_nothing()


def test_after_the_end_nobody_is_recused_for_a_growing_history():
    given(requested(), appointed()).when(GREW, by=OFFICE, at=ENDS_AT).then_nothing()


def test_a_recused_mediator_proposes_nothing():
    propose = ProposeSolution(solution=FIRST, text=SEALED, agreements=(OWN_STEP,))
    given(requested(), appointed(), recused("ill")).when(propose, by=MEDIATOR).then_refused(
        errors.NotTheMediator
    )


def test_what_somebody_proposed_who_was_not_neutral_cannot_be_accepted():
    accept = AcceptSolution(solution=FIRST, party="client")
    given(requested(), appointed(), proposed(), recused("involved")).when(
        accept, by=CLIENT
    ).then_refused(errors.SolutionNoLongerOpen)


def test_what_somebody_proposed_who_fell_ill_can_still_be_accepted():
    accept = AcceptSolution(solution=FIRST, party="client")
    given(requested(), appointed(), proposed(), recused("ill")).when(accept, by=CLIENT).then(
        SolutionAccepted(solution=FIRST, party="client", channel="portal")
    )


@pytest.mark.parametrize("command", [appoint("mediator-1"), RECUSE])
def test_after_the_end_nobody_is_appointed_or_recused(command):
    given(*settled()).when(command, by=OFFICE).then_refused(errors.MediationOver)
    given(requested(), appointed()).when(command, by=OFFICE, at=ENDS_AT).then_refused(
        errors.MediationOver
    )


@pytest.mark.parametrize("command", [appoint("mediator-1"), RECUSE])
def test_without_a_request_there_is_nothing_to_mediate(command):
    given().when(command, by=OFFICE).then_refused(errors.MediationUnknown)
