"""Which positions a period has: events come nearly in the order of their times, not quite."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from kernel.database import bulk_upsert
from kernel.event_store import StoredEvent
from services.audit.read_models.trail.said import Said, milliseconds

HOUR = 3_600_000
FARTHEST = 2**62
"""Behind every position."""


def add_hours(
    connection: Connection, table: Table, events: Sequence[StoredEvent], page: Sequence[Said]
) -> None:
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for event, one in zip(events, page, strict=True):
        hour = one.time // HOUR
        if hour not in first:
            first[hour] = event.position
        last[hour] = event.position
    bulk_upsert(connection, table, [(hour, first[hour], last[hour]) for hour in first], _longer)


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
