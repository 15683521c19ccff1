"""What is looked for, in the numbers of one generation, and by which way it is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, select

from contracts.envelope import Role
from services.audit.read_models.trail.actors import numbers_of
from services.audit.read_models.trail.hours import positions
from services.audit.read_models.trail.plans import PlanFacts, plan_facts, plans_of_client
from services.audit.read_models.trail.said import end_of, milliseconds
from services.audit.read_models.trail.tables import ONE, TrailTables
from services.audit.read_models.trail.words import glossary
from services.audit.read_models.ways import Span

_NOTHING: frozenset[int] = frozenset()

MOST_ROOTS = 100
"""Events that one command leads to itself: far fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What to look for, all of it at once; what is None or empty does not matter.

    `person` acted, or was acted for. `since` is included, `before` is not.
    """

    jobcenter: str | None = None
    plan: UUID | None = None
    client: str | None = None
    person: str | None = None
    role: Role | None = None
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    correlation: UUID | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What a selection names, in the numbers of one generation."""

    jobcenter: int | None
    kinds: frozenset[int]
    plans: Sequence[int]
    actors: frozenset[int]
    correlation: int | None
    alone: Sequence[int]
    """Positions of what the command itself said and that belongs to no plan."""


@dataclass(frozen=True, slots=True)
class Search:
    """`ways` lead to the rows by an index each, `span` are the positions worth looking at."""

    ways: Sequence[ColumnElement[bool]]
    span: Span
    named: Named
    role: Role | None
    since: int | None
    before: int | None

    @property
    def ways_are_enough(self) -> bool:
        """Whether every row that they lead to is meant."""
        named = self.named
        by_office = not (named.plans or named.alone or named.actors)
        by_kind_alone = named.kinds and named.jobcenter is None
        rest = (named.correlation, self.role, self.since, self.before)
        return by_office and not by_kind_alone and all(one is None for one in rest)

    def accepts(self, row: Any) -> bool:
        named = self.named
        return (
            (named.jobcenter is None or row.jobcenter == named.jobcenter)
            and (not named.kinds or row.type in named.kinds)
            and (not named.actors or row.actor in named.actors)
            and (named.correlation is None or row.correlation == named.correlation)
            and (self.role is None or row.role == self.role)
            and (self.since is None or row.time >= self.since)
            and (self.before is None or row.time < self.before)
        )


def search_for(
    connection: Connection, tables: TrailTables, wanted: Selection, after: int, until: int
) -> Search | None:
    """None where something is asked for that there never was."""
    span = positions(connection, tables.hours, wanted.since, wanted.before)
    named = _named(connection, tables, wanted)
    if span is None or named is None:
        return None
    return Search(
        ways=_ways(tables, named),
        span=(max(after, span[0] - 1), min(until, span[1])),
        named=named,
        role=wanted.role,
        since=milliseconds(wanted.since) if wanted.since else None,
        before=milliseconds(wanted.before) if wanted.before else None,
    )


def _named(connection: Connection, tables: TrailTables, wanted: Selection) -> Named | None:
    asked = [word for word in (wanted.jobcenter, *wanted.kinds) if word]
    numbers = glossary(connection, tables.words, words=asked).numbers
    jobcenter = numbers.get(wanted.jobcenter) if wanted.jobcenter else None
    kinds = frozenset(numbers[kind] for kind in wanted.kinds if kind in numbers)
    plans = [plan.number for plan in _plans(connection, tables, wanted)]
    actors = numbers_of(connection, tables.actors, wanted.person) if wanted.person else _NOTHING
    asked_and_found = (
        (wanted.jobcenter, jobcenter),
        (wanted.kinds, kinds),
        (wanted.plan or wanted.client, plans),
        (wanted.person, actors),
    )
    if any(asked and not found for asked, found in asked_and_found):
        return None
    if wanted.correlation is None:
        return Named(jobcenter, kinds, plans, actors, None, ())
    alone: list[int] = []
    if not plans:
        plans, alone = _of_command(connection, tables, end_of(wanted.correlation))
    if not plans and not alone:
        return None
    return Named(jobcenter, kinds, plans, actors, end_of(wanted.correlation), alone)


def _plans(connection: Connection, tables: TrailTables, wanted: Selection) -> list[PlanFacts]:
    if wanted.plan is None:
        return plans_of_client(connection, tables.plans, wanted.client) if wanted.client else []
    found = plan_facts(connection, tables.plans, wanted.plan)
    return [found] if found and wanted.client in (None, found.client) else []


def _of_command(
    connection: Connection, tables: TrailTables, command: int
) -> tuple[list[int], list[int]]:
    """The plans that a command was about, and where it said something about none.

    All that followed from a command is about its plan: whose rows are few, and by one index.
    """
    c = tables.entries.c
    query = select(c.position, c.plan).where(c.correlation == command, c.root == ONE)
    rows = connection.execute(query.limit(MOST_ROOTS)).all()
    plans = sorted({row.plan for row in rows if row.plan is not None})
    return plans, [row.position for row in rows if row.plan is None]


def _ways(tables: TrailTables, named: Named) -> list[ColumnElement[bool]]:
    """By the index that leaves the fewest rows to look at."""
    c = tables.entries.c
    if named.plans or named.alone:
        return [
            *(c.plan == plan for plan in named.plans),
            *(c.position == position for position in named.alone),
        ]
    if named.actors:
        return [c.actor == actor for actor in sorted(named.actors)]
    if named.jobcenter is None:
        return [c.position > 0]
    here = c.jobcenter == named.jobcenter
    return [and_(here, c.type == kind) for kind in sorted(named.kinds)] or [here]
