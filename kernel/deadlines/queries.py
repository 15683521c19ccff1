"""What the runner asks the rows, and the one thing it writes into them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, bindparam, false, func, select, update

from kernel.deadlines.timers import Timer


def earliest(connection: Connection, table: Table) -> datetime | None:
    """When the next timer that has not fired is due."""
    found: datetime | None = connection.scalar(
        select(func.min(table.c.due_at, type_=table.c.due_at.type)).where(_unfired(table))
    )
    return found


def due(connection: Connection, table: Table, now: datetime, most: int) -> list[Timer]:
    """Those of the earliest instant that has come, none if it has not."""
    first = earliest(connection, table)
    if first is None or first > now:
        return []
    of_that_instant = _unfired(table) & (table.c.due_at == first)
    return _timers(connection, table, of_that_instant, most)


def of_stream(connection: Connection, table: Table, stream: str) -> list[Timer]:
    return _timers(connection, table, table.c.stream == stream)


def mark_fired(connection: Connection, table: Table, timers: Sequence[Timer]) -> None:
    """Unless the same key was set again meanwhile: that is another timer."""
    connection.execute(
        update(table)
        .where(
            table.c.stream == bindparam("its_stream"),
            table.c.key == bindparam("its_key"),
            table.c.position == bindparam("its_position"),
        )
        .values(fired=True),
        [
            {"its_stream": one.stream, "its_key": one.key, "its_position": one.position}
            for one in timers
        ],
    )


def _unfired(table: Table) -> ColumnElement[bool]:
    return table.c.fired == false()


def _timers(
    connection: Connection, table: Table, which: ColumnElement[bool], most: int | None = None
) -> list[Timer]:
    query = (
        select(
            table.c.stream,
            table.c.key,
            table.c.due_at,
            table.c.payload,
            table.c.set_by,
            table.c.position,
        )
        .where(which)
        .order_by(table.c.position, table.c.key)
        .limit(most)
    )
    return [Timer(*row) for row in connection.execute(query)]
