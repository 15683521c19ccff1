"""Events as they were once said: read for ever, never said again.

A model moves here, with its version in its name, when `contracts/<service>.py` gets the next
version of it, and `upcasting.py` says what it means today.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.model import Event
from contracts.sealed import Sealed


class AppointmentMissedV1(Event):
    """The client did not come: nobody else's absence was recorded then."""

    type: Literal["AppointmentMissed.v1"] = "AppointmentMissed.v1"
    appointment: UUID
    observed_on: date
    facts: Sealed
