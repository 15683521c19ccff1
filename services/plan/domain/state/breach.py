"""How far the chain has come that may follow from a miss: one state for each link."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.plan import ConsentingParty, Item, Party


@dataclass(frozen=True, slots=True)
class Case:
    """Whose miss it is, and the events (`links`) that document it so far."""

    item: Item
    party: Party
    recorded_by: ConsentingParty
    links: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """`until`: its last day, later than written where a mediation ran over it."""

    event: UUID
    made_at: datetime
    until: date


@dataclass(frozen=True, slots=True)
class Unmet:
    """A demand was not met: a breach of duty (§ 31 SGB II) on the demand's last day."""

    demand: Demand

    @property
    def breach_on(self) -> date:
        return self.demand.until


@dataclass(frozen=True, slots=True)
class NotThere:
    """An appointment was missed (§ 32 SGB II), on its own day."""

    breach_on: date


Grounds = Unmet | NotThere


@dataclass(frozen=True, slots=True)
class MissRecorded:
    """`stated`: the client gave a reason without being asked."""

    case: Case
    stated: bool


@dataclass(frozen=True, slots=True)
class ReasonAsked:
    case: Case
    until: date
    stated: bool


@dataclass(frozen=True, slots=True)
class ReasonRejected:
    case: Case


@dataclass(frozen=True, slots=True)
class Demanded:
    case: Case
    demand: Demand


@dataclass(frozen=True, slots=True)
class DemandFailed:
    case: Case
    grounds: Unmet


@dataclass(frozen=True, slots=True)
class HearingOpen:
    case: Case
    grounds: Grounds
    until: date


@dataclass(frozen=True, slots=True)
class Heard:
    case: Case
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class HardshipRuledOut:
    case: Case
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Referred:
    case: Case
    grounds: Grounds
    referral: UUID
    referred_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing more follows: a reason was accepted, a demand met, or a hardship found."""

    case: Case


Breach = (
    MissRecorded
    | ReasonAsked
    | ReasonRejected
    | Demanded
    | DemandFailed
    | HearingOpen
    | Heard
    | HardshipRuledOut
    | Referred
    | Settled
)
