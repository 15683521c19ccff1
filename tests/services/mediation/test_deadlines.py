"""The one timer of a mediation: set by the request, cancelled by every end."""

import pytest

from contracts.catalogue import MEDIATION
from contracts.envelope import Envelope, Recorded
from contracts.examples import EXAMPLES, METADATA
from contracts.examples import MEDIATION as ID
from contracts.mediation import MediationRequested
from contracts.model import Event
from kernel.deadlines import CancelTimer, SetTimer
from services.mediation.read_models.deadlines import EXPIRY, timers

ENDS = {
    "MediationSettled.v1",
    "MediationWithdrawn.v1",
    "MediationBecameMoot.v1",
    "MediationExpired.v1",
}


def recorded(event: Event) -> Recorded[Event]:
    return Recorded(Envelope(ID, event.type, f"mediation-{ID}", 0, 1, METADATA), event)


def test_a_request_sets_it_at_the_legal_end():
    event = EXAMPLES["MediationRequested.v1"]
    assert isinstance(event, MediationRequested)
    payload = {"correlation": str(METADATA.correlation)}
    assert timers(recorded(event)) == [SetTimer(EXPIRY, event.ends_at, payload)]


@pytest.mark.parametrize("name", sorted(ENDS))
def test_every_end_cancels_it(name: str):
    assert timers(recorded(EXAMPLES[name])) == [CancelTimer(EXPIRY)]


@pytest.mark.parametrize("name", sorted(set(MEDIATION) - ENDS - {"MediationRequested.v1"}))
def test_nothing_else_moves_it(name: str):
    """There is no interruption and no extension."""
    assert timers(recorded(EXAMPLES[name])) == []


def test_a_withdrawal_that_ends_nothing_leaves_it():
    goes_on = EXAMPLES["MediationWithdrawn.v1"].model_copy(update={"ends": False})
    assert timers(recorded(goes_on)) == []
