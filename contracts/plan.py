"""What the plan service says: stream `plan-<id>`."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.envelope import Actor, Identifier, Instant
from contracts.model import Contract
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


class PlanOpened(Contract):
    type: Literal["PlanOpened.v1"] = "PlanOpened.v1"
    client: Identifier
    jobcenter: Identifier
    counsellor: Identifier
    regime: Identifier


class CounsellorAssigned(Contract):
    type: Literal["CounsellorAssigned.v1"] = "CounsellorAssigned.v1"
    counsellor: Identifier
    previous: Identifier


class RepresentativeAppointed(Contract):
    type: Literal["RepresentativeAppointed.v1"] = "RepresentativeAppointed.v1"
    person: Identifier
    basis: Literal["guardian", "parent", "power_of_attorney"]


class RepresentationEnded(Contract):
    type: Literal["RepresentationEnded.v1"] = "RepresentationEnded.v1"
    person: Identifier
    basis: Literal["guardian", "parent", "power_of_attorney"]


class ClientVoiceRecorded(Contract):
    type: Literal["ClientVoiceRecorded.v1"] = "ClientVoiceRecorded.v1"
    kind: Literal["wish", "idea", "concern"]
    text: Sealed


class GoalSet(Contract):
    type: Literal["GoalSet.v1"] = "GoalSet.v1"
    occupational_goal: Sealed
    interim_goal: Sealed | None = None


class AgreementDrafted(Contract):
    type: Literal["AgreementDrafted.v1"] = "AgreementDrafted.v1"
    terms: AgreementTerms


class AgreementRedrafted(Contract):
    type: Literal["AgreementRedrafted.v1"] = "AgreementRedrafted.v1"
    terms: AgreementTerms


class AgreementDropped(Contract):
    type: Literal["AgreementDropped.v1"] = "AgreementDropped.v1"
    agreement: UUID


class RemarkAdded(Contract):
    type: Literal["RemarkAdded.v1"] = "RemarkAdded.v1"
    text: Sealed


class DraftOffered(Contract):
    """This exact draft is put before the other side."""

    type: Literal["DraftOffered.v1"] = "DraftOffered.v1"
    version: Version
    digest: Digest
    thinking_time_until: date | None = None


class PlanAccepted(Contract):
    type: Literal["PlanAccepted.v1"] = "PlanAccepted.v1"
    party: ConsentingParty
    version: Version
    digest: Digest
    channel: Channel


class AcceptanceWithdrawn(Contract):
    type: Literal["AcceptanceWithdrawn.v1"] = "AcceptanceWithdrawn.v1"
    party: ConsentingParty
    version: Version
    digest: Digest
    cause: Literal["withdrawn", "draft_changed"]


class PlanAgreed(Contract):
    """Both parties accepted the same digest. Self-contained: no other event is needed to read it."""

    type: Literal["PlanAgreed.v1"] = "PlanAgreed.v1"
    version: Version
    digest: Digest
    occupational_goal: Sealed
    interim_goal: Sealed | None = None
    agreements: tuple[AgreementTerms, ...]
    remarks: tuple[Sealed, ...] = ()
    acceptances: tuple[Acceptance, Acceptance]
    review_due: date


class PlanCopyIssued(Contract):
    """The client was given the readable copy (Exemplar in Textform)."""

    type: Literal["PlanCopyIssued.v1"] = "PlanCopyIssued.v1"
    version: Version
    document: Digest
    form: Literal["paper", "portal", "email"]


class DisagreementRecorded(Contract):
    type: Literal["DisagreementRecorded.v1"] = "DisagreementRecorded.v1"
    party: ConsentingParty
    about: Literal["making", "renewing"]
    text: Sealed


class RevisionStarted(Contract):
    """A new draft on top of the agreed version (Fortschreibung)."""

    type: Literal["RevisionStarted.v1"] = "RevisionStarted.v1"
    cause: Literal["review", "changed_circumstances", "difficulty", "mediation"]
    from_version: Version


class RevisionDropped(Contract):
    type: Literal["RevisionDropped.v1"] = "RevisionDropped.v1"
    from_version: Version


class ReviewFellDue(Contract):
    type: Literal["ReviewFellDue.v1"] = "ReviewFellDue.v1"
    version: Version
    due: date


class AgreementKept(Contract):
    type: Literal["AgreementKept.v1"] = "AgreementKept.v1"
    agreement: UUID
    evidence: Sealed | None = None


class DifficultyReported(Contract):
    type: Literal["DifficultyReported.v1"] = "DifficultyReported.v1"
    item: Item
    text: Sealed


class DifficultyAnswered(Contract):
    type: Literal["DifficultyAnswered.v1"] = "DifficultyAnswered.v1"
    item: Item
    answer: Literal["adjusted", "extended", "upheld"]
    reasons: Sealed
    new_due: date | None = None


class AgreementFellOverdue(Contract):
    """The due date passed. A fact about the calendar, no verdict."""

    type: Literal["AgreementFellOverdue.v1"] = "AgreementFellOverdue.v1"
    agreement: UUID
    due: date


class AgreementMissed(Contract):
    type: Literal["AgreementMissed.v1"] = "AgreementMissed.v1"
    agreement: UUID
    party: Party
    observed_on: date
    facts: Sealed


class MissRetracted(Contract):
    type: Literal["MissRetracted.v1"] = "MissRetracted.v1"
    item: Item
    reason: Sealed


class ImportantReasonRequested(Contract):
    type: Literal["ImportantReasonRequested.v1"] = "ImportantReasonRequested.v1"
    item: Item
    until: date


class ImportantReasonStated(Contract):
    type: Literal["ImportantReasonStated.v1"] = "ImportantReasonStated.v1"
    item: Item
    text: Sealed
    evidence: Sealed | None = None


class ImportantReasonAssessed(Contract):
    type: Literal["ImportantReasonAssessed.v1"] = "ImportantReasonAssessed.v1"
    item: Item
    accepted: bool
    reasons: Sealed
    assessor: Identifier


class AppointmentSet(Contract):
    type: Literal["AppointmentSet.v1"] = "AppointmentSet.v1"
    appointment: UUID
    at: Instant
    mode: Mode
    purpose: Sealed
    legal_notice: LegalNotice | None = None


class AppointmentMoved(Contract):
    type: Literal["AppointmentMoved.v1"] = "AppointmentMoved.v1"
    appointment: UUID
    at: Instant
    mode: Mode


class AppointmentKept(Contract):
    type: Literal["AppointmentKept.v1"] = "AppointmentKept.v1"
    appointment: UUID


class AppointmentMissed(Contract):
    type: Literal["AppointmentMissed.v1"] = "AppointmentMissed.v1"
    appointment: UUID
    observed_on: date
    facts: Sealed


class CooperationDemanded(Contract):
    """The binding step (Aufforderung), with the written notice of consequences."""

    type: Literal["CooperationDemanded.v1"] = "CooperationDemanded.v1"
    agreement: UUID
    kind: Literal["apply_for_jobs", "use_qualification", "attend_talks", "other"]
    text: Sealed
    legal_notice: LegalNotice
    delivered: Delivery
    until: date


class DemandMet(Contract):
    type: Literal["DemandMet.v1"] = "DemandMet.v1"
    agreement: UUID
    observed_on: date


class DemandUnmet(Contract):
    type: Literal["DemandUnmet.v1"] = "DemandUnmet.v1"
    agreement: UUID
    observed_on: date


class DemandVoided(Contract):
    """The demand was made after a mediation had begun and before this service had heard of it."""

    type: Literal["DemandVoided.v1"] = "DemandVoided.v1"
    agreement: UUID
    demand: UUID
    mediation: UUID


class HearingOffered(Contract):
    """The client may be heard (Anhörung, § 24 SGB X)."""

    type: Literal["HearingOffered.v1"] = "HearingOffered.v1"
    item: Item
    channel: Channel
    until: date


class HearingHeld(Contract):
    type: Literal["HearingHeld.v1"] = "HearingHeld.v1"
    item: Item
    statement: Sealed


class HearingWaived(Contract):
    type: Literal["HearingWaived.v1"] = "HearingWaived.v1"
    item: Item
    by: Identifier


class HardshipConsidered(Contract):
    type: Literal["HardshipConsidered.v1"] = "HardshipConsidered.v1"
    item: Item
    outcome: Literal["hardship", "no_hardship"]
    reasons: Sealed


class ReductionReviewReferred(Contract):
    """This system's last word: a documented case goes to the benefits system, which decides."""

    type: Literal["ReductionReviewReferred.v1"] = "ReductionReviewReferred.v1"
    item: Item
    breach_on: date
    referral_limit: date
    case: tuple[UUID, ...]


class ConsequencesSuspended(Contract):
    type: Literal["ConsequencesSuspended.v1"] = "ConsequencesSuspended.v1"
    mediation: UUID
    since: Instant
    until: Instant


class ConsequencesResumed(Contract):
    type: Literal["ConsequencesResumed.v1"] = "ConsequencesResumed.v1"
    mediation: UUID
    since: Instant


class FactDisputed(Contract):
    """From then on the fact is shown only together with this mark (§ 84 Abs. 2 SGB X)."""

    type: Literal["FactDisputed.v1"] = "FactDisputed.v1"
    fact: UUID
    party: ConsentingParty
    text: Sealed


class PlanClosed(Contract):
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
    | ConsequencesSuspended
    | ConsequencesResumed
    | FactDisputed
    | PlanClosed,
    Field(discriminator="type"),
]
