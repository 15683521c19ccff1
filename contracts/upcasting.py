"""From an event as it was once said to the event as it is said today. Stored bytes never change."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from contracts.model import Event
from contracts.past import AppointmentMissedV1
from contracts.plan import AppointmentMissed


class Upcaster(NamedTuple):
    """One step. `upcast` is pure and total: whatever was valid then has a meaning now."""

    old: type[Event]
    new: type[Event]
    upcast: Callable[[Any], Event]


def _appointment_missed(old: AppointmentMissedV1) -> AppointmentMissed:
    """Only the client's misses were recorded then."""
    return AppointmentMissed(
        appointment=old.appointment, party="client", observed_on=old.observed_on, facts=old.facts
    )


UPCASTERS: Sequence[Upcaster] = (
    Upcaster(AppointmentMissedV1, AppointmentMissed, _appointment_missed),
)


def steps_from(model: type[Event], upcasters: Sequence[Upcaster]) -> list[Upcaster]:
    """All that lie between a model and its newest version; none for the newest."""
    by_old: Mapping[type[Event], Upcaster] = MappingProxyType({u.old: u for u in upcasters})
    steps: list[Upcaster] = []
    while (step := by_old.get(model)) is not None:
        steps.append(step)
        model = step.new
    return steps
