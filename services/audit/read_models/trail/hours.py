"""Which positions a period has: events come nearly in the order of their times, not quite."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from kernel.database import bulk_upsert
from services.audit.read_models.trail.said import milliseconds

HOUR = 3_600_000
FARTHEST = 2**62
"""Behind every position."""


def add_hours(
    connection: Connection, table: Table, positions: Sequence[int], times: Sequence[int]
) -> None:
    """`times` in milliseconds, one for each of the `positions`, which come in order."""
    hours = [time // HOUR for time in times]
    first = dict(zip(reversed(hours), reversed(positions), strict=True))
    last = dict(zip(hours, positions, strict=True))
    bulk_upsert(connection, table, [(hour, first[hour], last[hour]) for hour in last], _longer)


def _longer(_: Table, new: Any) -> Mapping[str, Any]:
    """An hour begins where it began."""
    return {"last": new.last}


def positions(
    connection: Connection, table: Table, since: datetime | None, before: datetime | None
) -> tuple[int, int] | None:
    """The first and the last position that an event of the period can have; None if it has none."""
    if since is None and before is None:
        return (1, FARTHEST)
    query = select(func.min(table.c.first), func.max(table.c.last))
    if since is not None:
        query = query.where(table.c.hour >= milliseconds(since) // HOUR)
    if before is not None:
        query = query.where(table.c.hour <= milliseconds(before) // HOUR)
    first, last = connection.execute(query).one()
    return None if first is None else (first, last)
