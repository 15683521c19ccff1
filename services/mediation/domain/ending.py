"""Ends that nobody asks for: the four weeks run out, or there is nothing left to mediate."""

from collections.abc import Sequence

from contracts.envelope import Metadata
from contracts.mediation import MediationBecameMoot, MediationExpired
from contracts.model import Event
from services.mediation.domain.commands import EndAsMoot, ExpireMediation
from services.mediation.domain.errors import MediationStillRunning, MediationUnknown
from services.mediation.domain.states import NotRequested, Running, State


def expire(_: ExpireMediation, state: State, metadata: Metadata) -> Sequence[Event]:
    """Once. The event carries the legal end, not the time at which somebody noticed."""
    if isinstance(state, NotRequested):
        raise MediationUnknown
    if not isinstance(state, Running):
        return []
    case = state.case
    if metadata.time < case.ends_at:
        raise MediationStillRunning(case.ends_at)
    return [
        MediationExpired(plan=case.plan, end=case.last_day, ended_at=case.ends_at, rule=case.rule),
    ]


def end_as_moot(command: EndAsMoot, state: State, _: Metadata) -> Sequence[Event]:
    """Only what the plan said after the request and before the end can make a mediation moot."""
    if not isinstance(state, Running):
        return []
    case = state.case
    if command.plan_revision <= case.plan_revision or command.ended_at >= case.ends_at:
        return []
    return [
        MediationBecameMoot(plan=case.plan, cause=command.cause, ended_at=command.ended_at),
    ]
