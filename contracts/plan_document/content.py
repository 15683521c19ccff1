"""What the two sides agree on: the six headings of the form, as a draft and as versions."""

from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Literal
from uuid import UUID

from contracts.envelope import Actor, Identifier
from contracts.plan import Acceptance, AgreementKind, Channel, ConsentingParty, Digest, Party
from contracts.plan_document.fact import Fact, Text
from contracts.sealed import Sealed


@dataclass(slots=True)
class Goal(Fact):
    """Headings one and two: the occupational goal and the interim goal on the way there."""

    occupational_goal: Sealed
    interim_goal: Sealed | None = None


@dataclass(slots=True)
class Terms(Fact):
    """One agreement (Absprache) as it is worded."""

    agreement: UUID
    party: Party
    kind: AgreementKind
    what: Sealed
    due: date | None = None
    proof: Sealed | None = None

    def says_the_same_as(self, other: "Terms") -> bool:
        """Whether both are one wording, whichever events it came from."""
        return bool(_wording(self) == _wording(other))


_wording = attrgetter("agreement", "party", "kind", "what", "due", "proof")


@dataclass(slots=True)
class Content:
    """All six headings; the agreements are three of them, told apart by `party`."""

    goal: Goal | None = None
    agreements: list[Terms] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)

    def of(self, party: Party) -> list[Terms]:
        """`client`: my next steps; `jobcenter`: its support; `third_party`: support by others."""
        return [terms for terms in self.agreements if terms.party == party]

    def copy(self) -> "Content":
        """A content of its own; the facts in it are shared, so that marks reach both."""
        return Content(self.goal, list(self.agreements), list(self.remarks))


@dataclass(slots=True)
class Offer(Fact):
    """This exact draft was put before the other side; void as soon as the draft changes."""

    digest: Digest
    by: Identifier
    thinking_time_until: date | None = None


@dataclass(slots=True)
class Consent(Fact):
    digest: Digest
    actor: Actor
    channel: Channel


@dataclass(slots=True)
class Draft:
    """What would become version `version`; `cause` where it revises an agreed one."""

    version: int
    content: Content
    cause: Literal["review", "changed_circumstances", "difficulty", "mediation"] | None = None
    offer: Offer | None = None
    accepted: dict[ConsentingParty, Consent] = field(default_factory=dict)


@dataclass(slots=True)
class AgreedVersion(Fact):
    """Who agreed to what and when. The content of earlier versions is in their events."""

    version: int
    digest: Digest
    acceptances: tuple[Acceptance, Acceptance]
    review_due: date
