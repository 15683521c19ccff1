"""Events as columns, put together by SQLite itself: the interpreter's lock is given up once for all
of them, not once for each row, so that another thread gets on with what was read before."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from struct import Struct

from kernel.bounded import forget_oldest
from kernel.event_store import Columns, columns_of

AT = "FROM json_each(?) wanted CROSS JOIN events e ON e.position = wanted.value"
"""Events at the positions that `asked` names, in their order."""

NAMES_IN_MEMORY = 100_000
"""Some 15 MB."""

_ID = Struct("8s4s4s4s12s")

_QUERY = f"""
    SELECT count(*), group_concat(hex(id), ''), group_concat(kind), group_concat(stream),
        group_concat(revision), CAST(group_concat(metadata, char(10)) AS BLOB),
        CAST(group_concat(data, char(10)) AS BLOB)
    FROM (SELECT e.id, e.kind, e.stream, e.revision, e.metadata, e.data {AT})
"""
_NAMES = """
    SELECT s.id, s.name FROM json_each(?) wanted CROSS JOIN streams s ON s.id = wanted.value
"""


class StreamNames:
    """By number. A stream has several events, and each look would read a page of its own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[int, str] = {}

    def of(self, streams: Sequence[int]) -> list[str]:
        forget_oldest(self._known, NAMES_IN_MEMORY)
        try:
            return [*map(self._known.__getitem__, streams)]
        except KeyError:
            unknown = {*streams}.difference(self._known)
        self._known.update(self._connection.execute(_NAMES, asked(unknown)))
        return [*map(self._known.__getitem__, streams)]


def asked(numbers: Iterable[int]) -> tuple[str]:
    return (json.dumps(sorted({*numbers})),)


def columns_at(
    connection: sqlite3.Connection,
    types: Mapping[int, str],
    names: StreamNames,
    positions: Sequence[int],
) -> Columns | None:
    """None where a value holds a line feed, which JSON as we write it never does, where there is
    more of it than SQLite takes for one value, or where there are not events at all of these
    positions: then events have to be read one by one."""
    wanted = sorted({*positions})
    try:
        count, *found = connection.execute(_QUERY, (json.dumps(wanted),)).fetchone()
    except sqlite3.DataError:
        return None
    if not count:
        return columns_of(())
    ids, kinds, streams, revisions, metadata, data = found
    columns = Columns(
        wanted,
        _ids(ids),
        [types[kind] for kind in map(int, kinds.split(","))],
        names.of([*map(int, streams.split(","))]),
        [*map(int, revisions.split(","))],
        metadata.split(b"\n"),
        data.split(b"\n"),
    )
    return columns if all(len(column) == count for column in columns) else None


def _ids(joined: str) -> list[bytes]:
    """From 32 digits each to the form with hyphens."""
    return [*map(b"-".join, _ID.iter_unpack(joined.lower().encode()))]
