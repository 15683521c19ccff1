"""The four weeks run out, or there is nothing left to mediate."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest

from contracts.mediation import MediationBecameMoot, MediationExpired
from services.mediation.domain import errors
from services.mediation.domain.commands import EndAsMoot, ExpireMediation
from tests.services.mediation.domain.regimes import in_force
from tests.services.mediation.domain.scenario import (
    CLIENT,
    ENDS_AT,
    LAST_MOMENT,
    LATER,
    OFFICE,
    PLAN,
    REQUEST,
    Said,
    accepted,
    appointed,
    changed,
    expired,
    given,
    moot,
    proposed,
    requested,
    settled,
    withdrawn,
)

EXPIRE = ExpireMediation()
EXPIRED = MediationExpired(plan=PLAN, end=date(2026, 3, 30), ended_at=ENDS_AT, rule="bgb-188-2")
AGREED = EndAsMoot(cause="plan_agreed", ended_at=LATER, plan_revision=8)


@pytest.mark.parametrize("at", [ENDS_AT, ENDS_AT + timedelta(days=200)])
def test_it_expires_with_the_legal_end_however_late_somebody_notices(at: datetime):
    given(requested(), appointed()).when(EXPIRE, by=OFFICE, at=at).then(EXPIRED)


def test_it_does_not_expire_early():
    given(requested()).when(EXPIRE, by=OFFICE, at=LAST_MOMENT).then_refused(
        errors.MediationStillRunning
    )


def test_one_acceptance_does_not_keep_it_from_expiring():
    given(requested(), appointed(), proposed(), accepted("client")).when(
        EXPIRE, by=OFFICE, at=ENDS_AT
    ).then(EXPIRED)


@pytest.mark.parametrize(
    "story",
    [
        pytest.param((requested(), expired()), id="expired"),
        pytest.param(settled(), id="settled"),
        pytest.param((requested(), withdrawn("client", ends=True)), id="withdrawn"),
        pytest.param((requested(), moot()), id="moot"),
    ],
)
@pytest.mark.parametrize("command", [EXPIRE, AGREED])
def test_what_has_ended_ends_no_second_time(story, command):
    given(*story).when(command, by=OFFICE, at=ENDS_AT).then_nothing()


def test_where_the_shifted_end_counts_it_is_the_one_that_is_told(monkeypatch: pytest.MonkeyPatch):
    in_force(monkeypatch, "shifting", shift_to_working_day=True)
    asked = changed(public_holidays=frozenset({date(2026, 4, 6)}))
    arrived = datetime(2026, 3, 9, 9, tzinfo=UTC)
    (event,) = given().when(asked, by=CLIENT, at=arrived, regime="shifting").events()
    easter_tuesday = datetime(2026, 4, 7, 22, tzinfo=UTC)
    given(Said(event, CLIENT, arrived, "shifting")).when(EXPIRE, by=OFFICE, at=easter_tuesday).then(
        MediationExpired(
            plan=PLAN, end=date(2026, 4, 7), ended_at=easter_tuesday, rule="sgb10-26-3"
        )
    )


def test_what_was_never_requested_cannot_expire():
    given().when(EXPIRE, by=OFFICE).then_refused(errors.MediationUnknown)


@pytest.mark.parametrize("cause", ["plan_agreed", "plan_closed"])
def test_a_plan_that_was_agreed_or_closed_meanwhile_ends_it(
    cause: Literal["plan_agreed", "plan_closed"],
):
    command = EndAsMoot(cause=cause, ended_at=LATER, plan_revision=8)
    given(requested()).when(command, by=OFFICE).then(
        MediationBecameMoot(plan=PLAN, cause=cause, ended_at=LATER)
    )


def test_what_the_plan_said_before_the_request_does_not_end_it():
    before = EndAsMoot(cause="plan_agreed", ended_at=LATER, plan_revision=7)
    given(requested()).when(before, by=OFFICE).then_nothing()


def test_hearing_late_of_an_agreement_made_in_time_still_ends_it_as_moot():
    given(requested()).when(AGREED, by=OFFICE, at=ENDS_AT + timedelta(days=3)).then(
        MediationBecameMoot(plan=PLAN, cause="plan_agreed", ended_at=LATER)
    )


def test_an_agreement_made_after_the_end_leaves_it_to_expire():
    late = EndAsMoot(cause="plan_agreed", ended_at=ENDS_AT, plan_revision=8)
    given(requested()).when(late, by=OFFICE, at=ENDS_AT).then_nothing()


def test_where_there_is_no_mediation_nothing_becomes_moot():
    given().when(AGREED, by=OFFICE).then_nothing()


def test_after_a_moot_end_nothing_begins_in_the_same_stream():
    given(requested(), moot()).when(REQUEST, by=CLIENT).then_refused(errors.MediationOver)
