"""Many rows at the speed of the driver: one statement per table, rows as tuples."""

from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = tuple[Any, ...]
"""One value for each column of the table, in the table's order."""

_Statement = tuple[str, Callable[[Sequence[Row]], list[Row]]]
_statements: WeakKeyDictionary[Table, dict[tuple[str, bool], _Statement]] = WeakKeyDictionary()


def bulk_insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add `rows`; raises IntegrityError, without adding any, where a key is there already."""
    _execute(connection, table, rows, upsert=False)


def bulk_upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add `rows`, replacing whole those whose primary key is there; of equal keys the last wins."""
    _execute(connection, table, rows, upsert=True)


def _execute(connection: Connection, table: Table, rows: Sequence[Row], *, upsert: bool) -> None:
    if not rows:
        return
    known = _statements.setdefault(table, {})
    key = (connection.dialect.name, upsert)
    if key not in known:
        known[key] = _compile(table, connection.dialect, upsert)
    statement, bound = known[key]
    connection.exec_driver_sql(statement, bound(rows))


def _compile(table: Table, dialect: Dialect, upsert: bool) -> _Statement:
    insert = (postgresql if dialect.name == "postgresql" else sqlite).insert(table)
    if upsert:
        keys = list(table.primary_key.columns)
        rest = {c.name: insert.excluded[c.name] for c in table.columns if not c.primary_key}
        insert = (
            insert.on_conflict_do_update(index_elements=keys, set_=rest)
            if rest
            else insert.on_conflict_do_nothing(index_elements=keys)
        )
    compiled = insert.compile(dialect=dialect, column_keys=[c.name for c in table.columns])
    if not dialect.positional:
        raise ValueError(f"rows are tuples, but {dialect.name} is set to named parameters")
    return str(compiled), _binding(table, dialect)


def _binding(table: Table, dialect: Dialect) -> Callable[[Sequence[Row]], list[Row]]:
    """What the columns' types do to values; the raw statement would leave it out."""
    found = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    processors = [(i, process) for i, process in enumerate(found) if process is not None]

    def bound(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        if not processors:
            return rows if isinstance(rows, list) else list(rows)
        values = [list(row) for row in rows]
        for i, process in processors:
            for row in values:
                row[i] = process(row[i])
        return [tuple(row) for row in values]

    return bound
