"""The timers of a service: rows derived from events, gone when the events say so."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
)

from kernel.bulk import Row
from kernel.codec import Codec
from kernel.database import Moment, bulk_delete, bulk_upsert
from kernel.deadlines.timers import CancelTimer, CancelTimers, SetTimer, Timers
from kernel.event_store import StoredEvent


class Deadlines:
    """A ReadModel of the timers that `timers` derives from the events of `categories`.

    Of events whose type is not among `types` (none named: all count) not even the data is read.
    `newest` is the position of the last event that set one: whoever waits looks again from there.
    """

    by_stream = True

    def __init__(
        self,
        name: str,
        version: int,
        categories: tuple[str, ...],
        codec: Codec,
        timers: Timers,
        *,
        types: Collection[str] = (),
    ) -> None:
        self.name, self.version, self.categories = name, version, categories
        self._codec, self._timers, self._types = codec, timers, frozenset(types)
        self.newest = -1

    def tables(self, metadata: MetaData, suffix: str) -> Table:
        """`fired` keeps a timer that led to nothing from firing for ever. No event says so: a
        rebuild forgets it, and the decider makes the second time a no-op."""
        return Table(
            f"{self.name}{suffix}",
            metadata,
            Column("stream", Text, primary_key=True),
            Column("key", Text, primary_key=True),
            Column("due_at", Moment, nullable=False),
            Column("payload", JSON),
            Column("set_by", Uuid, nullable=False),
            Column("position", BigInteger, nullable=False),
            Column("fired", Boolean, nullable=False, info={"beside": True}),
            Index(f"ix_{self.name}_due{suffix}", "fired", "due_at"),
        )

    def project(self, connection: Connection, tables: Table, events: Sequence[StoredEvent]) -> None:
        page = _Page()
        for stored in events:
            if not self._types or stored.type in self._types:
                for change in self._timers(self._codec.recorded(stored)):
                    page.take(stored, change)
        page.write(connection, tables)
        self.newest = max(self.newest, page.newest)


class _Page:
    """What a page of events comes to: the last word on each key of each stream."""

    def __init__(self) -> None:
        self.newest = -1
        self.set: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        self.cancelled: set[tuple[str, str]] = set()
        self.prefixes: set[tuple[str, str]] = set()

    def take(self, stored: StoredEvent, change: SetTimer | CancelTimer | CancelTimers) -> None:
        stream, timers = stored.stream, self.set[stored.stream]
        match change:
            case SetTimer(key, due_at, payload):
                self.newest = stored.position
                timers[key] = (stream, key, due_at, payload, stored.id, stored.position, False)
            case CancelTimer(key):
                timers.pop(key, None)
                self.cancelled.add((stream, key))
            case CancelTimers(prefix):
                for key in [key for key in timers if key.startswith(prefix)]:
                    del timers[key]
                self.prefixes.add((stream, prefix))

    def write(self, connection: Connection, table: Table) -> None:
        of_stream = table.c.stream == bindparam("of_stream")
        begins = func.substr(table.c.key, 1, bindparam("length")) == bindparam("prefix")
        bulk_delete(connection, table, list(self.cancelled))
        if self.prefixes:
            connection.execute(
                delete(table).where(of_stream, begins),
                [
                    {"of_stream": stream, "length": len(prefix), "prefix": prefix}
                    for stream, prefix in self.prefixes
                ],
            )
        rows = [row for timers in self.set.values() for row in timers.values()]
        bulk_upsert(connection, table, rows)
