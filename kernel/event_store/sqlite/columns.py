"""Events as columns, put together by SQLite itself: the interpreter's lock is given up once for all
of them, not once for each row, so that another thread gets on with what was read before."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from struct import Struct

from kernel.event_store import Columns, columns_of

AT = (
    "FROM json_each(?) wanted CROSS JOIN events e ON e.position = wanted.value"
    " CROSS JOIN streams s ON s.id = e.stream"
)
"""Events at the positions that `asked` names, in their order."""

_ID = Struct("8s4s4s4s12s")

_QUERY = f"""
    SELECT count(*), group_concat(position), group_concat(hex(id), ''), group_concat(kind),
        group_concat(name, char(10)), group_concat(revision),
        CAST(group_concat(metadata, char(10)) AS BLOB), CAST(group_concat(data, char(10)) AS BLOB)
    FROM (
        SELECT e.position, e.id, e.kind, s.name, e.revision, e.metadata, e.data {AT}
    )
"""


def asked(positions: Sequence[int]) -> tuple[str]:
    return (json.dumps(sorted(set(positions))),)


def columns_at(
    connection: sqlite3.Connection, types: Mapping[int, str], positions: Sequence[int]
) -> Columns | None:
    """None where a value holds a line feed, which JSON as we write it never does, or where there is
    more of it than SQLite takes for one value: then events have to be read one by one."""
    try:
        count, *found = connection.execute(_QUERY, asked(positions)).fetchone()
    except sqlite3.DataError:
        return None
    if not count:
        return columns_of(())
    places, ids, kinds, names, revisions, metadata, data = found
    columns = Columns(
        [int(place) for place in places.split(",")],
        _ids(ids),
        [types[int(kind)] for kind in kinds.split(",")],
        names.split("\n"),
        [int(revision) for revision in revisions.split(",")],
        metadata.split(b"\n"),
        data.split(b"\n"),
    )
    return columns if all(len(column) == count for column in columns) else None


def _ids(joined: str) -> list[bytes]:
    """From 32 digits each to the form with hyphens."""
    return list(map(b"-".join, _ID.iter_unpack(joined.lower().encode())))
