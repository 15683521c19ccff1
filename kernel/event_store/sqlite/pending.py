"""Rows gathered during a transaction, written in bulk."""

import sqlite3
from functools import cache
from typing import Any

_ROWS = 8
"""Rows in one INSERT.

Every statement gives up the interpreter's lock and has to win it back from a busy event loop, so
few are better than many; but SQLite itself is slower with a statement of a hundred rows.
"""


class Pending:
    """Flat lists of values: `streams` (id, name) and `events` (one row after the other)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.streams: list[Any] = []
        self.events: list[Any] = []

    def write(self) -> None:
        self._insert("streams", 2, self.streams)
        self._insert("events", 7, self.events)
        self.forget()

    def forget(self) -> None:
        self.streams.clear()
        self.events.clear()

    def _insert(self, table: str, width: int, values: list[Any]) -> None:
        for start in range(0, len(values), width * _ROWS):
            part = values[start : start + width * _ROWS]
            self._connection.execute(_statement(table, width, len(part) // width), part)


@cache
def _statement(table: str, width: int, rows: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"INSERT INTO {table} VALUES {', '.join([row] * rows)}"
