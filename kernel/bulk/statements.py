"""One statement for many rows of a table, compiled once."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Column, Connection, Dialect, LargeBinary, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from kernel.bulk.driver import cursor

Row = tuple[Any, ...]
"""One value for each column of the table, in the table's order."""

Processor = Callable[[Any], Any]

Bound = Callable[[Iterable[Row]], list[Row]]
"""What the columns' types do to values; the raw statement would leave it out."""

Merge = Callable[[Table, Any], Mapping[str, Any]]
"""What changes in a row that is there: by the table's columns, and by those of the new row."""

_Made = Callable[[Dialect], tuple[str, Iterable[Column[Any]]]]
"""A statement, and the columns that its values are for."""

_statements: WeakKeyDictionary[Table, dict[Hashable, tuple[str, Bound]]] = WeakKeyDictionary()


def replace_all(old: Table, new: Any) -> Mapping[str, Any]:
    """A Merge: nothing of the old row stays but its key."""
    return {column.name: new[column.name] for column in old.columns if not column.primary_key}


def insert(connection: Connection, table: Table, rows: Sequence[Row], merge: Merge | None) -> None:
    """Without `merge` no row may be there yet. A server is asked once for all rows."""

    def made(dialect: Dialect) -> tuple[str, Iterable[Column[Any]]]:
        insert = (postgresql if dialect.name == "postgresql" else sqlite).insert(table)
        statement = on_conflict(table, insert, merge) if merge else insert
        names = [column.name for column in table.columns]
        return str(statement.compile(dialect=dialect, column_keys=names)), table.columns

    if connection.dialect.name != "postgresql":
        _many(connection, table, ("INSERT", merge), made, rows)
    elif rows:
        _at_once(connection, table, merge, made, last_of_each(table, rows) if merge else rows)


def bulk_update(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Set the columns of these `names`: each of `rows` has their values, then a primary key."""

    def made(dialect: Dialect) -> tuple[str, Iterable[Column[Any]]]:
        columns = [table.c[name] for name in names]
        change = f"UPDATE {_name(table, dialect)} SET {_given(columns, ', ', dialect)}"
        where = _given(table.primary_key, " AND ", dialect)
        return f"{change} WHERE {where}", (*columns, *table.primary_key)

    _many(connection, table, ("UPDATE", *names), made, rows)


def bulk_delete(connection: Connection, table: Table, keys: Sequence[Row]) -> None:
    """End the rows with these primary keys, as far as there are any."""

    def made(dialect: Dialect) -> tuple[str, Iterable[Column[Any]]]:
        where = _given(table.primary_key, " AND ", dialect)
        return f"DELETE FROM {_name(table, dialect)} WHERE {where}", table.primary_key

    _many(connection, table, "DELETE", made, keys)


def on_conflict(table: Table, insert: Any, merge: Merge) -> Any:
    """The INSERT that changes the rows that are there."""
    keys, change = list(table.primary_key.columns), merge(table, insert.excluded)
    if not change:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_=change)


def last_of_each(table: Table, rows: Iterable[Row]) -> list[Row]:
    """One statement may meet each key but once."""
    places = [place for place, column in enumerate(table.c) if column.primary_key]
    return list({tuple(row[place] for place in places): row for row in rows}.values())


def binding(columns: Iterable[Column[Any]], dialect: Dialect) -> Bound:
    return column_by_column([processor(column.type, dialect) for column in columns])


def column_by_column(processors: Iterable[Processor | None]) -> Bound:
    """A row's values, each by the processor of its column; those without one stay as they are."""
    present = [(i, process) for i, process in enumerate(processors) if process is not None]

    def processed(rows: Iterable[Row]) -> list[Row]:
        if not present:
            return rows if isinstance(rows, list) else list(rows)
        values = [list(row) for row in rows]
        for i, process in present:
            for row in values:
                row[i] = process(row[i])
        return [tuple(row) for row in values]

    return processed


def processor(type: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    if isinstance(type, JSON):
        return json.dumps
    if isinstance(type, LargeBinary):
        return None  # both drivers take bytes as they are
    return type.dialect_impl(dialect).bind_processor(dialect)


def _many(
    connection: Connection, table: Table, what: Hashable, made: _Made, rows: Sequence[Row]
) -> None:
    if rows:
        text, bound = _statement(connection.dialect, table, what, made)
        with cursor(connection) as driver:
            driver.executemany(text, bound(rows))


def _at_once(
    connection: Connection, table: Table, merge: Merge | None, made: _Made, rows: Sequence[Row]
) -> None:
    def of_so_many(dialect: Dialect) -> tuple[str, Iterable[Column[Any]]]:
        text, columns = made(dialect)
        before, values, after = text.partition(" VALUES ")
        row, on, conflict = after.partition(" ON CONFLICT ")
        return before + values + ", ".join([row] * len(rows)) + on + conflict, columns

    what = ("INSERT", merge, len(rows))
    text, bound = _statement(connection.dialect, table, what, of_so_many)
    with cursor(connection) as driver:
        driver.execute(text, list(chain.from_iterable(bound(rows))))


def _statement(dialect: Dialect, table: Table, what: Hashable, made: _Made) -> tuple[str, Bound]:
    known, key = _statements.setdefault(table, {}), (dialect.name, what)
    if key not in known:
        text, columns = made(dialect)
        known[key] = (text, binding(columns, dialect))
    return known[key]


def _name(table: Table, dialect: Dialect) -> str:
    return dialect.identifier_preparer.format_table(table)


def _given(columns: Iterable[Column[Any]], between: str, dialect: Dialect) -> str:
    """`a = ?` for each of them."""
    mark = "%s" if dialect.name == "postgresql" else "?"
    quote = dialect.identifier_preparer.quote
    return between.join(f"{quote(column.name)} = {mark}" for column in columns)
