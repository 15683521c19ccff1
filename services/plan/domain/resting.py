"""While a mediation runs, consequences rest; late news of it undoes what slipped in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.plan import Item
from services.plan.domain import commands
from services.plan.domain.certainty import surely
from services.plan.domain.chain import breach_of, with_breach
from services.plan.domain.errors import ConsequencesRest
from services.plan.domain.legal_time import day_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    Breach,
    Case,
    Demand,
    Demanded,
    DemandFailed,
    HardshipRuledOut,
    Heard,
    HearingOpen,
    Open,
    ReasonRejected,
    Referred,
    Rest,
    Unmet,
)


def needs_no_mediation(plan: Open) -> None:
    """Raises ConsequencesRest."""
    if plan.rest.running:
        raise ConsequencesRest(tuple(plan.rest.running))


def _suspend(command: commands.SuspendConsequences, plan: Open, _: Metadata) -> Sequence[Event]:
    """Nothing where that was heard before."""
    id = command.mediation
    if id in plan.rest.running or id in plan.rest.over:
        return []
    suspended = said.ConsequencesSuspended(mediation=id, since=command.since, until=command.until)
    return [suspended, *_voided(plan, command)]


def _voided(plan: Open, news: commands.SuspendConsequences) -> Iterator[Event]:
    for breach in plan.breaches.values():
        if isinstance(breach, Referred) and _referral_slipped_in(breach, news):
            yield said.ReferralVoided(
                item=breach.case.item, referral=breach.referral, mediation=news.mediation
            )
        demand = _demand_that_slipped_in(breach, news)
        if demand is not None:
            yield said.DemandVoided(
                agreement=breach.case.item.id, demand=demand.event, mediation=news.mediation
            )


def _referral_slipped_in(breach: Referred, news: commands.SuspendConsequences) -> bool:
    of_duty = isinstance(breach.grounds, Unmet)
    return of_duty and news.since <= breach.referred_at < news.until


def _demand_that_slipped_in(breach: Breach, news: commands.SuspendConsequences) -> Demand | None:
    """A demand made after the begin, or one found unmet whose last day was a protected one."""
    match breach:
        case Demanded(demand=demand):
            found_unmet = False
        case (
            DemandFailed(grounds=Unmet(demand))
            | HearingOpen(grounds=Unmet(demand))
            | Heard(grounds=Unmet(demand))
            | HardshipRuledOut(grounds=Unmet(demand))
            | Referred(grounds=Unmet(demand))
        ):
            found_unmet = True
        case _:
            return None
    protected = day_of(news.since) <= demand.until <= day_of(news.until)
    made_meanwhile = news.since <= demand.made_at < news.until
    return demand if made_meanwhile or (found_unmet and protected) else None


def _resume(command: commands.ResumeConsequences, plan: Open, _: Metadata) -> Sequence[Event]:
    """Nothing where they do not rest because of this mediation."""
    if command.mediation not in plan.rest.running:
        return []
    return [said.ConsequencesResumed(mediation=command.mediation, since=command.since)]


def _suspended(plan: Open, event: said.ConsequencesSuspended, _: Envelope) -> Open:
    running = {**plan.rest.running, event.mediation: event.since}
    return replace(plan, rest=replace(plan.rest, running=running))


def _resumed(plan: Open, event: said.ConsequencesResumed, _: Envelope) -> Open:
    """A demand whose last day fell into the mediation can be met until the day it ended."""
    running = {id: at for id, at in plan.rest.running.items() if id != event.mediation}
    rest = Rest(running, plan.rest.over | {event.mediation})
    began, ended = day_of(plan.rest.running[event.mediation]), day_of(event.since)
    breaches = {id: _prolonged(breach, began, ended) for id, breach in plan.breaches.items()}
    return replace(plan, rest=rest, breaches=breaches)


def _prolonged(breach: Breach, began: date, ended: date) -> Breach:
    if not isinstance(breach, Demanded) or not began <= breach.demand.until < ended:
        return breach
    return replace(breach, demand=replace(breach.demand, until=ended))


def _demand_voided(plan: Open, event: said.DemandVoided, _: Envelope) -> Open:
    breach = breach_of(plan, Item(kind="agreement", id=event.agreement))
    return with_breach(plan, ReasonRejected(_until(breach.case, event.demand)))


def _referral_voided(plan: Open, event: said.ReferralVoided, _: Envelope) -> Open:
    breach = surely(Referred, breach_of(plan, event.item))
    case = _until(breach.case, event.referral)
    return with_breach(plan, HardshipRuledOut(case, breach.grounds))


def _until(case: Case, link: UUID) -> Case:
    """The case as if `link` had not happened: neither it nor what rested on it is part of it."""
    return replace(case, links=case.links[: case.links.index(link)])


DECISIONS: Mapping[type, Decision] = {
    commands.SuspendConsequences: _suspend,
    commands.ResumeConsequences: _resume,
}
CHANGES: Mapping[type, Change] = {
    said.ConsequencesSuspended: _suspended,
    said.ConsequencesResumed: _resumed,
    said.DemandVoided: _demand_voided,
    said.ReferralVoided: _referral_voided,
}
