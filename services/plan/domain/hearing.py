"""Before anything is concluded the client is heard (§ 24 SGB X) and hardship considered."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.plan import Item
from services.plan.domain import commands
from services.plan.domain.certainty import surely
from services.plan.domain.chain import (
    breach_of,
    clients_breach_of,
    linked,
    out_of_order,
    with_breach,
)
from services.plan.domain.errors import HearingTimeRunning, NoLegalNotice
from services.plan.domain.legal_time import day_of, not_before
from services.plan.domain.sides import needs_jobcenter, side_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    DemandFailed,
    Grounds,
    HardshipRuledOut,
    Heard,
    HearingOpen,
    NotAttended,
    NotThere,
    Open,
    ReasonRejected,
    Settled,
)

_A_DAY = timedelta(days=1)


def _offer(command: commands.OfferHearing, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Raises NothingMissed, NoConsequences, StepOutOfOrder, NoLegalNotice, InThePast,
    CannotSpeakFor, NotAParty.
    """
    needs_jobcenter(metadata.actor)
    _grounds(plan, command.item)
    not_before("until", command.until, day_of(metadata.time) + _A_DAY)
    return [said.HearingOffered(item=command.item, channel=command.channel, until=command.until)]


def _grounds(plan: Open, item: Item) -> Grounds:
    """What the client is to be heard about: an unmet demand, or an appointment missed.

    Raises NothingMissed, NoConsequences, StepOutOfOrder; NoLegalNotice where there was none.
    """
    breach = clients_breach_of(plan, item)
    match breach, plan.appointments.get(item.id):
        case DemandFailed(grounds=unmet), _:
            return unmet
        case ReasonRejected(), NotAttended(at=at, notified=notified):
            if not notified:
                raise NoLegalNotice(item.id)
            return NotThere(day_of(at))
        case _:
            raise out_of_order("offer a hearing", breach)


def _hold(command: commands.RecordHearingHeld, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Raises NothingMissed, NoConsequences, StepOutOfOrder, NotAParty."""
    side_of(metadata.actor)
    _open_hearing(plan, command.item)
    return [said.HearingHeld(item=command.item, statement=command.statement)]


def _waive(
    command: commands.RecordHearingWaived, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """By the client at any time; by the jobcenter once the client has let the time pass.

    Raises NothingMissed, NoConsequences, StepOutOfOrder, HearingTimeRunning, NotAParty.
    """
    side, hearing = side_of(metadata.actor), _open_hearing(plan, command.item)
    if side == "client":
        return [said.HearingWaived(item=command.item, by=metadata.actor.sub)]
    if day_of(metadata.time) <= hearing.until:
        raise HearingTimeRunning(hearing.until)
    return [said.HearingWaived(item=command.item, by=plan.parties.client)]


def _open_hearing(plan: Open, item: Item) -> HearingOpen:
    breach = clients_breach_of(plan, item)
    if not isinstance(breach, HearingOpen):
        raise out_of_order("record a hearing", breach)
    return breach


def _consider(
    command: commands.ConsiderHardship, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """Raises NothingMissed, NoConsequences, StepOutOfOrder, CannotSpeakFor, NotAParty."""
    needs_jobcenter(metadata.actor)
    breach = clients_breach_of(plan, command.item)
    if not isinstance(breach, Heard):
        raise out_of_order("consider hardship", breach)
    return [
        said.HardshipConsidered(item=command.item, outcome=command.outcome, reasons=command.reasons)
    ]


def _offered(plan: Open, event: said.HearingOffered, at: Envelope) -> Open:
    case = linked(breach_of(plan, event.item), at)
    return with_breach(plan, HearingOpen(case, _grounds(plan, event.item), event.until))


def _heard(plan: Open, event: said.HearingHeld | said.HearingWaived, at: Envelope) -> Open:
    hearing = surely(HearingOpen, breach_of(plan, event.item))
    return with_breach(plan, Heard(linked(hearing, at), hearing.grounds))


def _considered(plan: Open, event: said.HardshipConsidered, at: Envelope) -> Open:
    breach = surely(Heard, breach_of(plan, event.item))
    case = linked(breach, at)
    ruled_out = event.outcome == "no_hardship"
    return with_breach(plan, HardshipRuledOut(case, breach.grounds) if ruled_out else Settled(case))


DECISIONS: Mapping[type, Decision] = {
    commands.OfferHearing: _offer,
    commands.RecordHearingHeld: _hold,
    commands.RecordHearingWaived: _waive,
    commands.ConsiderHardship: _consider,
}
CHANGES: Mapping[type, Change] = {
    said.HearingOffered: _offered,
    said.HearingHeld: _heard,
    said.HearingWaived: _heard,
    said.HardshipConsidered: _considered,
}
