"""One INSERT per table, compiled once."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Connection, Dialect, LargeBinary, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

Row = tuple[Any, ...]
"""One value for each column of the table, in the table's order."""

Bound = Callable[[Sequence[Row]], list[Row]]
"""What the columns' types do to values; the raw statement would leave it out."""

_statements: WeakKeyDictionary[Table, dict[tuple[str, bool], tuple[str, Bound]]] = (
    WeakKeyDictionary()
)


def execute(connection: Connection, table: Table, rows: Sequence[Row], *, upsert: bool) -> None:
    known = _statements.setdefault(table, {})
    key = (connection.dialect.name, upsert)
    if key not in known:
        known[key] = (
            _compiled(table, connection.dialect, upsert),
            binding(table, connection.dialect),
        )
    statement, bound = known[key]
    connection.exec_driver_sql(statement, bound(rows))


def on_conflict(table: Table, insert: Any) -> Any:
    """The INSERT that replaces whole rows."""
    keys = list(table.primary_key.columns)
    rest = {c.name: insert.excluded[c.name] for c in table.columns if not c.primary_key}
    if not rest:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_=rest)


def _compiled(table: Table, dialect: Dialect, upsert: bool) -> str:
    insert = (postgresql if dialect.name == "postgresql" else sqlite).insert(table)
    statement = on_conflict(table, insert) if upsert else insert
    return str(statement.compile(dialect=dialect, column_keys=[c.name for c in table.columns]))


def binding(table: Table, dialect: Dialect) -> Bound:
    found = [_processor(column.type, dialect) for column in table.columns]
    processors = [(i, process) for i, process in enumerate(found) if process is not None]

    def bound(rows: Sequence[Row]) -> list[Row]:
        if not processors:
            return rows if isinstance(rows, list) else list(rows)
        values = [list(row) for row in rows]
        for i, process in processors:
            for row in values:
                row[i] = process(row[i])
        return [tuple(row) for row in values]

    return bound


def _processor(type: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(type, JSON):
        return json.dumps
    if isinstance(type, LargeBinary):
        return None  # both drivers take bytes as they are
    return type.dialect_impl(dialect).bind_processor(dialect)
