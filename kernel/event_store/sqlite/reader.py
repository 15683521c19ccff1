"""Reads events, a page at a time."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice, repeat
from typing import Any

from kernel.event_store import Columns, Page, StoredEvent, columns_of
from kernel.event_store.lazy import LazyEvents, uuid_of
from kernel.event_store.sqlite.columns import AT, StreamNames, asked, columns_at
from kernel.event_store.sqlite.file import meaning
from kernel.lane import HandOver

Question = Callable[["Reader"], Any]

_FARTHEST = 2**62
_ROW = "e.position, s.name, e.revision, e.kind, e.id, e.metadata, e.data"


class Reader:
    """One connection, used by one thread at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._types = _Types(connection)
        self._names = StreamNames(connection)

    def answer(self, questions: Sequence[Question], hand_over: HandOver) -> list[Any]:
        hand_over()
        return [self._answer(question) for question in questions]

    def close(self) -> None:
        self._connection.close()

    def head(self) -> int:
        (head,) = self._connection.execute("SELECT max(position) FROM events").fetchone()
        return head or 0

    def stream(
        self, name: str, start: int | None, backwards: bool, limit: int | None
    ) -> list[StoredEvent]:
        """The events of one stream from revision `start` on, in the direction asked for."""
        compare, order = ("<=", "DESC") if backwards else (">=", "ASC")
        values: list[str | int] = [name]
        where = "s.name = ?"
        if start is not None:
            where += f" AND e.revision {compare} ?"
            values.append(start)
        return self._events(
            f"FROM streams s CROSS JOIN events e ON e.stream = s.id WHERE {where}"
            f" ORDER BY e.revision {order} LIMIT ?",
            (*values, -1 if limit is None else limit),
        )

    def several(self, names: Sequence[str]) -> list[StoredEvent]:
        """The events of these streams, each whole, in the order of the names."""
        return self._events(
            "FROM json_each(?) wanted CROSS JOIN streams s ON s.name = wanted.value"
            " CROSS JOIN events e ON e.stream = s.id ORDER BY wanted.key, e.revision",
            (json.dumps(list(dict.fromkeys(names))),),
        )

    def page(
        self,
        after: int,
        categories: Sequence[str],
        limit: int,
        known: int | None = None,
        bodies: Sequence[str] | None = None,
    ) -> Page:
        """The next events in order of position; where `bodies` are given, only headings of them.
        Up to `known` they are there for sure."""
        # The head first: positions have no gaps, so whatever lies up to it is there to be read.
        head = self.head() if known is None else known
        values = (after, *categories, limit)
        events: Sequence[StoredEvent] = (
            self._events(_next(len(categories)), values)
            if bodies is None
            else self._headings(_next_headings(len(categories), len(bodies)), (*bodies, *values))
        )
        if len(events) < limit:
            after = max(after, head, events[-1].position if events else 0)
            return Page(events, after, caught_up=True)
        return Page(events, events[-1].position, events[-1].position >= self.head())

    def at(self, positions: Sequence[int]) -> list[StoredEvent]:
        """Those at these positions, in order."""
        return self._events(f"{AT} CROSS JOIN streams s ON s.id = e.stream", asked(positions))

    def columns_at(self, positions: Sequence[int]) -> Columns:
        found = columns_at(self._connection, self._types, self._names, positions)
        return columns_of(self.at(positions)) if found is None else found

    def split(self, parts: int) -> list[str]:
        """Streams have numbers in the order in which they began."""
        (most,) = self._connection.execute("SELECT max(id) FROM streams").fetchone()
        ends = sorted({(most or 0) * part // parts for part in range(1, parts)} - {0})
        query = "SELECT name FROM streams WHERE id = ?"
        return [self._connection.execute(query, (id,)).fetchone()[0] for id in ends]

    def streams(
        self,
        after: str | None,
        last: str | None,
        categories: Sequence[str],
        until: int,
        limit: int,
    ) -> Page:
        """The next streams whole, in the order in which they began; `limit` may be exceeded."""
        begun = 0 if after is None else self._id(after)
        end = _FARTHEST if last is None else self._id(last)
        values = (begun, end, until, *categories, limit)
        events = self._events(_next_streams(len(categories)), values)
        if len(events) < limit:
            return Page(events, until, caught_up=True)
        cut = events[-1]
        events += self._events(
            "FROM streams s CROSS JOIN events e ON e.stream = s.id"
            " WHERE s.name = ? AND e.revision > ? AND e.position <= ? ORDER BY e.revision",
            (cut.stream, cut.revision, until),
        )
        return Page(events, 0, caught_up=False)

    def _id(self, stream: str) -> int:
        query = "SELECT id FROM streams WHERE name = ?"
        found = self._connection.execute(query, (stream,)).fetchone()
        if found is None:
            raise ValueError(f"{stream} cannot be read on from: there is no such stream")
        return int(found[0])

    def _events(self, query: str, values: Sequence[Any]) -> list[StoredEvent]:
        rows = self._connection.execute(f"SELECT {_ROW} {query}", values).fetchall()
        types, new, event = self._types, tuple.__new__, StoredEvent
        return [
            new(event, (uuid_of(id), types[kind], data, metadata, stream, revision, position))
            for position, stream, revision, kind, id, metadata, data in rows
        ]

    def _headings(self, query: str, values: Sequence[Any]) -> LazyEvents:
        rows = self._connection.execute(query, values).fetchall()
        columns = zip(*rows, strict=True) if rows else repeat(())
        positions, revisions, kinds, ids, metadata, data = islice(columns, 6)
        return LazyEvents(
            positions=positions,
            ids=ids,
            types=[*map(self._types.__getitem__, kinds)],
            streams=("",) * len(rows),
            revisions=revisions,
            metadata=metadata,
            data=data,
        )

    def _answer(self, question: Question) -> Any:
        try:
            return question(self)
        except sqlite3.Error as error:
            return meaning(error)
        except Exception as error:
            return error


class _Types(dict[int, str]):
    """The type of each kind; kinds are only ever added."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __missing__(self, kind: int) -> str:
        self.update(self._connection.execute("SELECT id, type FROM kinds"))
        return self[kind]


@cache
def _next(categories: int) -> str:
    wanted = f"AND e.kind IN ({_kinds('category', categories)})" if categories else ""
    return (
        "FROM events e CROSS JOIN streams s ON s.id = e.stream"
        f" WHERE e.position > ? {wanted} ORDER BY e.position LIMIT ?"
    )


@cache
def _next_headings(categories: int, bodies: int) -> str:
    wanted = f"AND kind IN ({_kinds('category', categories)})" if categories else ""
    data = f"CASE WHEN kind IN ({_kinds('type', bodies)}) THEN data ELSE x'' END"
    return (
        f"SELECT position, revision, kind, id, metadata, {data} FROM events"
        f" WHERE position > ? {wanted} ORDER BY position LIMIT ?"
    )


def _kinds(by: str, count: int) -> str:
    return f"SELECT id FROM kinds WHERE {by} IN ({_marks(count)})"


@cache
def _next_streams(categories: int) -> str:
    category = "substr(s.name, 1, instr(s.name || '-', '-') - 1)"
    wanted = f"AND {category} IN ({_marks(categories)})" if categories else ""
    return (
        "FROM streams s CROSS JOIN events e ON e.stream = s.id"
        f" WHERE s.id > ? AND s.id <= ? AND e.position <= ? {wanted}"
        " ORDER BY s.id, e.revision LIMIT ?"
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)
