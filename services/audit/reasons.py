"""Why something was changed: the events that a change goes back to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from contracts.envelope import Recorded
from contracts.model import Event
from contracts.plan import (
    DifficultyAnswered,
    DifficultyReported,
    PlanAgreed,
    ReviewFellDue,
    RevisionDropped,
    RevisionStarted,
)

BEHIND: Mapping[str, tuple[type[Event], ...]] = MappingProxyType(
    {
        "review": (ReviewFellDue,),
        "difficulty": (DifficultyReported, DifficultyAnswered),
        "changed_circumstances": (),
        "mediation": (),
    }
)
"""What a revision's cause refers to in the plan's own stream; a mediation has a stream of its own
and is named by the event's cause."""


def because(events: Sequence[Recorded[Any]], index: int) -> list[Recorded[Any]]:
    """In order: what the revision goes back to within which the change was made, and its start.

    Nothing for changes outside a revision: a first draft, or what became of an agreement.
    """
    started = _revision(events, index)
    if started is None:
        return []
    behind = BEHIND[events[started].event.cause]
    found = (_latest(events, started, kind) for kind in behind)
    return [*(one for one in found if one is not None), events[started]]


def _revision(events: Sequence[Recorded[Any]], index: int) -> int | None:
    """The start of the revision that was open when the change was made."""
    for at in range(index, -1, -1):
        event = events[at].event
        if isinstance(event, RevisionStarted):
            return at
        if at < index and isinstance(event, PlanAgreed | RevisionDropped):
            return None
    return None


def _latest(
    events: Sequence[Recorded[Any]], before: int, kind: type[Event]
) -> Recorded[Any] | None:
    return next((one for one in reversed(events[:before]) if isinstance(one.event, kind)), None)
