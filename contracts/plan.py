"""What the plan service says: stream `plan-<id>`."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.envelope import Actor, Identifier, Instant
from contracts.model import Contract, Event
from contracts.sealed import Sealed

Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Version = Annotated[int, Field(ge=1)]

Party = Literal["client", "jobcenter", "third_party"]
ConsentingParty = Literal["client", "jobcenter"]
Channel = Literal["portal", "in_person", "phone", "letter"]
Mode = Literal["in_person", "phone", "video"]
AgreementKind = Literal[
    "integration_benefit",
    "own_effort",
    "language_course",
    "other_carrier_benefit",
    "placement_target",
    "rehabilitation",
    "health",
    "household",
]
"""What an agreement is about (§ 15 Abs. 2 SGB II)."""


class AgreementTerms(Contract):
    """One agreement (Absprache): who does what by when, and how it is shown."""

    agreement: UUID
    party: Party
    kind: AgreementKind
    what: Sealed
    due: date | None = None
    proof: Sealed | None = None


class Acceptance(Contract):
    """One party's consent (Zustimmung) to one exact digest."""

    party: ConsentingParty
    actor: Actor
    time: Instant
    channel: Channel


class Item(Contract):
    """What a difficulty or a breach concerns."""

    kind: Literal["agreement", "appointment"]
    id: UUID


class LegalNotice(Contract):
    """The written notice of consequences (Rechtsfolgenbelehrung), by text and version."""

    text: Identifier
    version: Annotated[int, Field(ge=1)]
    form: Literal["letter", "handed_over", "portal"]


class Delivery(Contract):
    how: Literal["letter", "handed_over", "portal"]
    at: Instant


class PlanOpened(Event):
    type: Literal["PlanOpened.v1"] = "PlanOpened.v1"
    client: Identifier
    jobcenter: Identifier
    counsellor: Identifier
    regime: Identifier


class CounsellorAssigned(Event):
    type: Literal["CounsellorAssigned.v1"] = "CounsellorAssigned.v1"
    counsellor: Identifier
    previous: Identifier


class RepresentativeAppointed(Event):
    type: Literal["RepresentativeAppointed.v1"] = "RepresentativeAppointed.v1"
    person: Identifier
    basis: Literal["guardian", "parent", "power_of_attorney"]


class RepresentationEnded(Event):
    type: Literal["RepresentationEnded.v1"] = "RepresentationEnded.v1"
    person: Identifier
    basis: Literal["guardian", "parent", "power_of_attorney"]


class ClientVoiceRecorded(Event):
    type: Literal["ClientVoiceRecorded.v1"] = "ClientVoiceRecorded.v1"
    kind: Literal["wish", "idea", "concern"]
    text: Sealed


class GoalSet(Event):
    type: Literal["GoalSet.v1"] = "GoalSet.v1"
    occupational_goal: Sealed
    interim_goal: Sealed | None = None


class AgreementDrafted(Event):
    type: Literal["AgreementDrafted.v1"] = "AgreementDrafted.v1"
    terms: AgreementTerms


class AgreementRedrafted(Event):
    type: Literal["AgreementRedrafted.v1"] = "AgreementRedrafted.v1"
    terms: AgreementTerms


class AgreementDropped(Event):
    type: Literal["AgreementDropped.v1"] = "AgreementDropped.v1"
    agreement: UUID


class RemarkAdded(Event):
    type: Literal["RemarkAdded.v1"] = "RemarkAdded.v1"
    text: Sealed


class DraftOffered(Event):
    """This exact draft is put before the other side."""

    type: Literal["DraftOffered.v1"] = "DraftOffered.v1"
    version: Version
    digest: Digest
    thinking_time_until: date | None = None


class PlanAccepted(Event):
    type: Literal["PlanAccepted.v1"] = "PlanAccepted.v1"
    party: ConsentingParty
    version: Version
    digest: Digest
    channel: Channel


class AcceptanceWithdrawn(Event):
    type: Literal["AcceptanceWithdrawn.v1"] = "AcceptanceWithdrawn.v1"
    party: ConsentingParty
    version: Version
    digest: Digest
    cause: Literal["withdrawn", "draft_changed"]


class PlanAgreed(Event):
    """Both parties accepted the same digest. Self-contained: read it alone."""

    type: Literal["PlanAgreed.v1"] = "PlanAgreed.v1"
    version: Version
    digest: Digest
    occupational_goal: Sealed
    interim_goal: Sealed | None = None
    agreements: tuple[AgreementTerms, ...]
    remarks: tuple[Sealed, ...] = ()
    acceptances: tuple[Acceptance, Acceptance]
    review_due: date


class PlanCopyIssued(Event):
    """The client was given the readable copy (Exemplar in Textform)."""

    type: Literal["PlanCopyIssued.v1"] = "PlanCopyIssued.v1"
    version: Version
    document: Digest
    form: Literal["paper", "portal", "email"]


class DisagreementRecorded(Event):
    type: Literal["DisagreementRecorded.v1"] = "DisagreementRecorded.v1"
    party: ConsentingParty
    about: Literal["making", "renewing"]
    text: Sealed


class RevisionStarted(Event):
    """A new draft on top of the agreed version (Fortschreibung)."""

    type: Literal["RevisionStarted.v1"] = "RevisionStarted.v1"
    cause: Literal["review", "changed_circumstances", "difficulty", "mediation"]
    from_version: Version


class RevisionDropped(Event):
    type: Literal["RevisionDropped.v1"] = "RevisionDropped.v1"
    from_version: Version


class ReviewFellDue(Event):
    type: Literal["ReviewFellDue.v1"] = "ReviewFellDue.v1"
    version: Version
    due: date


class AgreementKept(Event):
    type: Literal["AgreementKept.v1"] = "AgreementKept.v1"
    agreement: UUID
    evidence: Sealed | None = None


class DifficultyReported(Event):
    type: Literal["DifficultyReported.v1"] = "DifficultyReported.v1"
    item: Item
    text: Sealed


class DifficultyAnswered(Event):
    type: Literal["DifficultyAnswered.v1"] = "DifficultyAnswered.v1"
    item: Item
    answer: Literal["adjusted", "extended", "upheld"]
    reasons: Sealed
    new_due: date | None = None


class AgreementFellOverdue(Event):
    """The due date passed. A fact about the calendar, no verdict."""

    type: Literal["AgreementFellOverdue.v1"] = "AgreementFellOverdue.v1"
    agreement: UUID
    due: date


class AgreementMissed(Event):
    type: Literal["AgreementMissed.v1"] = "AgreementMissed.v1"
    agreement: UUID
    party: Party
    observed_on: date
    facts: Sealed


class MissRetracted(Event):
    type: Literal["MissRetracted.v1"] = "MissRetracted.v1"
    item: Item
    reason: Sealed


class ImportantReasonRequested(Event):
    type: Literal["ImportantReasonRequested.v1"] = "ImportantReasonRequested.v1"
    item: Item
    until: date


class ImportantReasonStated(Event):
    type: Literal["ImportantReasonStated.v1"] = "ImportantReasonStated.v1"
    item: Item
    text: Sealed
    evidence: Sealed | None = None


class ImportantReasonAssessed(Event):
    type: Literal["ImportantReasonAssessed.v1"] = "ImportantReasonAssessed.v1"
    item: Item
    accepted: bool
    reasons: Sealed
    assessor: Identifier


class AppointmentSet(Event):
    type: Literal["AppointmentSet.v1"] = "AppointmentSet.v1"
    appointment: UUID
    at: Instant
    mode: Mode
    purpose: Sealed
    legal_notice: LegalNotice | None = None


class AppointmentMoved(Event):
    """The new invitation counts, with its own legal notice or none."""

    type: Literal["AppointmentMoved.v1"] = "AppointmentMoved.v1"
    appointment: UUID
    at: Instant
    mode: Mode
    legal_notice: LegalNotice | None = None


class AppointmentKept(Event):
    type: Literal["AppointmentKept.v1"] = "AppointmentKept.v1"
    appointment: UUID


class AppointmentMissed(Event):
    """`party` was not there. Consequences (§ 32 SGB II) can follow from the client's absence alone.

    Not an optional field of v1: whoever did not know it would hold the jobcenter's absence against
    the client.
    """

    type: Literal["AppointmentMissed.v2"] = "AppointmentMissed.v2"
    appointment: UUID
    party: ConsentingParty
    observed_on: date
    facts: Sealed


class CooperationDemanded(Event):
    """The binding step (Aufforderung), with the written notice of consequences."""

    type: Literal["CooperationDemanded.v1"] = "CooperationDemanded.v1"
    agreement: UUID
    kind: Literal["apply_for_jobs", "use_qualification", "attend_talks", "other"]
    text: Sealed
    legal_notice: LegalNotice
    delivered: Delivery
    until: date


class DemandMet(Event):
    type: Literal["DemandMet.v1"] = "DemandMet.v1"
    agreement: UUID
    observed_on: date


class DemandUnmet(Event):
    type: Literal["DemandUnmet.v1"] = "DemandUnmet.v1"
    agreement: UUID
    observed_on: date


class DemandVoided(Event):
    """The demand counts no longer: a mediation had begun before this service heard of it.

    Either the demand was made after that begin, or its last day was, and it was found unmet.
    """

    type: Literal["DemandVoided.v1"] = "DemandVoided.v1"
    agreement: UUID
    demand: UUID
    mediation: UUID


class HearingOffered(Event):
    """The client may be heard (Anhörung, § 24 SGB X)."""

    type: Literal["HearingOffered.v1"] = "HearingOffered.v1"
    item: Item
    channel: Channel
    until: date


class HearingHeld(Event):
    type: Literal["HearingHeld.v1"] = "HearingHeld.v1"
    item: Item
    statement: Sealed


class HearingWaived(Event):
    type: Literal["HearingWaived.v1"] = "HearingWaived.v1"
    item: Item
    by: Identifier


class HardshipConsidered(Event):
    type: Literal["HardshipConsidered.v1"] = "HardshipConsidered.v1"
    item: Item
    outcome: Literal["hardship", "no_hardship"]
    reasons: Sealed


class ReductionReviewReferred(Event):
    """This system's last word: a documented case goes to the benefits system, which decides."""

    type: Literal["ReductionReviewReferred.v1"] = "ReductionReviewReferred.v1"
    item: Item
    breach_on: date
    referral_limit: date
    case: tuple[UUID, ...]


class ReferralVoided(Event):
    """The referral was made after a mediation had begun and before this service had heard of it."""

    type: Literal["ReferralVoided.v1"] = "ReferralVoided.v1"
    item: Item
    referral: UUID
    mediation: UUID


class ConsequencesSuspended(Event):
    type: Literal["ConsequencesSuspended.v1"] = "ConsequencesSuspended.v1"
    mediation: UUID
    since: Instant
    until: Instant


class ConsequencesResumed(Event):
    type: Literal["ConsequencesResumed.v1"] = "ConsequencesResumed.v1"
    mediation: UUID
    since: Instant


class FactDisputed(Event):
    """From then on the fact is shown only together with this mark (§ 84 Abs. 2 SGB X)."""

    type: Literal["FactDisputed.v1"] = "FactDisputed.v1"
    fact: UUID
    party: ConsentingParty
    text: Sealed


class PlanClosed(Event):
    type: Literal["PlanClosed.v1"] = "PlanClosed.v1"
    reason: Literal["work_found", "benefits_ended", "moved_away", "died", "other"]


PlanEvent = Annotated[
    PlanOpened
    | CounsellorAssigned
    | RepresentativeAppointed
    | RepresentationEnded
    | ClientVoiceRecorded
    | GoalSet
    | AgreementDrafted
    | AgreementRedrafted
    | AgreementDropped
    | RemarkAdded
    | DraftOffered
    | PlanAccepted
    | AcceptanceWithdrawn
    | PlanAgreed
    | PlanCopyIssued
    | DisagreementRecorded
    | RevisionStarted
    | RevisionDropped
    | ReviewFellDue
    | AgreementKept
    | DifficultyReported
    | DifficultyAnswered
    | AgreementFellOverdue
    | AgreementMissed
    | MissRetracted
    | ImportantReasonRequested
    | ImportantReasonStated
    | ImportantReasonAssessed
    | AppointmentSet
    | AppointmentMoved
    | AppointmentKept
    | AppointmentMissed
    | CooperationDemanded
    | DemandMet
    | DemandUnmet
    | DemandVoided
    | HearingOffered
    | HearingHeld
    | HearingWaived
    | HardshipConsidered
    | ReductionReviewReferred
    | ReferralVoided
    | ConsequencesSuspended
    | ConsequencesResumed
    | FactDisputed
    | PlanClosed,
    Field(discriminator="type"),
]
