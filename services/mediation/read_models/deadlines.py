"""The one timer of a mediation: the end of its four weeks."""

from collections.abc import Iterable
from typing import Any

from contracts import mediation as m
from contracts.catalogue import MEDIATION
from contracts.envelope import Recorded
from kernel.codec import Codec
from kernel.deadlines import CancelTimer, CancelTimers, Deadlines, SetTimer

EXPIRY = "expiry"

_ENDINGS = (m.MediationSettled, m.MediationBecameMoot, m.MediationExpired)


def timers(recorded: Recorded[Any]) -> Iterable[SetTimer | CancelTimer | CancelTimers]:
    """Set by the request, at the legal end; nothing moves it (no extension), an end cancels it."""
    event = recorded.event
    if isinstance(event, m.MediationRequested):
        correlation = str(recorded.envelope.metadata.correlation)
        return [SetTimer(EXPIRY, event.ends_at, {"correlation": correlation})]
    if isinstance(event, _ENDINGS) or (isinstance(event, m.MediationWithdrawn) and event.ends):
        return [CancelTimer(EXPIRY)]
    return []


def mediation_deadlines() -> Deadlines:
    return Deadlines("mediation_deadlines", 1, ("mediation",), Codec(MEDIATION), timers)
