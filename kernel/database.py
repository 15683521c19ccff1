"""The SQL database of one service: one writer, a few readers, each in a thread of its own.

Everything that SQLite and PostgreSQL do differently stands here and in `kernel.bulk`.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Connection, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeDecorator

from kernel.bulk import bulk_insert, bulk_upsert

__all__ = ["Database", "Moment", "bulk_insert", "bulk_upsert"]

R = TypeVar("R")

READERS = 4
BUSY_SECONDS = 10.0
"""How long SQLite waits for another process that is writing."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_USUAL = ("cache_size=-8000", "wal_autocheckpoint=1000")
_FILLING = ("cache_size=-64000", "wal_autocheckpoint=16000")
"""Twice as fast for rows whose keys come in no order; 64 MB each of memory and of log."""


class Moment(TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970: small, exact, sorts everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, _: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class Database:
    """A path is a SQLite file, made when first used; a URL is whatever SQLAlchemy understands."""

    def __init__(self, where: Path | str, *, readers: int = READERS, durable: bool = False) -> None:
        """`durable`: for rows that no event could bring again."""
        if isinstance(where, Path):
            sync = "synchronous=FULL" if durable else "synchronous=NORMAL"
            self._writer = _sqlite(where, 1, "BEGIN IMMEDIATE", sync, *_USUAL)
            self._reader = _sqlite(where, readers, "BEGIN", "query_only=1")
        else:
            self._writer = create_engine(where, paramstyle="format", pool_size=1)
            self._reader = create_engine(
                where,
                paramstyle="format",
                pool_size=readers,
                isolation_level="REPEATABLE READ",
                execution_options={"postgresql_readonly": True},
            )
        self._is_sqlite = isinstance(where, Path)
        self._write_thread = ThreadPoolExecutor(1, "write")
        self._read_threads = ThreadPoolExecutor(readers, "read")
        self._filling = 0

    async def write(self, change: Callable[[Connection], R]) -> R:
        """Run `change` in a transaction of its own, after all those asked for earlier.

        A caller that is cancelled meanwhile is held until the transaction has ended.
        """
        return await _finished(self._write_thread, self._write_now, change)

    async def read(self, query: Callable[[Connection], R]) -> R:
        """Run `query` on one snapshot: all its statements see the same rows."""
        return await _finished(self._read_threads, self._read_now, query)

    async def create(self, metadata: MetaData) -> None:
        """Make the tables that are missing."""
        await self.write(
            lambda connection: [
                connection.execute(CreateTable(table, if_not_exists=True))
                for table in metadata.sorted_tables
            ]
        )

    @asynccontextmanager
    async def filling(self) -> AsyncIterator[None]:
        """Meanwhile the writer is set for many rows at a time. May be nested."""
        self._filling += 1
        if self._filling == 1:
            await self._set(*_FILLING)
        try:
            yield
        finally:
            self._filling -= 1
            if self._filling == 0:
                await self._set(*_USUAL)

    async def close(self) -> None:
        """Finish what was asked for and let go of the file. Closing twice is fine."""
        for threads in (self._write_thread, self._read_threads):
            await asyncio.to_thread(threads.shutdown)
        for engine in (self._reader, self._writer):
            engine.dispose()

    def _write_now(self, change: Callable[[Connection], R]) -> R:
        with self._writer.begin() as connection:
            return change(connection)

    def _read_now(self, query: Callable[[Connection], R]) -> R:
        with self._reader.connect() as connection, connection.begin():
            return query(connection)

    async def _set(self, *pragmas: str) -> None:
        if self._is_sqlite:
            await _finished(self._write_thread, self._set_now, pragmas)

    def _set_now(self, pragmas: tuple[str, ...]) -> None:
        connection = self._writer.raw_connection()
        try:
            _pragmas(connection.driver_connection, pragmas)
        finally:
            connection.close()


async def _finished(threads: ThreadPoolExecutor, work: Callable[[Any], R], argument: object) -> R:
    running = asyncio.get_running_loop().run_in_executor(threads, work, argument)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _sqlite(path: Path, connections: int, begin: str, *pragmas: str) -> Engine:
    """With `synchronous=NORMAL` the last transactions may be lost with the power, never half of
    one: rows and checkpoint go together, and the events bring them again."""
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late for a snapshot
        _pragmas(connection, ("journal_mode=WAL", *pragmas))

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _pragmas(connection: Any, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
