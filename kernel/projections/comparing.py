"""Rows of two generations side by side: what is different, key by key, in flat memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Table, literal, select, tuple_

CHUNK = 1_000
"""Rows of each table that are held in memory."""

_SHOWN = 60
Key = tuple[Any, ...]
Rows = Iterator[Row[Any]]
Chunks = Callable[[Callable[[Connection], Sequence[Row[Any]]]], Sequence[Row[Any]]]
"""Runs a query for the next chunk, wherever the rows are read."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one value; `column` is None where the whole row is there on one side alone."""

    table: str
    key: Key
    column: str | None
    live: Any
    rebuilt: Any

    def __str__(self) -> str:
        where = f"{self.table} {', '.join(map(str, self.key))}"
        if self.column is None:
            return f"{where}: {'only live' if self.live else 'only rebuilt'}"
        return f"{where}: {self.column}: live {_shown(self.live)}, rebuilt {_shown(self.rebuilt)}"


def differences(
    live: Table, rebuilt: Table, of_live: Chunks, of_rebuilt: Chunks
) -> Iterator[Difference]:
    """Every difference in the order of the primary key, which Python and both databases sort alike:
    numbers, ids, moments, and texts by their bytes."""
    width = len(live.primary_key.columns)
    names = [column.name for column in _compared(live)]
    ours, theirs = _rows(live, of_live), _rows(rebuilt, of_rebuilt)
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None or other is not None:
        if other is None or (mine is not None and mine[:width] < other[:width]):
            assert mine is not None
            yield Difference(live.name, tuple(mine[:width]), None, True, False)
            mine = next(ours, None)
        elif mine is None or other[:width] < mine[:width]:
            yield Difference(live.name, tuple(other[:width]), None, False, True)
            other = next(theirs, None)
        else:
            for name, value, wanted in zip(names, mine[width:], other[width:], strict=True):
                if value != wanted:
                    yield Difference(live.name, tuple(mine[:width]), name, value, wanted)
            mine, other = next(ours, None), next(theirs, None)


def _compared(table: Table) -> list[Any]:
    """What events alone decide: a column that is written beside them says so in its `info`."""
    return [c for c in table.columns if not c.primary_key and not c.info.get("beside")]


def _rows(table: Table, chunk: Chunks) -> Rows:
    key = list(table.primary_key.columns)
    if not key:
        raise ValueError(f"{table.name} has no primary key to compare its rows by")
    query = select(*key, *_compared(table)).order_by(*key).limit(CHUNK)
    found = chunk(lambda connection: connection.execute(query).all())
    while found:
        yield from found
        last = [literal(value, c.type) for value, c in zip(found[-1], key, strict=False)]
        further = query.where(tuple_(*key) > tuple_(*last))
        found = chunk(lambda connection, further=further: connection.execute(further).all())  # type: ignore[misc]


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        return f"sha256:{sha256(value).hexdigest()[:12]} ({len(value)} bytes)"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
