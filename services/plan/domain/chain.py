"""The chain that may follow from a miss: where it stands, and one more link."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from contracts.envelope import Envelope
from contracts.plan import Item, Party
from services.plan.domain.errors import NoConsequences, NothingMissed, StepOutOfOrder
from services.plan.domain.sides import side_of
from services.plan.domain.state import (
    Breach,
    Case,
    Demanded,
    DemandFailed,
    HardshipRuledOut,
    Heard,
    HearingOpen,
    MissRecorded,
    Open,
    ReasonAsked,
    ReasonRejected,
    Referred,
    Settled,
)

_NEXT: Mapping[type[Breach], tuple[str, str]] = MappingProxyType(
    {
        MissRecorded: ("a miss is recorded", "Ask the client for an important reason."),
        ReasonAsked: (
            "the client was asked for an important reason",
            "Assess the reason once it is stated or the time for it is over.",
        ),
        ReasonRejected: (
            "the reason was assessed and does not count",
            "Demand cooperation; for a missed appointment offer a hearing.",
        ),
        Demanded: ("cooperation was demanded", "Record whether the demand was met."),
        DemandFailed: ("the demand was not met", "Offer a hearing."),
        HearingOpen: ("a hearing was offered", "Record that it was held or waived."),
        Heard: ("the client could be heard", "Consider hardship."),
        HardshipRuledOut: ("hardship was considered", "Refer the case for review."),
        Referred: ("the case was referred", "Nothing more: the benefits system decides."),
        Settled: ("the matter is settled", "Nothing more follows from this miss."),
    }
)
"""Where a breach stands, and what comes next."""


def breach_of(plan: Open, item: Item) -> Breach:
    """Raises NothingMissed."""
    breach = plan.breaches.get(item.id)
    if breach is None or breach.case.item != item:
        raise NothingMissed(item)
    return breach


def clients_breach_of(plan: Open, item: Item) -> Breach:
    """A breach that something can follow from: the client's own.

    Raises NothingMissed, NoConsequences.
    """
    breach = breach_of(plan, item)
    if breach.case.party != "client":
        raise NoConsequences(breach.case.party)
    return breach


def out_of_order(step: str, breach: Breach) -> StepOutOfOrder:
    """The refusal of a step that is not the next one."""
    return StepOutOfOrder(step, *_NEXT[type(breach)])


def unsettled(plan: Open, item: UUID) -> bool:
    """Whether an earlier miss can still lead somewhere."""
    return not isinstance(plan.breaches.get(item), Settled | Referred | None)


def miss_recorded(plan: Open, item: Item, party: Party, at: Envelope) -> Open:
    case = Case(item, party, side_of(at.metadata.actor), (at.id,))
    return with_breach(plan, MissRecorded(case, stated=False))


def linked(breach: Breach, at: Envelope) -> Case:
    """The case with one more event that documents it."""
    case = breach.case
    return replace(case, links=(*case.links, at.id))


def with_breach(plan: Open, breach: Breach) -> Open:
    return replace(plan, breaches={**plan.breaches, breach.case.item.id: breach})
