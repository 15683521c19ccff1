"""The mediator: appointed if neutral, recused if not any more."""

from collections.abc import Sequence

from contracts.envelope import Metadata
from contracts.mediation import MediatorAppointed, MediatorRecused
from contracts.model import Event
from services.mediation.domain import errors
from services.mediation.domain.commands import (
    AppointMediator,
    RecheckNeutrality,
    RecuseMediator,
)
from services.mediation.domain.evolution import sides_of
from services.mediation.domain.guards import running
from services.mediation.domain.states import Running, State, over_at


def appoint(command: AppointMediator, state: State, metadata: Metadata) -> Sequence[Event]:
    """Nobody who was ever involved in counselling this client, nobody who stood on a side here,
    nobody who was recused for that, and not whoever appoints."""
    open_case = running(state, metadata)
    if open_case.mediator is not None:
        raise errors.MediatorAlreadyAppointed(open_case.mediator)
    known = open_case.sides | sides_of(metadata.actor) | open_case.barred
    persons = command.persons_involved | known | {open_case.case.client}
    if command.mediator in persons:
        raise errors.MediatorNotNeutral(command.mediator)
    return [
        MediatorAppointed(
            mediator=command.mediator,
            checked_against=tuple(sorted(persons)),
            plan_revision=command.plan_revision,
        )
    ]


def recuse(command: RecuseMediator, state: State, metadata: Metadata) -> Sequence[Event]:
    open_case = running(state, metadata)
    if command.mediator != open_case.mediator:
        raise errors.NotTheMediator(command.mediator)
    return [MediatorRecused(mediator=command.mediator, cause=command.cause)]


def recheck(command: RecheckNeutrality, state: State, metadata: Metadata) -> Sequence[Event]:
    """The plan's history grew: a mediator whom it now names is recused."""
    if not isinstance(state, Running) or over_at(state, metadata.time):
        return []
    if state.mediator is None or state.mediator not in command.persons_involved:
        return []
    return [MediatorRecused(mediator=state.mediator, cause="involved")]
