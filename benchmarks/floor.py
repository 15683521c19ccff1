"""The floors: what the machine does where nothing is checked, decided or derived."""

import asyncio
import sqlite3
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

Row = tuple[Any, ...]
Write = tuple[str, Sequence[Row]]
"""A statement and its rows."""

_MOST = 512
"""Requests in one transaction."""


class GroupCommit:
    """One writer thread: whatever came together is inserted and made durable together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[tuple[Sequence[Write], asyncio.Future[None]] | None] = (
            SimpleQueue()
        )
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def commit(self, writes: Sequence[Write]) -> asyncio.Future[None]:
        """Durable when it is done."""
        future: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((writes, future))
        return future

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            batch = [item]
            try:
                while len(batch) < _MOST and (item := self._queue.get_nowait()) is not None:
                    batch.append(item)
            except Empty:
                pass
            self._write(batch)

    def _write(self, batch: list[tuple[Sequence[Write], asyncio.Future[None]]]) -> None:
        by_statement: dict[str, list[Row]] = {}
        for writes, _ in batch:
            for statement, rows in writes:
                by_statement.setdefault(statement, []).extend(rows)
        self._connection.execute("BEGIN IMMEDIATE")
        for statement, rows in by_statement.items():
            self._connection.executemany(statement, rows)
        self._connection.execute("COMMIT")
        self._loop.call_soon_threadsafe(_done, [future for _, future in batch])


def _done(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        future.set_result(None)
