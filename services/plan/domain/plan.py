"""The plan: what it is at first, what a command leads to, what an event changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from contracts import plan as said
from contracts.envelope import Actor, Envelope, Metadata, Recorded
from contracts.model import Event
from services.plan.domain import (
    appointments,
    commands,
    consent,
    demands,
    difficulties,
    drafting,
    hearing,
    important_reason,
    keeping,
    offering,
    on_record,
    people,
    referral,
    resting,
    retracting,
    revising,
)
from services.plan.domain.errors import PlanAlreadyClosed, PlanAlreadyOpen, PlanUnknown
from services.plan.domain.sides import check_standing
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import Closed, NotOpened, Open, Parties, Record, State

_RULES = (
    people,
    drafting,
    revising,
    offering,
    consent,
    on_record,
    keeping,
    retracting,
    difficulties,
    appointments,
    important_reason,
    demands,
    hearing,
    referral,
    resting,
)
DECISIONS: Mapping[type, Decision] = MappingProxyType(
    {command: decision for rules in _RULES for command, decision in rules.DECISIONS.items()}
)
CHANGES: Mapping[type, Change] = MappingProxyType(
    {event: change for rules in _RULES for event, change in rules.CHANGES.items()}
)
_AUTOMATIC = (
    commands.MarkReviewDue,
    commands.MarkAgreementOverdue,
    commands.SuspendConsequences,
    commands.ResumeConsequences,
    commands.AdoptSolution,
)

initial: State = NotOpened()


def decide(command: commands.PlanCommand, state: State, metadata: Metadata) -> Sequence[Event]:
    """The events that follow, none if there is nothing to do. Raises the refusals of `errors`."""
    match state:
        case Open():
            check_standing(state.parties, metadata.actor)
            if isinstance(command, commands.OpenPlan):
                raise PlanAlreadyOpen()
            return DECISIONS[type(command)](command, state, metadata)
        case NotOpened():
            if isinstance(command, commands.OpenPlan):
                return people.open_plan(command, metadata)
            raise PlanUnknown()
        case Closed():
            return _decide_closed(command, state, metadata)


def _decide_closed(
    command: commands.PlanCommand, state: Closed, metadata: Metadata
) -> Sequence[Event]:
    """Only disputes; what comes by itself finds nothing to do."""
    check_standing(state.parties, metadata.actor)
    if isinstance(command, commands.DisputeFact):
        return on_record.dispute(command, state.record, metadata)
    if isinstance(command, _AUTOMATIC):
        return []
    raise PlanAlreadyClosed()


def evolve(state: State, recorded: Recorded[Any]) -> State:
    """The plan after one more event. Raises ValueError for a stream that no decision led to."""
    return _noted(_changed(state, recorded.event, recorded.envelope), recorded.envelope)


def _changed(state: State, event: Any, at: Envelope) -> Open | Closed:
    match state:
        case Open() if isinstance(event, said.PlanClosed):
            return Closed(state.parties, state.record)
        case Open():
            return CHANGES[type(event)](state, event, at)
        case NotOpened() if isinstance(event, said.PlanOpened):
            return people.opened(event)
        case Closed() if isinstance(event, said.FactDisputed):
            return replace(state, record=on_record.disputed(state.record, event))
    raise ValueError(f"{at.type} at {at.stream}@{at.revision} follows from no decision")


def _noted(plan: Open | Closed, at: Envelope) -> Open | Closed:
    """Every event can be disputed; whoever acted as a counsellor was involved from then on."""
    record = Record(plan.record.facts | {at.id}, plan.record.disputes)
    parties = _involving(plan.parties, at.metadata.actor)
    if isinstance(plan, Closed):
        return Closed(parties, record)
    # Spelled out: `replace` takes twice as long, and this runs for every event.
    return Open(
        parties,
        plan.draft,
        plan.agreed,
        plan.promises,
        plan.appointments,
        plan.breaches,
        plan.rest,
        record,
    )


def _involving(parties: Parties, actor: Actor) -> Parties:
    if actor.role != "counsellor" or actor.sub in parties.involved:
        return parties
    return replace(parties, involved=parties.involved | {actor.sub})
