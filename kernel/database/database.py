"""One writer, a few readers, each in a thread of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, MetaData
from sqlalchemy.schema import CreateTable

from kernel.database.changes import MOST_TOGETHER, Alone, Changes, Request, Together, outcome
from kernel.database.engines import Engines, bring_up
from kernel.database.failures import as_store_errors
from kernel.database.postgresql import Postgresql
from kernel.database.sqlite import Sqlite
from kernel.event_store import StoreUnavailable
from kernel.lane import HandOver, Lane
from kernel.migrations import History

R = TypeVar("R")

READERS = 4


class Database:
    """A path is a SQLite file, made when first used; `postgresql://…` a database on a server."""

    def __init__(
        self,
        where: Path | str,
        *,
        schema: str | None = None,
        readers: int = READERS,
        durable: bool = False,
    ) -> None:
        """`schema`: which part of the server's database, made when first used; a file has none.

        `durable`: for rows that no event could bring again. Raises DatabaseRefused.
        """
        self._engines: Engines = (
            Postgresql(where, schema, readers, durable)
            if isinstance(where, str)
            else Sqlite(where, readers, durable)
        )
        self._writes = Lane[Request, Any](
            "database-writer", [Changes(self._write_now).make], MOST_TOGETHER
        )
        self._reads = Lane[Callable[[Connection], Any], Any](
            "database-reader", [self._answers] * readers, 1
        )
        self._filling = 0
        self._up_to_date: set[History] = set()

    async def write(self, change: Callable[[Connection], R]) -> R:
        """Run `change` in a transaction of its own, after all those asked for earlier.

        A caller that is cancelled meanwhile is held until the transaction has ended.
        Raises StoreFull, StoreUnavailable.
        """
        return await self._alone(lambda: self._write_now(change))

    async def write_together(self, change: Callable[[Connection], R]) -> R:
        """The same, in one transaction with those that wait at the same time to be written so: for
        a `change` that is small and may run twice. Where one of them raises, each runs by itself.
        """
        return cast(R, await _finished(self._writes.submit(Together(change))))

    async def write_late(self, change: Callable[[Connection], R]) -> R:
        """As `write`, for a `change` that works long before it writes: on a file, others may write
        until it does. Where it read first, and they did, it runs once more as by `write`.
        """
        try:
            return await self._alone(lambda: self._write_late_now(change))
        except StoreUnavailable:
            return await self.write(change)

    async def read(self, query: Callable[[Connection], R]) -> R:
        """Run `query` on one snapshot: all its statements see the same rows.

        Raises StoreUnavailable.
        """
        return cast(R, await _finished(self._reads.submit(query)))

    async def create(self, metadata: MetaData) -> None:
        """Make the tables that are missing. Several processes may do so at once."""

        def make(connection: Connection) -> None:
            self._engines.make_room(connection)
            for table in metadata.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))

        await self.write(make)

    async def bring_up(self, history: History) -> None:
        """Take the steps of that history which are missing. Several processes may do so at once."""
        if history in self._up_to_date:
            return

        await self._alone(lambda: bring_up(self._engines, history))
        self._up_to_date.add(history)

    @asynccontextmanager
    async def filling(self) -> AsyncIterator[None]:
        """Meanwhile the writer is set for many rows at a time. May be nested."""
        self._filling += 1
        if self._filling == 1:
            await self._alone(lambda: self._engines.fill(True))
        try:
            yield
        finally:
            self._filling -= 1
            if self._filling == 0:
                await self._alone(lambda: self._engines.fill(False))

    async def close(self) -> None:
        """Finish what was asked for and let go of file or server. Closing twice is fine."""
        for lane in (self._writes, self._reads):
            await asyncio.to_thread(lane.close)
        for engine in (self._engines.reader, self._engines.writer):
            engine.dispose()

    async def _alone(self, work: Callable[[], R]) -> R:
        return cast(R, await _finished(self._writes.submit(Alone(work))))

    def _write_now(self, change: Callable[[Connection], R]) -> R:
        with as_store_errors(), self._engines.writer.begin() as connection:
            return change(connection)

    def _write_late_now(self, change: Callable[[Connection], R]) -> R:
        with as_store_errors(), self._engines.writer.connect() as connection:
            late = connection.execution_options(late=True)
            with late.begin():
                return change(late)

    def _answers(
        self, queries: Sequence[Callable[[Connection], Any]], hand_over: HandOver
    ) -> list[Any]:
        hand_over()
        return [outcome(partial(self._read_now, query)) for query in queries]

    def _read_now(self, query: Callable[[Connection], R]) -> R:
        with as_store_errors(), self._engines.reader.connect() as connection, connection.begin():
            return query(connection)


async def _finished(running: asyncio.Future[R]) -> R:
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
