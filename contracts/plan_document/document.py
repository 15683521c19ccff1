"""The plan as it stands."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from contracts.envelope import Identifier, Instant
from contracts.plan import ConsentingParty, Digest, LegalNotice, Mode
from contracts.plan_document.breach import Breach, Difficulty
from contracts.plan_document.content import AgreedVersion, Content, Draft
from contracts.plan_document.fact import Dispute, Fact, Text
from contracts.sealed import Sealed

PlanStatus = Literal["drafting", "agreed", "in_revision", "closed"]
ClosingReason = Literal["work_found", "benefits_ended", "moved_away", "died", "other"]
Standing = Literal[
    "open",
    "difficulty_reported",
    "overdue",
    "kept",
    "missed",
    "excused",
    "demanded",
    "demand_met",
    "demand_unmet",
    "referred",
]
"""How it stands with a thing to do. `overdue` is the calendar's word, `missed` a person's."""


@dataclass(slots=True)
class Voice(Text):
    """What the client wants, suggests or worries about, in their words."""

    kind: Literal["wish", "idea", "concern"]


@dataclass(slots=True)
class Representative(Fact):
    person: Identifier
    basis: Literal["guardian", "parent", "power_of_attorney"]


@dataclass(slots=True)
class Disagreement(Text):
    party: ConsentingParty
    about: Literal["making", "renewing"]


@dataclass(slots=True)
class CopyIssued(Fact):
    version: int
    document: Digest
    form: Literal["paper", "portal", "email"]


@dataclass(slots=True)
class Rest:
    """Consequences rest while a mediation runs, and while it has not been heard that it ended."""

    event: UUID
    mediation: UUID
    since: Instant
    until: Instant


@dataclass(slots=True)
class Progress:
    """What became of a thing to do. `due` may have moved since it was agreed."""

    standing: Standing = "open"
    due: date | None = None
    overdue: Fact | None = None
    kept: Fact | None = None
    evidence: Sealed | None = None
    difficulty: Difficulty | None = None
    breaches: list[Breach] = field(default_factory=list)

    @property
    def breach(self) -> Breach | None:
        """The latest miss and what followed from it."""
        return self.breaches[-1] if self.breaches else None


@dataclass(slots=True)
class Appointment(Fact):
    """`moved` is the event that set the time that counts, where it was moved."""

    at_time: Instant
    mode: Mode
    purpose: Sealed
    legal_notice: LegalNotice | None = None
    moved: Fact | None = None
    progress: Progress = field(default_factory=Progress)


@dataclass(slots=True)
class PlanDocument:
    """One plan at `revision`, which `at` brought about.

    `in_force` is the content of the newest agreed version, `progress` what became of its
    agreements by agreement id. What is finished leaves with the next version that is agreed: an
    agreement or appointment that it does not go on with, a disagreement that it ended. The events
    keep all of it. `disputes` holds every mark, also of facts that are no longer shown.
    """

    plan: UUID
    client: Identifier
    jobcenter: Identifier
    counsellor: Identifier
    regime: Identifier
    opened: Fact
    revision: int
    at: Instant
    status: PlanStatus = "drafting"
    former_counsellors: list[Identifier] = field(default_factory=list)
    representatives: list[Representative] = field(default_factory=list)
    voice: list[Voice] = field(default_factory=list)
    draft: Draft | None = None
    in_force: Content | None = None
    versions: list[AgreedVersion] = field(default_factory=list)
    copies: list[CopyIssued] = field(default_factory=list)
    progress: dict[UUID, Progress] = field(default_factory=dict)
    appointments: dict[UUID, Appointment] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)
    review_due: date | None = None
    review_fell_due: Fact | None = None
    rest: list[Rest] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    closed: Fact | None = None
    closing_reason: ClosingReason | None = None
