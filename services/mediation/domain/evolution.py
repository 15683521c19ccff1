"""How each event changes what a mediation is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from contracts import mediation as m
from contracts.envelope import Actor, Envelope, Metadata, Recorded
from contracts.plan import Acceptance, ConsentingParty
from services.mediation.domain.states import (
    Ended,
    NotRequested,
    OpenSolution,
    Running,
    State,
    Talk,
    case,
)

_ASKING: dict[m.Requester, frozenset[ConsentingParty]] = {
    "client": frozenset({"client"}),
    "counsellor": frozenset({"jobcenter"}),
    "both": frozenset({"client", "jobcenter"}),
}


def evolve(state: State, recorded: Recorded[Any]) -> State:
    event, envelope = recorded.event, recorded.envelope
    if isinstance(state, NotRequested) and isinstance(event, m.MediationRequested):
        begun = Running(case(event, envelope.metadata.regime), _ASKING[event.requested_by])
        return _with_sides(begun, envelope)
    if isinstance(state, Running):
        ended = _ended(state, event, envelope)
        return ended or _with_sides(_went_on(state, event, envelope), envelope)
    return state


def sides_of(actor: Actor) -> frozenset[str]:
    """The persons behind an act for one of the parties; none for mediator and office."""
    if actor.role not in ("client", "counsellor"):
        return frozenset()
    return frozenset({actor.sub, actor.on_behalf_of or actor.sub})


def _with_sides(state: Running, envelope: Envelope) -> Running:
    return replace(state, sides=state.sides | sides_of(envelope.metadata.actor))


def _ended(state: Running, event: Any, envelope: Envelope) -> Ended | None:
    match event:
        case m.MediationSettled():
            return Ended(state.case, "settled", envelope.metadata.time, state.mediator)
        case m.MediationWithdrawn(ends=True):
            return Ended(state.case, "withdrawn", envelope.metadata.time, state.mediator)
        case m.MediationBecameMoot():
            return Ended(state.case, "moot", event.ended_at, state.mediator)
        case m.MediationExpired():
            return Ended(state.case, "expired", event.ended_at, state.mediator)
    return None


def _went_on(state: Running, event: Any, envelope: Envelope) -> Running:
    change = _CHANGES.get(type(event))
    return change(state, event, envelope) if change else state


def _joined(state: Running, event: m.MediationJoined, _: Envelope) -> Running:
    return replace(state, asking=state.asking | {event.party})


def _withdrew(state: Running, event: m.MediationWithdrawn, _: Envelope) -> Running:
    return replace(state, asking=state.asking - {event.by})


def _appointed(state: Running, event: m.MediatorAppointed, _: Envelope) -> Running:
    return replace(state, mediator=event.mediator)


def _scheduled(state: Running, event: m.TalkScheduled, _: Envelope) -> Running:
    return replace(state, talks={**state.talks, event.talk: Talk(event.at)})


def _held(state: Running, event: m.TalkHeld, _: Envelope) -> Running:
    held = replace(state.talks[event.talk], held=True)
    return replace(state, talks={**state.talks, event.talk: held})


def _proposed(state: Running, event: m.SolutionProposed, envelope: Envelope) -> Running:
    solution = OpenSolution(event, envelope.metadata.actor.sub)
    return replace(state.without_solution(), solution=solution)


def _recused(state: Running, event: m.MediatorRecused, _: Envelope) -> Running:
    """What a mediator proposed who was not neutral cannot be accepted any more."""
    if event.cause != "involved":
        return replace(state, mediator=None)
    barred = state.barred | {event.mediator}
    return replace(state.without_solution(), mediator=None, barred=barred)


def _accepted(state: Running, event: m.SolutionAccepted, envelope: Envelope) -> Running:
    if state.solution is None:
        return state
    accepted = (*state.solution.accepted, acceptance(event, envelope.metadata))
    return replace(state, solution=replace(state.solution, accepted=accepted))


def _declined(state: Running, event: m.SolutionDeclined, _: Envelope) -> Running:
    if state.solution is None:
        return state
    declined = state.solution.declined | {event.party}
    return replace(state, solution=replace(state.solution, declined=declined))


def acceptance(event: m.SolutionAccepted, metadata: Metadata) -> Acceptance:
    return Acceptance(
        party=event.party, actor=metadata.actor, time=metadata.time, channel=event.channel
    )


_CHANGES: Mapping[type, Callable[[Running, Any, Envelope], Running]] = {
    m.MediationJoined: _joined,
    m.MediationWithdrawn: _withdrew,
    m.MediatorAppointed: _appointed,
    m.MediatorRecused: _recused,
    m.TalkScheduled: _scheduled,
    m.TalkHeld: _held,
    m.SolutionProposed: _proposed,
    m.SolutionAccepted: _accepted,
    m.SolutionDeclined: _declined,
}
