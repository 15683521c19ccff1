"""Rows by one of their columns: a statement for many keys, made once."""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Column, Connection, Delete, Dialect, Select, Table, delete, select

from kernel.bulk.driver import cursor
from kernel.bulk.statements import Processor, Row, column_by_column, processor

AT_A_TIME = 500
"""Keys that one statement names."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """`made` turns what the driver says into rows."""

    before_the_keys: str
    bind: Processor | None
    made: Callable[[Iterable[Row]], list[Any]]


_statements: WeakKeyDictionary[Table, dict[tuple[Any, ...], _Statement]] = WeakKeyDictionary()


def select_among(
    connection: Connection, columns: Iterable[Column[Any]], by: Column[Any], keys: Collection[Any]
) -> list[Any]:
    """The rows whose `by` is among `keys`, in no order, each with its columns by name."""
    if not keys:
        return []
    known = _statements.setdefault(by.table, {})
    key = (connection.dialect.name, by.name, *(column.name for column in columns))
    if key not in known:
        known[key] = _selecting(columns, by, connection.dialect)
    statement, rows = known[key], list[Any]()
    with cursor(connection) as driver:
        for text, values in _asked(statement, connection.dialect, keys):
            rows += statement.made(driver.execute(text, values))
    return rows


def delete_among(connection: Connection, by: Column[Any], keys: Collection[Any]) -> None:
    """End the rows whose `by` is among `keys`."""
    if not keys:
        return
    known = _statements.setdefault(by.table, {})
    key = (connection.dialect.name, by.name)
    if key not in known:
        known[key] = _made(delete(by.table), by, connection.dialect, list)
    with cursor(connection) as driver:
        for text, values in _asked(known[key], connection.dialect, keys):
            driver.execute(text, values)


def _asked(
    statement: _Statement, dialect: Dialect, keys: Collection[Any]
) -> Iterator[tuple[str, Sequence[Any]]]:
    bind, different = statement.bind, dict.fromkeys(keys)
    bound = [bind(key) for key in different] if bind else list(different)
    for start in range(0, len(bound), AT_A_TIME):
        some = bound[start : start + AT_A_TIME]
        if dialect.name == "postgresql":
            yield statement.before_the_keys + " = ANY(%s)", (some,)
        else:
            yield f"{statement.before_the_keys} IN ({', '.join('?' * len(some))})", some


def _selecting(columns: Iterable[Column[Any]], by: Column[Any], dialect: Dialect) -> _Statement:
    row = namedtuple("Row", [column.name for column in columns])  # type: ignore[misc]
    types = [column.type.dialect_impl(dialect) for column in columns]
    read = column_by_column(one.result_processor(dialect, None) for one in types)
    return _made(select(*columns), by, dialect, lambda rows: list(map(row._make, read(rows))))


def _made(
    what: Select[Any] | Delete, by: Column[Any], dialect: Dialect, made: Callable[..., list[Any]]
) -> _Statement:
    column = dialect.identifier_preparer.quote(by.name)
    text = f"{what.compile(dialect=dialect)} WHERE {column}"
    return _Statement(text, processor(by.type, dialect), made)
