"""Who may ask for a mediation, when, and from when on it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.mediation import MediationRequested, Requester
from contracts.regime import regime
from services.mediation.domain import errors
from services.mediation.domain.commands import Disagreement, RequestMediation
from tests.services.mediation.domain.regimes import in_force
from tests.services.mediation.domain.scenario import (
    ARRIVED,
    CLIENT,
    COUNSELLOR,
    DISAGREEMENT,
    ENDS_AT,
    GUARDIAN,
    LATER,
    OFFICE,
    REQUEST,
    appointed,
    changed,
    expired,
    given,
    request_event,
    requested,
    settled,
)


def test_a_client_asks_and_the_four_weeks_begin():
    given().when(REQUEST, by=CLIENT, at=ARRIVED).then(request_event())


def test_a_representative_asks_for_the_client():
    given().when(REQUEST, by=GUARDIAN, at=ARRIVED).then(request_event())


@pytest.mark.parametrize("requested_by", ["client", "counsellor", "both"])
def test_a_counsellor_records_whose_request_it_is(requested_by: Requester):
    asked = changed(requested_by=requested_by)
    given().when(asked, by=COUNSELLOR, at=ARRIVED).then(request_event(requested_by))


@pytest.mark.parametrize("requested_by", ["counsellor", "both"])
def test_a_client_cannot_ask_in_the_jobcenters_name(requested_by: Requester):
    asked = changed(requested_by=requested_by)
    given().when(asked, by=CLIENT).then_refused(errors.SpeaksForAnother)


def test_without_a_recorded_disagreement_there_is_no_mediation():
    """Nor for a dispute about carrying out an agreed plan: that is no such disagreement."""
    asked = changed(disagreement=None)
    given().when(asked, by=CLIENT).then_refused(errors.NoDisagreementRecorded)


@pytest.mark.parametrize("about", ["making", "renewing"])
def test_a_disagreement_about_making_or_renewing_opens_the_way(about: str):
    disagreement = Disagreement.model_validate({"about": about, "recorded_at": ARRIVED})
    asked = changed(disagreement=disagreement)
    given().when(asked, by=CLIENT, at=ARRIVED).then(request_event())


def test_a_closed_plan_is_not_mediated():
    given().when(changed(closed=True), by=CLIENT).then_refused(errors.PlanIsClosed)


def test_there_is_one_mediation_at_a_time():
    refused = (
        given(requested()).when(REQUEST, by=COUNSELLOR).then_refused(errors.MediationAlreadyRunning)
    )
    assert refused.fields == {"ends_at": ENDS_AT}


def test_a_stream_is_one_mediation():
    given(requested(), expired()).when(REQUEST, by=CLIENT).then_refused(errors.MediationOver)
    given(*settled()).when(REQUEST, by=CLIENT).then_refused(errors.MediationOver)
    given(requested(), appointed()).when(REQUEST, by=CLIENT, at=ENDS_AT).then_refused(
        errors.MediationOver
    )


def test_a_request_on_paper_begins_on_the_day_it_arrived():
    asked = changed(received_at=ARRIVED)
    given().when(asked, by=COUNSELLOR, at=LATER).then(request_event(received_at=ARRIVED))
    given().when(asked, by=OFFICE, at=LATER).then(request_event(received_at=ARRIVED))


def test_a_client_cannot_date_the_request_back():
    asked = changed(received_at=ARRIVED)
    given().when(asked, by=CLIENT, at=LATER).then_refused(errors.SpeaksForAnother)


def test_a_request_cannot_have_arrived_in_the_future():
    asked = changed(received_at=LATER)
    given().when(asked, by=OFFICE, at=ARRIVED).then_refused(errors.ReceiptInTheFuture)


def test_a_request_whose_four_weeks_are_over_begins_nothing():
    asked = changed(received_at=ARRIVED)
    given().when(asked, by=OFFICE, at=ENDS_AT).then_refused(errors.FourWeeksOver)
    just_in_time = ENDS_AT - timedelta(microseconds=1)
    given().when(asked, by=OFFICE, at=just_in_time).then(request_event(received_at=ARRIVED))


def test_the_same_disagreement_is_not_mediated_again():
    """Another mediation over it would be the extension that there is none of."""
    earlier = DISAGREEMENT.recorded_at + timedelta(seconds=1)
    given().when(changed(earlier_ended_at=earlier), by=CLIENT).then_refused(errors.AlreadyMediated)


def test_a_new_disagreement_can_be_mediated():
    asked = changed(earlier_ended_at=ARRIVED - timedelta(days=1))
    given().when(asked, by=CLIENT, at=ARRIVED).then(request_event())


def test_a_request_that_arrived_during_the_last_mediation_begins_nothing():
    earlier = ARRIVED + timedelta(days=1)
    asked = changed(
        received_at=ARRIVED,
        earlier_ended_at=earlier,
        disagreement=Disagreement(about="making", recorded_at=earlier),
    )
    given().when(asked, by=OFFICE).then_refused(errors.AlreadyMediated)


def test_both_possible_ends_are_stored():
    """9 March + 28 days is Easter Monday; the default policy does not move the end."""
    asked = changed(public_holidays=frozenset({date(2026, 4, 6)}))
    event = _requested_at(datetime(2026, 3, 9, 9, tzinfo=UTC), asked)
    assert (event.end, event.end_shifted) == (date(2026, 4, 6), date(2026, 4, 7))
    assert (event.ends_at, event.rule) == (datetime(2026, 4, 6, 22, tzinfo=UTC), "bgb-188-2")


def test_a_regime_may_move_the_end_to_a_working_day(monkeypatch: pytest.MonkeyPatch):
    in_force(monkeypatch, "shifting", shift_to_working_day=True)
    asked = changed(public_holidays=frozenset({date(2026, 4, 6)}))
    event = _requested_at(datetime(2026, 3, 9, 9, tzinfo=UTC), asked, "shifting")
    assert (event.end, event.end_shifted) == (date(2026, 4, 6), date(2026, 4, 7))
    assert (event.ends_at, event.rule) == (datetime(2026, 4, 7, 22, tzinfo=UTC), "sgb10-26-3")


def test_a_regime_without_mediation_refuses(monkeypatch: pytest.MonkeyPatch):
    in_force(monkeypatch, "without", offered="not_offered")
    refused = (
        given().when(REQUEST, by=CLIENT, regime="without").then_refused(errors.MediationNotOffered)
    )
    assert refused.fields == {"regime": "without"}


def test_a_jobcenter_may_go_on_offering_it_voluntarily():
    assert regime("sgb2-2026").mediation.offered == "voluntary"
    given().when(REQUEST, by=CLIENT, at=ARRIVED, regime="sgb2-2026").then(request_event())


def _requested_at(
    at: datetime, asked: RequestMediation, regime: str = "sgb2-2023"
) -> MediationRequested:
    then = given().when(asked, by=CLIENT, at=at, regime=regime)
    (event,) = then.events()
    assert isinstance(event, MediationRequested)
    return event
