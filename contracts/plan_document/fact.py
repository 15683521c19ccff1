"""A fact that a plan shows: it names the event it came from and carries the marks against it."""

from dataclasses import dataclass, field
from uuid import UUID

from contracts.envelope import Identifier, Instant
from contracts.plan import ConsentingParty
from contracts.sealed import Sealed


@dataclass(slots=True)
class Dispute:
    """The mark (§ 84 Abs. 2 SGB X) that a disputed fact is shown with; `fact` is its event."""

    event: UUID
    at: Instant
    fact: UUID
    party: ConsentingParty
    text: Sealed


@dataclass(slots=True)
class Fact:
    """`event` says so since `at`; `disputed` is empty unless a party disputed that very event."""

    event: UUID
    at: Instant
    disputed: tuple[Dispute, ...] = field(default=(), kw_only=True)


@dataclass(slots=True)
class Text(Fact):
    """A personal text, with the person who recorded it."""

    text: Sealed
    by: Identifier
