"""The mediation: what it is at first, what a command leads to, what an event changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contracts.envelope import Metadata
from contracts.model import Event
from services.mediation.domain import (
    beginning,
    commands,
    ending,
    neutrality,
    solutions,
    talks,
)
from services.mediation.domain.evolution import evolve
from services.mediation.domain.states import NotRequested, State

__all__ = ["decide", "evolve", "initial"]

initial: State = NotRequested()

_DECISIONS: Mapping[type, Callable[[Any, State, Metadata], Sequence[Event]]] = {
    commands.RequestMediation: beginning.request,
    commands.JoinMediation: beginning.join,
    commands.WithdrawMediation: beginning.withdraw,
    commands.AppointMediator: neutrality.appoint,
    commands.RecuseMediator: neutrality.recuse,
    commands.RecheckNeutrality: neutrality.recheck,
    commands.ScheduleTalk: talks.schedule,
    commands.RecordTalkHeld: talks.record,
    commands.ProposeSolution: solutions.propose,
    commands.AcceptSolution: solutions.accept,
    commands.DeclineSolution: solutions.decline,
    commands.ExpireMediation: ending.expire,
    commands.EndAsMoot: ending.end_as_moot,
}


def decide(command: commands.MediationCommand, state: State, metadata: Metadata) -> Sequence[Event]:
    """The events that follow, none if there is nothing to do. Raises the refusals of `errors`."""
    return _DECISIONS[type(command)](command, state, metadata)
