"""COPY into PostgreSQL, in its binary format: into a table, or over the rows that are there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import JSON, Column, Connection, Dialect, MetaData, Table, Text, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from kernel.bulk.statements import Bound, Row, binding, on_conflict


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one table is copied into. `types` are those of the binary format."""

    copy: str
    copy_beside: str
    beside: str
    merge: str
    types: Sequence[str]
    bound: Bound
    key: Callable[[Row], Row]


_plans: WeakKeyDictionary[Table, _Plan] = WeakKeyDictionary()


def copy_in(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    plan = _plan(table, connection.dialect)
    with _cursor(connection) as cursor:
        _copy(cursor, plan.copy, plan, rows)


def copy_over(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """By way of a table of this connection's own, empty again when the transaction ends."""
    plan = _plan(table, connection.dialect)
    last = {plan.key(row): row for row in rows}  # one INSERT may meet each key but once
    with _cursor(connection) as cursor:
        cursor.execute(plan.beside)
        _copy(cursor, plan.copy_beside, plan, list(last.values()))
        cursor.execute(plan.merge)


def _copy(cursor: psycopg.Cursor[Any], statement: str, plan: _Plan, rows: Sequence[Row]) -> None:
    with cursor.copy(statement.encode()) as copy:
        copy.set_types(plan.types)
        for row in plan.bound(rows):
            copy.write_row(row)


def _plan(table: Table, dialect: Dialect) -> _Plan:
    known = _plans.get(table)
    if known is None:
        known = _plans[table] = _made(table, dialect)
    return known


def _made(table: Table, dialect: Dialect) -> _Plan:
    beside = Table(f"beside_{table.name}", MetaData(), *(Column(c.name, c.type) for c in table.c))
    name, name_beside = (dialect.identifier_preparer.format_table(one) for one in (table, beside))
    merge = insert(table).from_select([c.name for c in table.c], select(beside))
    return _Plan(
        copy=f"COPY {name} FROM STDIN (FORMAT BINARY)",
        copy_beside=f"COPY {name_beside} FROM STDIN (FORMAT BINARY)",
        beside=f"CREATE TEMP TABLE IF NOT EXISTS {name_beside} (LIKE {name}) ON COMMIT DELETE ROWS",
        merge=str(on_conflict(table, merge).compile(dialect=dialect)),
        types=[_wire_type(column, dialect) for column in table.c],
        bound=binding(table, dialect),
        key=_key(table),
    )


def _wire_type(column: Column[Any], dialect: Dialect) -> str:
    """JSON travels as the text that it is."""
    if isinstance(column.type, JSON | Text):
        return "text"
    return column.type.compile(dialect).lower()


def _key(table: Table) -> Callable[[Row], Row]:
    places = [i for i, column in enumerate(table.c) if column.primary_key]
    return lambda row: tuple(row[i] for i in places)


@contextmanager
def _cursor(connection: Connection) -> Iterator[psycopg.Cursor[Any]]:
    """The driver's own, with the errors of all others."""
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor:
            yield cursor
    except psycopg.Error as error:
        raise DBAPIError.instance(
            "COPY", None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
