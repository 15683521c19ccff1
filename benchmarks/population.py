"""A store of about so many events, as `koop generate` writes it: plans over three years."""

from datetime import UTC, datetime
from os import cpu_count

from kernel.event_store import EventStore
from koop.generate.cast import Population, years_before
from koop.generate.writing import fill as fill_with

SEED, YEARS = 4711, 3
UNTIL = datetime(2026, 6, 30, tzinfo=UTC)

_OF_A_PLAN = 82
"""Events in three years, on average: not every plan is there from the begin to the end."""

_FEW = 250
"""Plans for which no process need be started."""


def population(plans: int, seed: int = SEED) -> Population:
    """A small one is of one jobcenter: those of the large one are not smaller either."""
    return Population(plans, years_before(UNTIL, YEARS), UNTIL, seed, fewest_jobcenters=1)


def of(events: int, seed: int = SEED) -> Population:
    """Those whose plans have about so many events."""
    return population(max(1, round(events / _OF_A_PLAN)), seed)


async def fill(store: EventStore, people: Population) -> int:
    """How many events there are now."""
    workers = 1 if people.plans <= _FEW else cpu_count() or 1
    return await fill_with(store, people, workers, lambda _, __: None)
