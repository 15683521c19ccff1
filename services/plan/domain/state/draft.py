"""The states of the draft, and what a version consists of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.plan import Acceptance, AgreementTerms, Digest
from contracts.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Goal:
    occupational: Sealed
    interim: Sealed | None


@dataclass(frozen=True, slots=True)
class Content:
    """What both sides put into a version. Agreements stand in the order they were drafted in."""

    goal: Goal | None
    agreements: Mapping[UUID, AgreementTerms]
    remarks: tuple[Sealed, ...]


@dataclass(frozen=True, slots=True)
class NoDraft:
    """A version is in force and nobody is revising it."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Not offered as it stands: never, or changed since."""

    version: int
    content: Content


@dataclass(frozen=True, slots=True)
class Offered:
    version: int
    content: Content
    digest: Digest
    thinking_time_until: date | None


@dataclass(frozen=True, slots=True)
class HalfAccepted:
    """One side has accepted exactly this; the other has not."""

    version: int
    content: Content
    digest: Digest
    thinking_time_until: date | None
    acceptance: Acceptance


DraftInHand = Drafting | Offered | HalfAccepted
Draft = NoDraft | DraftInHand


@dataclass(frozen=True, slots=True)
class NothingAgreed:
    """The first version is still being made."""

    version = 0


@dataclass(frozen=True, slots=True)
class AgreedVersion:
    """The version in force."""

    version: int
    content: Content
    review_due: date
    review_announced: bool


Agreed = NothingAgreed | AgreedVersion
