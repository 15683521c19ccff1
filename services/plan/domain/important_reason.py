"""The important reason (wichtiger Grund): asked for, stated, assessed by a person with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from services.plan.domain import commands
from services.plan.domain.certainty import surely
from services.plan.domain.chain import (
    breach_of,
    clients_breach_of,
    linked,
    out_of_order,
    with_breach,
)
from services.plan.domain.errors import ReasonNotAskedFor, ReasonTimeRunning
from services.plan.domain.legal_time import day_of, not_before
from services.plan.domain.sides import needs_jobcenter, side_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import MissRecorded, Open, ReasonAsked, ReasonRejected, Settled

_A_DAY = timedelta(days=1)


def _request(
    command: commands.RequestImportantReason, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """By the jobcenter. Raises NothingMissed, NoConsequences, StepOutOfOrder, InThePast."""
    needs_jobcenter(metadata.actor)
    breach = clients_breach_of(plan, command.item)
    if not isinstance(breach, MissRecorded):
        raise out_of_order("ask for an important reason", breach)
    not_before("until", command.until, day_of(metadata.time) + _A_DAY)
    return [said.ImportantReasonRequested(item=command.item, until=command.until)]


def _state(
    command: commands.StateImportantReason, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """Asked or unasked, also late, until it is assessed.

    Raises NothingMissed, NoConsequences, StepOutOfOrder, NotAParty.
    """
    side_of(metadata.actor)
    breach = clients_breach_of(plan, command.item)
    if not isinstance(breach, MissRecorded | ReasonAsked):
        raise out_of_order("state an important reason", breach)
    return [
        said.ImportantReasonStated(item=command.item, text=command.text, evidence=command.evidence)
    ]


def _assess(
    command: commands.AssessImportantReason, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """By a person of the jobcenter, once the reason was stated or the time for it is over.

    Raises NothingMissed, NoConsequences, StepOutOfOrder, ReasonTimeRunning, ReasonNotAskedFor,
    CannotSpeakFor, NotAParty.
    """
    needs_jobcenter(metadata.actor)
    _can_be_assessed(command, plan, metadata)
    return [
        said.ImportantReasonAssessed(
            item=command.item,
            accepted=command.accepted,
            reasons=command.reasons,
            assessor=metadata.actor.sub,
        )
    ]


def _can_be_assessed(
    command: commands.AssessImportantReason, plan: Open, metadata: Metadata
) -> None:
    breach = clients_breach_of(plan, command.item)
    match breach:
        case ReasonAsked(stated=True):
            return
        case ReasonAsked(until=until):
            if day_of(metadata.time) <= until:
                raise ReasonTimeRunning(until)
        case MissRecorded(stated=True):
            if not command.accepted:
                raise ReasonNotAskedFor()
        case _:
            raise out_of_order("assess an important reason", breach)


def _requested(plan: Open, event: said.ImportantReasonRequested, at: Envelope) -> Open:
    breach = surely(MissRecorded, breach_of(plan, event.item))
    return with_breach(plan, ReasonAsked(linked(breach, at), event.until, breach.stated))


def _stated(plan: Open, event: said.ImportantReasonStated, at: Envelope) -> Open:
    breach = breach_of(plan, event.item)
    case = linked(breach, at)
    if isinstance(breach, ReasonAsked):
        return with_breach(plan, replace(breach, case=case, stated=True))
    return with_breach(plan, MissRecorded(case, stated=True))


def _assessed(plan: Open, event: said.ImportantReasonAssessed, at: Envelope) -> Open:
    case = linked(breach_of(plan, event.item), at)
    return with_breach(plan, Settled(case) if event.accepted else ReasonRejected(case))


DECISIONS: Mapping[type, Decision] = {
    commands.RequestImportantReason: _request,
    commands.StateImportantReason: _state,
    commands.AssessImportantReason: _assess,
}
CHANGES: Mapping[type, Change] = {
    said.ImportantReasonRequested: _requested,
    said.ImportantReasonStated: _stated,
    said.ImportantReasonAssessed: _assessed,
}
