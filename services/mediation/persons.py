"""Whom an event of a plan involves."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts import plan as said
from contracts.envelope import Actor, Recorded

_NAMED: Mapping[type, Callable[[Any], tuple[str, ...]]] = {
    said.PlanOpened: lambda event: (event.client, event.counsellor),
    said.CounsellorAssigned: lambda event: (event.counsellor, event.previous),
    said.RepresentativeAppointed: lambda event: (event.person,),
    said.RepresentationEnded: lambda event: (event.person,),
    said.PlanAgreed: lambda event: tuple(given.actor.sub for given in event.acceptances),
    said.ImportantReasonAssessed: lambda event: (event.assessor,),
    said.HearingWaived: lambda event: (event.by,),
}


def persons_in(recorded: Recorded[Any]) -> frozenset[str]:
    """Everyone whom one event of a plan involves: who acted, for whom, and who is named."""
    named = _NAMED.get(type(recorded.event), lambda _: ())(recorded.event)
    return frozenset({*_acting(recorded.envelope.metadata.actor), *named})


def _acting(actor: Actor) -> tuple[str, ...]:
    """The system itself is nobody."""
    if actor.role == "system":
        return ()
    return (actor.sub, actor.on_behalf_of) if actor.on_behalf_of else (actor.sub,)
