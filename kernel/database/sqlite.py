"""A service's database in a SQLite file."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from kernel.bulk.driver import cursor
from kernel.write_ahead import log_mode

BUSY_SECONDS = 10.0
"""How long SQLite waits for another process that is writing."""

_USUAL = ("cache_size=-8000", "wal_autocheckpoint=1000")
_FILLING = ("cache_size=-64000", "wal_autocheckpoint=16000")
"""Twice as fast for rows whose keys come in no order; 64 MB each of memory and of log."""

_SORTING = -2000
"""SQLite sorts as many rows at a time as its cache has room for. What fits into the processor's own
cache, and is merged afterwards, takes three fifths of the time that 64 MB at once do."""


class Sqlite:
    """Without `durable` the last transactions may be lost with the power, never half of one: rows
    and checkpoint go together, and the events bring them again."""

    def __init__(self, path: Path, readers: int, durable: bool) -> None:
        sync = "synchronous=FULL" if durable else "synchronous=NORMAL"
        self.writer = _engine(path, 1, "BEGIN IMMEDIATE", sync, *_USUAL)
        self.reader = _engine(path, readers, "BEGIN", "query_only=1", "case_sensitive_like=1")

    def make_room(self, _: Connection) -> None:
        """Nothing to do: whoever writes to a file is alone."""

    def fill(self, many: bool) -> None:
        connection = self.writer.raw_connection()
        try:
            _set(connection.driver_connection, _FILLING if many else _USUAL)
        finally:
            connection.close()


@contextmanager
def sorting(connection: Connection) -> Iterator[None]:
    """Set for making indexes of many rows; on a server there is nothing to set."""
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size={_SORTING}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def _engine(path: Path, connections: int, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late for a snapshot
        log_mode(connection)
        _set(connection, pragmas)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        late = connection.get_execution_options().get("late")
        with cursor(connection) as driver:
            driver.execute("BEGIN" if late else begin)

    return engine


def _set(connection: Any, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
