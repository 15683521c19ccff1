"""The states of what was promised: an agreement in force, an appointment that was set."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.plan import AgreementTerms


@dataclass(frozen=True, slots=True)
class Promised:
    """`due` is the day that counts; an answered difficulty may have moved it."""

    terms: AgreementTerms
    due: date | None


@dataclass(frozen=True, slots=True)
class Overdue:
    terms: AgreementTerms
    due: date


@dataclass(frozen=True, slots=True)
class Difficult:
    """A difficulty was reported and is waiting for an answer."""

    terms: AgreementTerms
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Kept:
    terms: AgreementTerms


@dataclass(frozen=True, slots=True)
class NotKept:
    """A named person said so. What follows is the breach's own state."""

    terms: AgreementTerms
    due: date | None


Promise = Promised | Overdue | Difficult | Kept | NotKept


@dataclass(frozen=True, slots=True)
class Awaited:
    """`notified`: the invitation came with the written notice of consequences."""

    at: datetime
    notified: bool


@dataclass(frozen=True, slots=True)
class Hindered:
    """A difficulty was reported and is waiting for an answer."""

    at: datetime
    notified: bool


@dataclass(frozen=True, slots=True)
class Attended:
    at: datetime


@dataclass(frozen=True, slots=True)
class NotAttended:
    at: datetime
    notified: bool


Appointment = Awaited | Hindered | Attended | NotAttended
