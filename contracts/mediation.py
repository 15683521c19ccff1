"""What the mediation service says: stream `mediation-<id>`."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Identifier, Instant
from contracts.model import Event
from contracts.plan import Acceptance, AgreementTerms, Channel, ConsentingParty, Digest, Mode
from contracts.sealed import Sealed

Requester = Literal["client", "counsellor", "both"]


class MediationRequested(Event):
    """The request (Antrag auf Schlichtung) reached the designated office.

    `begin` is the day of receipt in Europe/Berlin; `end` the last day of the four weeks and
    `end_shifted` the next working day after it (equal where `end` is one). `ends_at` is the
    instant before which a solution must be accepted, by the rule that counted. `plan_revision` is
    the plan's newest event that was known: what it says later was said after the request.
    """

    type: Literal["MediationRequested.v1"] = "MediationRequested.v1"
    plan: UUID
    client: Identifier
    jobcenter: Identifier
    requested_by: Requester
    subject: Sealed
    received_at: Instant
    begin: date
    end: date
    end_shifted: date
    ends_at: Instant
    rule: Identifier
    plan_revision: int


class MediationJoined(Event):
    type: Literal["MediationJoined.v1"] = "MediationJoined.v1"
    party: ConsentingParty


class MediatorAppointed(Event):
    """Neutral at that moment: none of `checked_against` is the mediator."""

    type: Literal["MediatorAppointed.v1"] = "MediatorAppointed.v1"
    mediator: Identifier
    checked_against: tuple[Identifier, ...]
    plan_revision: int


class MediatorRecused(Event):
    type: Literal["MediatorRecused.v1"] = "MediatorRecused.v1"
    mediator: Identifier
    cause: Literal["involved", "ill", "other"]


class TalkScheduled(Event):
    type: Literal["TalkScheduled.v1"] = "TalkScheduled.v1"
    talk: UUID
    at: Instant
    mode: Mode


class TalkHeld(Event):
    type: Literal["TalkHeld.v1"] = "TalkHeld.v1"
    talk: UUID
    present: tuple[Identifier, ...]


class SolutionProposed(Event):
    type: Literal["SolutionProposed.v1"] = "SolutionProposed.v1"
    solution: UUID
    digest: Digest
    text: Sealed
    agreements: tuple[AgreementTerms, ...]


class SolutionAccepted(Event):
    """By the party itself in the portal, or given to the mediator, who records it and how."""

    type: Literal["SolutionAccepted.v1"] = "SolutionAccepted.v1"
    solution: UUID
    party: ConsentingParty
    channel: Channel


class SolutionDeclined(Event):
    """The jobcenter must give its reasons; the client may."""

    type: Literal["SolutionDeclined.v1"] = "SolutionDeclined.v1"
    solution: UUID
    party: ConsentingParty
    channel: Channel
    reasons: Sealed | None = None


class MediationSettled(Event):
    """Both accepted; the solution becomes the plan's new draft. Carries all that the plan needs.

    `agreements` are those of the new draft, all of them; `proposed_by` is the mediator.
    """

    type: Literal["MediationSettled.v1"] = "MediationSettled.v1"
    plan: UUID
    solution: UUID
    digest: Digest
    text: Sealed
    agreements: tuple[AgreementTerms, ...]
    proposed_by: Identifier
    acceptances: tuple[Acceptance, Acceptance]


class MediationWithdrawn(Event):
    """`ends` says whether the mediation is over with it (policy of the regime)."""

    type: Literal["MediationWithdrawn.v1"] = "MediationWithdrawn.v1"
    plan: UUID
    by: ConsentingParty
    ends: bool


class MediationBecameMoot(Event):
    """There is nothing left to mediate: the plan was agreed or closed meanwhile.

    `ended_at` is when that happened, not when this service heard of it.
    """

    type: Literal["MediationBecameMoot.v1"] = "MediationBecameMoot.v1"
    plan: UUID
    cause: Literal["plan_agreed", "plan_closed"]
    ended_at: Instant


class MediationExpired(Event):
    """The four weeks ran out. `ended_at` is the legal end, not when somebody noticed."""

    type: Literal["MediationExpired.v1"] = "MediationExpired.v1"
    plan: UUID
    end: date
    ended_at: Instant
    rule: Identifier


MediationEvent = Annotated[
    MediationRequested
    | MediationJoined
    | MediatorAppointed
    | MediatorRecused
    | TalkScheduled
    | TalkHeld
    | SolutionProposed
    | SolutionAccepted
    | SolutionDeclined
    | MediationSettled
    | MediationWithdrawn
    | MediationBecameMoot
    | MediationExpired,
    Field(discriminator="type"),
]
