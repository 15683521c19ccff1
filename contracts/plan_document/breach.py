"""What may follow when an agreement or an appointment was not kept, link by link."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from contracts.envelope import Identifier
from contracts.plan import Channel, Delivery, LegalNotice, Party
from contracts.plan_document.fact import Fact
from contracts.sealed import Sealed


@dataclass(slots=True)
class Answer(Fact):
    answer: Literal["adjusted", "extended", "upheld"]
    reasons: Sealed
    new_due: date | None = None


@dataclass(slots=True)
class Difficulty(Fact):
    """Somebody said early that it will not work; open until it is answered."""

    text: Sealed
    by: Identifier
    answer: Answer | None = None


@dataclass(slots=True)
class ReasonRequested(Fact):
    until: date


@dataclass(slots=True)
class Reason(Fact):
    """The important reason (wichtiger Grund), as the client states it."""

    text: Sealed
    evidence: Sealed | None = None


@dataclass(slots=True)
class Assessment(Fact):
    accepted: bool
    reasons: Sealed
    assessor: Identifier


@dataclass(slots=True)
class DemandOutcome(Fact):
    outcome: Literal["met", "unmet", "voided"]
    observed_on: date | None = None
    mediation: UUID | None = None


@dataclass(slots=True)
class Demand(Fact):
    """The binding step (Aufforderung), as it was made and delivered."""

    kind: Literal["apply_for_jobs", "use_qualification", "attend_talks", "other"]
    text: Sealed
    legal_notice: LegalNotice
    delivered: Delivery
    until: date
    outcome: DemandOutcome | None = None


@dataclass(slots=True)
class HearingOffer(Fact):
    channel: Channel
    until: date


@dataclass(slots=True)
class Hearing(Fact):
    """The client was heard (`statement`) or did without (`waived_by`)."""

    statement: Sealed | None = None
    waived_by: Identifier | None = None


@dataclass(slots=True)
class Hardship(Fact):
    outcome: Literal["hardship", "no_hardship"]
    reasons: Sealed


@dataclass(slots=True)
class Referral(Fact):
    breach_on: date
    referral_limit: date
    case: tuple[UUID, ...]


@dataclass(slots=True)
class Breach(Fact):
    """A named person recorded whose miss it was, the `party`'s.

    The links follow in this order, each with its own event.
    """

    observed_on: date
    facts: Sealed
    by: Identifier
    party: Party
    reason_requested: ReasonRequested | None = None
    reason: Reason | None = None
    assessment: Assessment | None = None
    demand: Demand | None = None
    hearing_offer: HearingOffer | None = None
    hearing: Hearing | None = None
    hardship: Hardship | None = None
    referral: Referral | None = None
