"""The trail's tables, made to be small: whatever repeats is a number here.

Measured on SQLite, in ten million events: 43 bytes for an entry, 15 for an index of all entries, 22
to 24 where it holds what is asked of them, too.
"""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    literal_column,
)

Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite keeps an integer in as few bytes as it needs, and a table by its INTEGER primary key."""

ONE: ColumnElement[int] = literal_column("1")
"""Spelled out, so that a database sees that a query asks for what a partial index holds."""


@dataclass(frozen=True, slots=True)
class TrailTables:
    """`entries` are the events. `plans` and `actors` are numbered by the position of the event
    that first named them: the same number in every generation, however events come in pages.
    """

    entries: Table
    plans: Table
    actors: Table
    words: Table
    hours: Table
    disputes: Table


def trail_tables(metadata: MetaData, suffix: str) -> TrailTables:
    return TrailTables(
        entries=_entries(metadata, suffix),
        plans=_plans(metadata, suffix),
        actors=_actors(metadata, suffix),
        words=_words(metadata, suffix),
        hours=_hours(metadata, suffix),
        disputes=_disputes(metadata, suffix),
    )


def _entries(metadata: MetaData, suffix: str) -> Table:
    """`time` is in milliseconds since 1970. `event` and `correlation` are the ends of those ids,
    47 bits: enough to find an event within a plan, and to be made sure of by its body.

    The indexes on numbers that come in no order are the dear ones: there is none on `event`, and
    one on `correlation` for those events alone that a command itself led to (`root` is 1). A
    jobcenter's events, and one of a plan's by its id, are found without a look at an entry: each
    would lie on a page of its own.
    """
    name = f"trail{suffix}"
    root = Column("root", SmallInteger, nullable=False)
    return Table(
        name,
        metadata,
        Column("position", Number, primary_key=True, autoincrement=False),
        Column("plan", Number),
        Column("revision", Integer, nullable=False),
        Column("type", SmallInteger, nullable=False),
        Column("jobcenter", SmallInteger),
        Column("actor", Number, nullable=False),
        Column("time", BigInteger, nullable=False),
        Column("event", BigInteger, nullable=False),
        Column("correlation", BigInteger, nullable=False),
        root,
        Index(f"{name}_by_plan", "plan", "position", "event"),
        Index(f"{name}_by_jobcenter", "jobcenter", "position", "plan", "revision", "type"),
        Index(f"{name}_by_kind", "jobcenter", "type", "position", "plan", "revision"),
        Index(f"{name}_by_actor", "actor", "position"),
        Index(
            f"{name}_by_root",
            "correlation",
            sqlite_where=root == ONE,
            postgresql_where=root == ONE,
        ),
    )


def _plans(metadata: MetaData, suffix: str) -> Table:
    name = f"trail_plans{suffix}"
    return Table(
        name,
        metadata,
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("plan", Uuid, nullable=False),
        Column("client", Text),
        Column("jobcenter", Text),
        Column("counsellor", Text),
        Index(f"{name}_by_plan", "plan", unique=True),
        Index(f"{name}_by_client", "client"),
    )


def _actors(metadata: MetaData, suffix: str) -> Table:
    """Who acted, in which role, for which organisation, on whose behalf; '' where nothing is."""
    name = f"trail_actors{suffix}"
    return Table(
        name,
        metadata,
        Column("sub", Text, primary_key=True),
        Column("role", Text, primary_key=True),
        Column("organisation", Text, primary_key=True),
        Column("on_behalf_of", Text, primary_key=True),
        Column("number", Number, nullable=False),
        Index(f"{name}_by_number", "number"),
        Index(f"{name}_by_represented", "on_behalf_of"),
        sqlite_with_rowid=False,
    )


def _words(metadata: MetaData, suffix: str) -> Table:
    """Types of events and jobcenters, numbered from 1 as they come up."""
    return Table(
        f"trail_words{suffix}",
        metadata,
        Column("number", SmallInteger, primary_key=True, autoincrement=False),
        Column("word", Text, nullable=False),
    )


def _hours(metadata: MetaData, suffix: str) -> Table:
    """Between which positions the events of an hour lie: what an index on time would be for."""
    return Table(
        f"trail_hours{suffix}",
        metadata,
        Column("hour", Number, primary_key=True, autoincrement=False),
        Column("first", Number, nullable=False),
        Column("last", Number, nullable=False),
    )


def _disputes(metadata: MetaData, suffix: str) -> Table:
    """Where a fact was disputed: `fact` is the id of the event that stated it."""
    name = f"trail_disputes{suffix}"
    return Table(
        name,
        metadata,
        Column("position", Number, primary_key=True, autoincrement=False),
        Column("plan", Number, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("fact", Uuid, nullable=False),
        Index(f"{name}_by_plan", "plan"),
    )
