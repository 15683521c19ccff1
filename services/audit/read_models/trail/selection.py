"""Looking for events: by plan, client, person, role, jobcenter, kind, period, cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from services.audit.read_models.trail.places import Place
from services.audit.read_models.trail.plans import plans_numbered
from services.audit.read_models.trail.said import moment
from services.audit.read_models.trail.search import Search, Selection, search_for
from services.audit.read_models.trail.tables import TrailTables
from services.audit.read_models.trail.words import glossary
from services.audit.read_models.ways import Ways

MOST_EXAMINED = 5_000
"""Rows that one page may cost. A page that found nothing so far says where to go on."""


@dataclass(frozen=True, slots=True)
class Found:
    """`reached` is how far was looked; `more` says that there may be something behind it."""

    places: Sequence[Place]
    reached: int
    more: bool


def find(
    connection: Connection,
    tables: TrailTables,
    wanted: Selection,
    *,
    after: int,
    until: int,
    limit: int,
) -> Found:
    """The next places behind position `after`, up to `until`, in order; at most `limit`."""
    search = search_for(connection, tables, wanted, after, until)
    if search is None:
        return Found((), until, False)
    query = _query(tables, search)
    rows, reached, more = _accepted(connection, tables, search, query, (after, until, limit))
    return Found(_places(connection, tables, rows), reached, more)


@dataclass(frozen=True, slots=True)
class Listed:
    """The same, as positions alone."""

    positions: Sequence[int]
    reached: int
    more: bool


def list_positions(
    connection: Connection,
    tables: TrailTables,
    wanted: Selection,
    *,
    after: int,
    until: int,
    limit: int,
) -> Listed:
    """What `find` finds, for those who want everything and need little of each."""
    search = search_for(connection, tables, wanted, after, until)
    if search is None:
        return Listed((), until, False)
    if search.ways_are_enough:
        c = tables.entries.c.position
        found = Ways(select(c), c, search.ways).positions(connection, search.span, limit + 1)
        more = len(found) > limit
        return Listed(found[:limit], found[limit - 1] if more else until, more)
    query = _query(tables, search)
    rows, reached, more = _accepted(connection, tables, search, query, (after, until, limit))
    return Listed([row[0] for row in rows], reached, more)


def _accepted(
    connection: Connection,
    tables: TrailTables,
    search: Search,
    query: Select[Any],
    asked: tuple[int, int, int],
) -> tuple[list[Any], int, bool]:
    """The rows, how far was looked, and whether there may be more behind it. No more are looked at
    than one page may cost."""
    reached, until, limit = asked
    ways = Ways(query, tables.entries.c.position, search.ways)
    if search.ways_are_enough:
        found = list(ways.rows(connection, search.span, first=limit + 1, most=limit + 1))
        more = len(found) > limit
        return found[:limit], found[limit - 1].position if more else until, more
    rows: list[Any] = []
    examined = ways.rows(connection, search.span, first=limit + 1, most=MOST_EXAMINED)
    for number, row in enumerate(examined, 1):
        if search.accepts(row):
            if len(rows) == limit:
                return rows, reached, True
            rows.append(row)
        reached = row.position
        if number == MOST_EXAMINED:
            return rows, reached, True
    return rows, until, False


def _query(tables: TrailTables, search: Search) -> Select[Any]:
    c = tables.entries.c
    query: Select[Any] = select(c.position, c.plan, c.revision, c.type)
    if search.ways_are_enough:
        return query  # the index that it goes by holds all of these
    query = query.add_columns(c.jobcenter, c.actor, c.time, c.correlation)
    if search.role is None:
        return query
    role = select(tables.actors.c.role).where(tables.actors.c.number == c.actor)
    return query.add_columns(role.scalar_subquery().label("role"))


def _places(connection: Connection, tables: TrailTables, rows: Sequence[Any]) -> list[Place]:
    numbers = {row.plan for row in rows if row.plan is not None}
    plans = plans_numbered(connection, tables.plans, numbers)
    types = glossary(connection, tables.words, numbers={row.type for row in rows}).words
    return [Place(row.position, row.revision, types[row.type], plans.get(row.plan)) for row in rows]


def time_at(connection: Connection, entries: Table, position: int) -> datetime | None:
    """When the newest event up to a position happened; None where there is none."""
    c = entries.c
    query = select(c.time).where(c.position <= position).order_by(c.position.desc()).limit(1)
    time = connection.execute(query).scalar()
    return None if time is None else moment(time)
