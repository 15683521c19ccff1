"""The states of a plan: not opened, open, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.plan import ConsentingParty
from services.plan.domain.state.breach import Breach
from services.plan.domain.state.draft import Agreed, Draft
from services.plan.domain.state.promise import Appointment, Promise


@dataclass(frozen=True, slots=True)
class Parties:
    """`representatives`: person → basis, those appointed now. `involved`: whoever counselled."""

    client: str
    jobcenter: str
    counsellor: str
    representatives: Mapping[str, str]
    involved: frozenset[str]


@dataclass(frozen=True, slots=True)
class Record:
    """The ids of this plan's events, and which party disputed which of them."""

    facts: frozenset[UUID]
    disputes: frozenset[tuple[UUID, ConsentingParty]]


@dataclass(frozen=True, slots=True)
class Rest:
    """The mediations for which consequences rest (with their begin), and those that are over."""

    running: Mapping[UUID, datetime]
    over: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class NotOpened:
    """No event yet."""


@dataclass(frozen=True, slots=True)
class Open:
    """`promises` are those of the version in force; `breaches` may outlive it. Both by item id."""

    parties: Parties
    draft: Draft
    agreed: Agreed
    promises: Mapping[UUID, Promise]
    appointments: Mapping[UUID, Appointment]
    breaches: Mapping[UUID, Breach]
    rest: Rest
    record: Record


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing is added but disputes."""

    parties: Parties
    record: Record


State = NotOpened | Open | Closed
