"""Answers as JSON. Personal texts are open in them: each is made for one reader."""

from typing import Any, Literal
from uuid import UUID

from contracts.envelope import Actor, Instant
from contracts.model import Contract
from contracts.plan import Channel, ConsentingParty
from contracts.plan_document import PlanDocument
from services.audit.exports.scope import Format, Scope


class Truth(Contract):
    """The answer holds for everything up to `position`; nothing newer was there at `time`.

    `stale` says why it cannot be newer, where something is out of order.
    """

    position: int
    time: Instant
    stale: str | None = None


class Mark(Contract):
    """A fact is disputed since then (§ 84 Abs. 2 SGB X); `event` is the FactDisputed."""

    event: UUID
    since: Instant
    party: ConsentingParty
    text: str


class Reference(Contract):
    """Where another event stands."""

    position: int
    type: str


class TrailEntry(Contract):
    """`cause` is the event or the command that led to this one; `caused_by` the event, if it was
    one of this plan's. `type` is what it is stored as, `data` what it says, as the newest version
    of that type has it, its texts open; `words` are those texts with their captions."""

    position: int
    time: Instant
    sentence: str
    words: tuple[str, ...] = ()
    disputed: tuple[Mark, ...] = ()
    type: str
    event: UUID
    actor: Actor
    plan: UUID | None = None
    client: str | None = None
    stream: str
    revision: int
    version: int | None = None
    cause: UUID
    caused_by: Reference | None = None
    correlation: UUID
    regime: str
    data: dict[str, Any]


class TrailAnswer(Contract):
    """`next` is the cursor of the next page; missing on the last."""

    true_for: Truth
    items: tuple[TrailEntry, ...]
    next: str | None = None


class TreeNode(Contract):
    """An event and what followed from it, in whichever service, in order."""

    event: TrailEntry
    led_to: tuple["TreeNode", ...] = ()


class TreeAnswer(Contract):
    """`items` are what the command said itself. `next` is only there where the tree is too large
    for one answer: the cursor of the rest, for `/audit/events?correlation=…`."""

    true_for: Truth
    command: UUID
    items: tuple[TreeNode, ...]
    next: str | None = None


class Step(Contract):
    position: int
    time: Instant
    cause: str | None = None


class ConsentEntry(Contract):
    """One party agreed to one exact thing: a version of the plan by its digest, or the solution of
    a mediation. `agreed` says when all had agreed to it, `withdrawn` when it was taken back."""

    position: int
    time: Instant
    sentence: str
    disputed: tuple[Mark, ...] = ()
    event: UUID
    plan: UUID
    client: str | None = None
    jobcenter: str | None = None
    version: int | None = None
    digest: str | None = None
    solution: UUID | None = None
    party: ConsentingParty
    channel: Channel
    actor: Actor
    agreed: Step | None = None
    withdrawn: Step | None = None


class AgreementsAnswer(Contract):
    true_for: Truth
    items: tuple[ConsentEntry, ...]
    next: str | None = None


class Told(Contract):
    """An event that a difference goes back to; `words` are the reasons given in it."""

    event: UUID
    position: int
    time: Instant
    type: str
    actor: Actor
    sentence: str
    words: tuple[str, ...] = ()


class DifferenceEntry(Contract):
    """`because` are the events that the change goes back to, the earliest first."""

    path: tuple[str, ...]
    change: Literal["added", "changed", "removed"]
    before: Any = None
    after: Any = None
    sentence: str
    made_by: Told
    because: tuple[Told, ...] = ()
    disputed: tuple[Mark, ...] = ()


class Standpoint(Contract):
    """The event after which the plan stood so."""

    event: UUID
    position: int
    revision: int
    time: Instant


class DifferencesAnswer(Contract):
    """`before` is missing where the plan was still empty."""

    true_for: Truth
    before: Standpoint | None = None
    after: Standpoint
    items: tuple[DifferenceEntry, ...]


class AsOfAnswer(Contract):
    """`document` is the plan after the event `at`. Its marks are those known at `true_for`: what
    was disputed later carries `disputed` with the time since when."""

    true_for: Truth
    at: Standpoint
    document: PlanDocument


class ExportAnswer(Contract):
    """What became of an export. `content` is the digest over what its events say, `sha256` that
    over the file; both are there once it has been given whole (`complete`)."""

    number: int
    begun: Instant
    who: str
    organisation: str
    purpose: str
    format: Format
    question: Scope
    complete: bool
    finished: Instant | None = None
    events: int | None = None
    first: int | None = None
    last: int | None = None
    content: str | None = None
    sha256: str | None = None


class AccessEntry(Contract):
    """`number` grows with each access, over all services. `question` is what an export was about:
    the records of a client name each export that showed something of theirs."""

    number: int
    at: Instant
    who: str
    role: str
    organisation: str | None = None
    purpose: str
    what: str
    plan: UUID | None = None
    client: str | None = None
    question: Scope | None = None


class AccessesAnswer(Contract):
    true_for: Truth
    items: tuple[AccessEntry, ...]
    next: str | None = None
