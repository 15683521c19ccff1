"""What must hold before anything else is asked: it runs, and one speaks for oneself."""

from contracts.envelope import Actor, Metadata
from contracts.plan import Channel, ConsentingParty
from services.mediation.domain.errors import (
    MediationOver,
    MediationUnknown,
    NotTheMediator,
    SpeaksForAnother,
)
from services.mediation.domain.states import Ended, NotRequested, Running, State

OWN_SIDE: dict[str, ConsentingParty] = {"client": "client", "counsellor": "jobcenter"}


def running(state: State, metadata: Metadata) -> Running:
    """Nothing is accepted after the end, whether or not somebody has written the end down.

    Raises MediationUnknown, MediationOver.
    """
    if isinstance(state, NotRequested):
        raise MediationUnknown
    if isinstance(state, Ended):
        raise MediationOver(state.how, state.ended_at)
    if metadata.time >= state.case.ends_at:
        raise MediationOver("expired", state.case.ends_at)
    return state


def own_voice(actor: Actor, party: ConsentingParty) -> None:
    """A party speaks for itself; the office (role system) records what reached it on paper.

    Raises SpeaksForAnother.
    """
    if actor.role != "system" and OWN_SIDE.get(actor.role) != party:
        raise SpeaksForAnother(
            f"A {actor.role} cannot do this for the {party}.",
            allowed="Each party speaks for itself; letters are recorded by the office.",
        )


def own_answer(actor: Actor, party: ConsentingParty, channel: Channel) -> None:
    """An answer is the party's own; a client may give it to the mediator, who records how.

    Raises SpeaksForAnother.
    """
    if OWN_SIDE.get(actor.role) == party:
        return
    if actor.role == "mediator" and party == "client" and channel != "portal":
        return
    raise SpeaksForAnother(
        f"A {actor.role} cannot answer for the {party} by {channel}.",
        allowed="Each party answers for itself; the mediator may record what the client said "
        "in person, by phone or by letter.",
    )


def by_the_mediator(state: State, metadata: Metadata) -> Running:
    """Raises MediationUnknown, MediationOver, NotTheMediator."""
    open_case = running(state, metadata)
    the_mediator(open_case, metadata)
    return open_case


def the_mediator(open_case: Running, metadata: Metadata) -> None:
    """Raises NotTheMediator."""
    if metadata.actor.sub != open_case.mediator:
        raise NotTheMediator(metadata.actor.sub)
