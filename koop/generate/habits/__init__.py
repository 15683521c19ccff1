"""What people usually do, and what they sometimes do: an event, and what it moves them to.

The chances are set so that a plan sees some fifty events a year, half of them messages, and not
quite two versions. Only mediations are sixty times as frequent as they are, so
that some thousand plans see all of their outcomes.
"""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.model import Event
from koop.generate.habits import (
    agreeing,
    appointments,
    consequences,
    drafting,
    keeping,
    mediating,
    people,
)
from koop.generate.life import Habit

_ALL = (people, drafting, agreeing, keeping, appointments, consequences, mediating)

HABITS: Mapping[type[Event], Habit] = MappingProxyType(
    {event: habit for one in _ALL for event, habit in one.HABITS.items()}
)

begin = people.begin
