"""COPY into PostgreSQL, in its binary format: into a table, or over the rows that are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import JSON, Column, Connection, Dialect, MetaData, Table, Text, select
from sqlalchemy.dialects.postgresql import insert

from kernel.bulk.driver import cursor
from kernel.bulk.statements import (
    Bound,
    Merge,
    Row,
    binding,
    last_of_each,
    on_conflict,
    replace_all,
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one table is copied into. `types` are those of the binary format."""

    copy: str
    copy_beside: str
    beside: str
    merge: str
    types: Sequence[str]
    bound: Bound


_plans: WeakKeyDictionary[Table, dict[Merge, _Plan]] = WeakKeyDictionary()


def copy_in(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    plan = _plan(table, connection.dialect, replace_all)
    with cursor(connection) as driver:
        _copy(driver, plan.copy, plan, rows)


def copy_over(connection: Connection, table: Table, rows: Sequence[Row], merge: Merge) -> None:
    """By way of a table of this connection's own, empty again when the transaction ends."""
    plan = _plan(table, connection.dialect, merge)
    with cursor(connection) as driver:
        driver.execute(plan.beside)
        _copy(driver, plan.copy_beside, plan, last_of_each(table, rows))
        driver.execute(plan.merge)


def _copy(driver: psycopg.Cursor[Any], statement: str, plan: _Plan, rows: Sequence[Row]) -> None:
    with driver.copy(statement.encode()) as copy:
        copy.set_types(plan.types)
        for row in plan.bound(rows):
            copy.write_row(row)


def _plan(table: Table, dialect: Dialect, merge: Merge) -> _Plan:
    known = _plans.setdefault(table, {})
    if merge not in known:
        known[merge] = _made(table, dialect, merge)
    return known[merge]


def _made(table: Table, dialect: Dialect, merge: Merge) -> _Plan:
    beside = Table(f"beside_{table.name}", MetaData(), *(Column(c.name, c.type) for c in table.c))
    name, name_beside = (dialect.identifier_preparer.format_table(one) for one in (table, beside))
    rows = insert(table).from_select([c.name for c in table.c], select(beside))
    return _Plan(
        copy=f"COPY {name} FROM STDIN (FORMAT BINARY)",
        copy_beside=f"COPY {name_beside} FROM STDIN (FORMAT BINARY)",
        beside=f"CREATE TEMP TABLE IF NOT EXISTS {name_beside} (LIKE {name}) ON COMMIT DELETE ROWS",
        merge=str(on_conflict(table, rows, merge).compile(dialect=dialect)),
        types=[_wire_type(column, dialect) for column in table.c],
        bound=binding(table.columns, dialect),
    )


def _wire_type(column: Column[Any], dialect: Dialect) -> str:
    """JSON travels as the text that it is."""
    if isinstance(column.type, JSON | Text):
        return "text"
    return column.type.compile(dialect).lower()
