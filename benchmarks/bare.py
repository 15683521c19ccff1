"""The floor of a rebuild: read the same pages, parse them, insert the rows as they were found.

The plain one reads whole events and parses them by their contracts. The leanest reads and parses no
more than the model itself does, by the parser that it uses: where that is less, it is lower still.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

import psycopg
from sqlalchemy import JSON, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from contracts import catalogue
from contracts.envelope import Metadata
from kernel.event_store.sqlite.file import connect_reader
from kernel.projections import ReadModel
from services.audit.read_models.trail.said import said_in

PAGE = 10_000
Rows = Sequence[tuple[Any, ...]]


class Target(Protocol):
    """A database of its own for the floor, and the one in which the real rebuild left its rows."""

    dialect: Any

    def found(self, table: Table) -> Rows: ...

    def execute(self, statement: str) -> object: ...

    def prepare_to_index(self) -> None: ...

    def insert(self, table: Table, rows: Rows) -> None: ...

    def close(self) -> None: ...


class InFile:
    dialect = sqlite.dialect()

    def __init__(self, folder: Path, name: str) -> None:
        self._found = folder / f"{name}.db"
        own = folder / f"bare_{name}.db"
        own.unlink(missing_ok=True)
        self._sql = sqlite3.connect(own, isolation_level=None)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "cache_size=-64000",
            "wal_autocheckpoint=16000",
        ):
            self._sql.execute(f"PRAGMA {pragma}")

    def found(self, table: Table) -> Rows:
        with closing(sqlite3.connect(self._found)) as connection:
            return connection.execute(f"SELECT * FROM {table.name}").fetchall()

    def execute(self, statement: str) -> object:
        return self._sql.execute(statement)

    def prepare_to_index(self) -> None:
        """As `kernel.database.sqlite.sorting` does."""
        self._sql.execute("PRAGMA cache_size=-2000")

    def insert(self, table: Table, rows: Rows) -> None:
        marks = ", ".join("?" * len(table.columns))
        self._sql.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)

    def close(self) -> None:
        self._sql.close()


class OnServer:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

    def __init__(self, url: str, name: str) -> None:
        self._name = name
        self._sql = psycopg.connect(url, autocommit=True, options="-c synchronous_commit=off")
        self._sql.execute(f"DROP SCHEMA IF EXISTS bare_{name} CASCADE".encode())
        self._sql.execute(f"CREATE SCHEMA bare_{name}".encode())
        self._sql.execute(f"SET search_path TO bare_{name}".encode())

    def found(self, table: Table) -> Rows:
        columns = (f"{c.name}::text" if isinstance(c.type, JSON) else c.name for c in table.c)
        query = f"SELECT {', '.join(columns)} FROM {self._name}.{table.name}"
        return self._sql.execute(query.encode()).fetchall()

    def execute(self, statement: str) -> object:
        return self._sql.execute(statement.encode())

    def prepare_to_index(self) -> None:
        pass

    def insert(self, table: Table, rows: Rows) -> None:
        with self._sql.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def close(self) -> None:
        self._sql.close()


def rebuilt(
    model: ReadModel[Any], events: Path, target: Target, *, leanest: bool
) -> Iterator[float]:
    """First when everything is ready (0), then when it is done: how many seconds it took."""
    metadata = MetaData()
    model.tables(metadata, f"__v{model.version}_g1")
    tables = [(table, target.found(table)) for table in metadata.sorted_tables]
    reader = connect_reader(events)
    (total,) = reader.execute("SELECT count(*) FROM events").fetchone()
    shares = [(table, iter(rows), len(rows) * PAGE // total + 1) for table, rows in tables]
    columns, parse = _PLAIN[model.name]
    if leanest:
        columns, parse = _LEANEST.get(model.name, (columns, parse))
    yield 0
    began = perf_counter()
    for table, _ in tables:
        target.execute(str(CreateTable(table).compile(dialect=target.dialect)))
    for page in _pages(reader, columns, model.categories):
        parse(page)
        target.execute("BEGIN")
        for table, rows, share in shares:
            target.insert(table, list(islice(rows, share)))
        target.execute("COMMIT")
    target.prepare_to_index()
    for table, _ in tables:
        for index in table.indexes:
            target.execute(str(CreateIndex(index).compile(dialect=target.dialect)))
    yield perf_counter() - began
    reader.close()
    target.close()


def _pages(
    reader: sqlite3.Connection, columns: str, categories: Sequence[str]
) -> Iterator[list[Any]]:
    """Position, then those `columns`, of all events of these categories."""
    marks = ", ".join("?" * len(categories))
    query = (
        f"SELECT position, {columns} FROM events"
        f" WHERE position > ? AND kind IN (SELECT id FROM kinds WHERE category IN ({marks}))"
        " ORDER BY position LIMIT ?"
    )
    after = 0
    while page := reader.execute(query, (after, *categories, PAGE)).fetchall():
        yield page
        after = page[-1][0]


def _parse_all(page: list[Any]) -> None:
    of_metadata = Metadata.__pydantic_validator__.validate_json
    of = {t: model.__pydantic_validator__.validate_json for t, model in catalogue.PLAN.items()}
    for _, type, metadata, data in page:
        of_metadata(metadata)
        of[type](data)


def _parse_metadata(page: list[Any]) -> None:
    of_metadata = Metadata.__pydantic_validator__.validate_json
    for _, _, metadata, _ in page:
        of_metadata(metadata)


def _parse_headings(page: list[Any]) -> None:
    said_in(metadata for _, _, metadata in page)


_WHOLE = "(SELECT type FROM kinds WHERE id = kind), metadata, data"
_PLAIN = {"plan_view": (_WHOLE, _parse_all), "trail": (_WHOLE, _parse_metadata)}
_LEANEST = {"trail": ("kind, metadata", _parse_headings)}
