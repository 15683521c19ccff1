"""Appends within one transaction: expected revisions, repetitions, positions."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kernel.event_store import (
    Appended,
    Exact,
    ExpectedRevision,
    NewEvent,
    NoStream,
    StreamExists,
    WrongExpectedRevision,
)
from kernel.event_store.sqlite.file import LAYOUT
from kernel.event_store.sqlite.pending import Pending

REMEMBERED = 50_000
"""Streams whose last revision is kept in memory."""


@dataclass(slots=True)
class _Head:
    """Where a stream stands, with what is in the open transaction."""

    stream: int
    category: str
    revision: int


class Ledger:
    """Between `begin` and `commit`, appends are answered from memory and written in bulk.

    Positions are given out inside the write transaction, so no reader ever sees a gap. Memory is
    trusted for as long as no other process has written (`PRAGMA data_version`).
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version: int | None = None
        self._heads: dict[str, _Head] = {}
        self._kinds: dict[tuple[str, str], int] = {}
        self._position = self._last_stream = 0
        self._pending = Pending(connection)

    def begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._learn()
            self._version = version
        if len(self._heads) > REMEMBERED:
            for name in list(islice(self._heads, REMEMBERED // 4)):
                del self._heads[name]

    def write(self) -> None:
        """Make all rows of what was appended; `commit` then has only the disk to wait for."""
        self._pending.write()

    def commit(self) -> int:
        """Make it durable; the position of the newest event."""
        self.write()
        self._connection.execute("COMMIT")
        return self._position

    def rollback(self) -> None:
        """Undo what was begun, and forget what was thought of it."""
        self._version = None
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def touch(self) -> None:
        """Something that has to be written, though it changes nothing."""
        self._connection.execute(f"PRAGMA user_version = {LAYOUT}")

    def append(
        self, stream: str, events: Sequence[NewEvent], expected: ExpectedRevision
    ) -> Appended:
        """Raises WrongExpectedRevision, and has done nothing then."""
        head = self._heads.get(stream) or self._find(stream)
        following = 0 if head is None else head.revision + 1
        landing = self._landing(head, events, expected)
        if landing == following:
            return self._add(head or self._create(stream), events)
        repeated = None if head is None else self._repeated(head, events, landing)
        if repeated is not None:
            return repeated
        raise WrongExpectedRevision(stream, expected, None if head is None else head.revision)

    def _landing(
        self, head: _Head | None, events: Sequence[NewEvent], expected: ExpectedRevision
    ) -> int:
        """The revision at which these events land, or landed if they were appended before."""
        if isinstance(expected, Exact):
            return expected.revision + 1
        if isinstance(expected, NoStream):
            return 0
        if head is None:
            return -1 if isinstance(expected, StreamExists) else 0
        self._pending.write()
        (earlier,) = self._connection.execute(
            "SELECT min(revision) FROM events WHERE stream = ?"
            " AND hex(id) IN (SELECT value FROM json_each(?))",
            (head.stream, json.dumps([event.id.hex.upper() for event in events])),
        ).fetchone()
        return head.revision + 1 if earlier is None else int(earlier)

    def _repeated(self, head: _Head, events: Sequence[NewEvent], first: int) -> Appended | None:
        """What these events were answered with, if they are what stands there from `first` on."""
        self._pending.write()
        last = first + len(events) - 1
        there = self._connection.execute(
            "SELECT id, position FROM events WHERE stream = ? AND revision BETWEEN ? AND ?"
            " ORDER BY revision",
            (head.stream, first, last),
        ).fetchall()
        if [id for id, _ in there] != [event.id.bytes for event in events]:
            return None
        return Appended(last, there[-1][1])

    def _add(self, head: _Head, events: Sequence[NewEvent]) -> Appended:
        rows, position, revision = self._pending.events, self._position, head.revision
        for id, type, data, metadata in events:
            position += 1
            revision += 1
            kind = self._kinds.get((head.category, type)) or self._kind(head.category, type)
            rows += (position, head.stream, revision, kind, id.bytes, metadata, data)
        self._position, head.revision = position, revision
        return Appended(revision, position)

    def _find(self, stream: str) -> _Head | None:
        found = self._connection.execute(
            "SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id)"
            " FROM streams WHERE name = ?",
            (stream,),
        ).fetchone()
        if found is None:
            return None
        head = self._heads[stream] = _Head(found[0], _category(stream), found[1])
        return head

    def _create(self, stream: str) -> _Head:
        self._last_stream += 1
        self._pending.streams += (self._last_stream, stream)
        head = self._heads[stream] = _Head(self._last_stream, _category(stream), -1)
        return head

    def _kind(self, category: str, type: str) -> int:
        kind = self._connection.execute(
            "INSERT INTO kinds(category, type) VALUES (?, ?)", (category, type)
        ).lastrowid
        assert kind is not None
        self._kinds[category, type] = kind
        return kind

    def _learn(self) -> None:
        self._heads.clear()
        self._pending.forget()
        query = self._connection.execute
        self._kinds = {(c, t): id for id, c, t in query("SELECT id, category, type FROM kinds")}
        (self._last_stream,) = query("SELECT coalesce(max(id), 0) FROM streams").fetchone()
        (self._position,) = query("SELECT coalesce(max(position), 0) FROM events").fetchone()


def _category(stream: str) -> str:
    return stream.partition("-")[0]
