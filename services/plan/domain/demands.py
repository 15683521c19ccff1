"""The binding step (Aufforderung): demanded with the written notice, then met or not."""

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
from services.plan.domain.errors import DemandTimeRunning
from services.plan.domain.legal_time import day_of, not_after, not_before
from services.plan.domain.resting import needs_no_mediation
from services.plan.domain.sides import needs_jobcenter
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    Demand,
    Demanded,
    DemandFailed,
    Open,
    ReasonRejected,
    Settled,
    Unmet,
)

_A_DAY = timedelta(days=1)


def _demand(command: commands.DemandCooperation, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Raises ConsequencesRest, NothingMissed, NoConsequences, StepOutOfOrder, InTheFuture,
    InThePast, CannotSpeakFor, NotAParty.
    """
    needs_jobcenter(metadata.actor)
    needs_no_mediation(plan)
    breach, today = clients_breach_of(plan, _item(command)), day_of(metadata.time)
    if not isinstance(breach, ReasonRejected):
        raise out_of_order("demand cooperation", breach)
    not_after("delivered.at", day_of(command.delivered.at), today)
    not_before("until", command.until, today + _A_DAY)
    return [
        said.CooperationDemanded(
            agreement=command.agreement,
            kind=command.kind,
            text=command.text,
            legal_notice=command.legal_notice,
            delivered=command.delivered,
            until=command.until,
        )
    ]


def _meet(command: commands.RecordDemandMet, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Confirmed by the jobcenter.

    Raises NothingMissed, StepOutOfOrder, InTheFuture, CannotSpeakFor, NotAParty.
    """
    needs_jobcenter(metadata.actor)
    _demanded(plan, command)
    not_after("observed_on", command.observed_on, day_of(metadata.time))
    return [said.DemandMet(agreement=command.agreement, observed_on=command.observed_on)]


def _fail(command: commands.RecordDemandUnmet, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """By a named person, after the demand's last day, and not while a mediation runs.

    Raises ConsequencesRest, NothingMissed, StepOutOfOrder, DemandTimeRunning, InTheFuture,
    CannotSpeakFor, NotAParty.
    """
    needs_jobcenter(metadata.actor)
    needs_no_mediation(plan)
    until = _demanded(plan, command).demand.until
    if command.observed_on <= until:
        raise DemandTimeRunning(until)
    not_after("observed_on", command.observed_on, day_of(metadata.time))
    return [said.DemandUnmet(agreement=command.agreement, observed_on=command.observed_on)]


def _demanded(
    plan: Open, command: commands.RecordDemandMet | commands.RecordDemandUnmet
) -> Demanded:
    breach = clients_breach_of(plan, _item(command))
    if not isinstance(breach, Demanded):
        raise out_of_order("record what came of a demand", breach)
    return breach


def _item(
    of: commands.DemandCooperation
    | commands.RecordDemandMet
    | commands.RecordDemandUnmet
    | said.CooperationDemanded
    | said.DemandMet
    | said.DemandUnmet,
) -> Item:
    return Item(kind="agreement", id=of.agreement)


def _was_demanded(plan: Open, event: said.CooperationDemanded, at: Envelope) -> Open:
    case = linked(breach_of(plan, _item(event)), at)
    return with_breach(plan, Demanded(case, Demand(at.id, at.metadata.time, event.until)))


def _was_met(plan: Open, event: said.DemandMet, at: Envelope) -> Open:
    return with_breach(plan, Settled(linked(breach_of(plan, _item(event)), at)))


def _was_not_met(plan: Open, event: said.DemandUnmet, at: Envelope) -> Open:
    breach = surely(Demanded, breach_of(plan, _item(event)))
    return with_breach(plan, DemandFailed(linked(breach, at), Unmet(breach.demand)))


DECISIONS: Mapping[type, Decision] = {
    commands.DemandCooperation: _demand,
    commands.RecordDemandMet: _meet,
    commands.RecordDemandUnmet: _fail,
}
CHANGES: Mapping[type, Change] = {
    said.CooperationDemanded: _was_demanded,
    said.DemandMet: _was_met,
    said.DemandUnmet: _was_not_met,
}
