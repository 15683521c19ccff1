"""Rows in the order of the store, found by several ways, each of them along an index.

A question names what it looks for by one index alone (a way is an equation that the index begins
with; the position ends it) and tells the rest apart itself. So no database can choose a worse way,
and what one page costs is bounded, however much is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    cast,
    func,
    select,
    union_all,
)

AT_ONCE = 50
"""Ways in one statement; SQLite takes at most 500."""

Span = tuple[int, int]
"""Positions: behind the first, up to the second."""


@dataclass(frozen=True, slots=True)
class Ways:
    """`query` selects the columns, the one of the `position` among them."""

    query: Select[Any]
    position: Column[Any]
    each: Sequence[ColumnElement[bool]]

    def rows(
        self, connection: Connection, span: Span, *, first: int, most: int
    ) -> Iterator[Row[Any]]:
        """At most `most`; `first` of them are fetched at once, then ever more."""
        (after, until), size = span, min(first, most)
        while size:
            rows = self._next(connection, (after, until), size)
            yield from rows
            if len(rows) < size:
                return
            after, most = rows[-1].position, most - size
            size = min(size * 4, most)

    def positions(self, connection: Connection, span: Span, limit: int) -> list[int]:
        """Those alone: the database joins them, so that there is no row for each."""
        found: list[int] = []
        for asked in self._asked(span, limit):
            rows = asked.subquery()
            joined = select(func.aggregate_strings(cast(rows.c.position, Text), ","))
            told = connection.execute(joined).scalar()
            found += map(int, told.split(",")) if told else ()
        return sorted(found)[:limit]

    def _next(self, connection: Connection, span: Span, limit: int) -> list[Row[Any]]:
        found = [connection.execute(asked).all() for asked in self._asked(span, limit)]
        if len(found) == 1:
            return list(found[0])
        return list(merge(*found, key=attrgetter("position")))[:limit]

    def _asked(self, span: Span, limit: int) -> Iterator[Any]:
        at = self.position
        within = self.query.where(at > span[0], at <= span[1]).order_by(at).limit(limit)
        parts = (self.each[n : n + AT_ONCE] for n in range(0, len(self.each), AT_ONCE))
        return (_together(within, part, limit) for part in parts)


def _together(within: Select[Any], ways: Sequence[ColumnElement[bool]], limit: int) -> Any:
    each = [within.where(way) for way in ways]
    if len(each) == 1:
        return each[0]
    whole = union_all(*(one.subquery().select() for one in each))
    return whole.order_by(whole.selected_columns.position).limit(limit)
