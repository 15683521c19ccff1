"""The other side joins; whoever asked may withdraw."""

import pytest

from contracts.mediation import MediationJoined, MediationWithdrawn
from contracts.plan import ConsentingParty
from services.mediation.domain import errors
from services.mediation.domain.commands import JoinMediation, WithdrawMediation
from tests.services.mediation.domain.regimes import in_force
from tests.services.mediation.domain.scenario import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    GUARDIAN,
    LAST_MOMENT,
    MEDIATOR,
    OFFICE,
    PLAN,
    given,
    joined,
    requested,
    settled,
    withdrawn,
)

CLIENT_WITHDRAWS = WithdrawMediation(by="client")
JOBCENTER_WITHDRAWS = WithdrawMediation(by="jobcenter")


def said(by: ConsentingParty, *, ends: bool) -> MediationWithdrawn:
    return MediationWithdrawn(plan=PLAN, by=by, ends=ends)


def test_the_other_side_joins_an_open_request():
    given(requested("client")).when(JoinMediation(party="jobcenter"), by=COUNSELLOR).then(
        MediationJoined(party="jobcenter")
    )
    given(requested("counsellor")).when(JoinMediation(party="client"), by=GUARDIAN).then(
        MediationJoined(party="client")
    )


@pytest.mark.parametrize("requested_by", ["client", "both"])
def test_who_asked_cannot_join(requested_by):
    given(requested(requested_by)).when(JoinMediation(party="client"), by=CLIENT).then_refused(
        errors.AlreadyTakingPart
    )


def test_nobody_joins_or_withdraws_for_the_other_side():
    begun = given(requested("client"))
    begun.when(JoinMediation(party="jobcenter"), by=CLIENT).then_refused(errors.SpeaksForAnother)
    begun.when(CLIENT_WITHDRAWS, by=COUNSELLOR).then_refused(errors.SpeaksForAnother)
    begun.when(CLIENT_WITHDRAWS, by=MEDIATOR).then_refused(errors.SpeaksForAnother)


def test_the_office_records_a_letter():
    given(requested("client")).when(CLIENT_WITHDRAWS, by=OFFICE).then(said("client", ends=True))


def test_whoever_asked_ends_the_mediation_by_withdrawing():
    given(requested("client")).when(CLIENT_WITHDRAWS, by=CLIENT).then(said("client", ends=True))


def test_who_did_not_ask_cannot_withdraw():
    given(requested("client")).when(JOBCENTER_WITHDRAWS, by=COUNSELLOR).then_refused(
        errors.NotTheirRequest
    )


@pytest.mark.parametrize(
    "joint", [(requested("both"),), (requested("client"), joined("jobcenter"))]
)
def test_a_joint_request_ends_only_when_both_withdraw(joint):
    given(*joint).when(CLIENT_WITHDRAWS, by=CLIENT).then(said("client", ends=False))
    one_left = given(*joint, withdrawn("client", ends=False))
    one_left.when(CLIENT_WITHDRAWS, by=CLIENT).then_refused(errors.NotTheirRequest)
    one_left.when(JOBCENTER_WITHDRAWS, by=COUNSELLOR).then(said("jobcenter", ends=True))


def test_who_withdrew_may_join_again_while_it_runs():
    given(requested("both"), withdrawn("client", ends=False)).when(
        JoinMediation(party="client"), by=CLIENT
    ).then(MediationJoined(party="client"))


def test_where_withdrawal_ends_nothing_the_mediation_goes_on(monkeypatch):
    in_force(monkeypatch, "stays", withdrawal_ends_mediation=False)
    asked = given(requested("client", regime="stays"))
    asked.when(CLIENT_WITHDRAWS, by=CLIENT).then(said("client", ends=False))


def test_the_regime_of_the_request_counts_to_the_end(monkeypatch):
    in_force(monkeypatch, "stays", withdrawal_ends_mediation=False)
    asked = given(requested("client", regime="sgb2-2023"))
    asked.when(CLIENT_WITHDRAWS, by=CLIENT, regime="stays").then(said("client", ends=True))


@pytest.mark.parametrize("command", [JoinMediation(party="jobcenter"), JOBCENTER_WITHDRAWS])
def test_after_the_end_nobody_joins_or_withdraws(command):
    given(*settled()).when(command, by=COUNSELLOR).then_refused(errors.MediationOver)
    given(requested("client")).when(command, by=COUNSELLOR, at=ENDS_AT).then_refused(
        errors.MediationOver
    )


def test_until_the_last_moment_one_may_join():
    given(requested("client")).when(
        JoinMediation(party="jobcenter"), by=COUNSELLOR, at=LAST_MOMENT
    ).then(MediationJoined(party="jobcenter"))
