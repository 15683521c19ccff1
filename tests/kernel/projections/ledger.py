"""A read model for tests: it notices every event that comes twice, never, or out of order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, select

from kernel.database import bulk_insert, bulk_upsert
from kernel.event_store import StoredEvent


@dataclass(frozen=True)
class Tables:
    entries: Table
    heads: Table


class Ledger:
    """Every event once (`entries`), and where each stream stands (`heads`)."""

    categories: tuple[str, ...] = ("plan",)

    def __init__(self, *, version: int = 1, by_stream: bool = False, poison: str = "") -> None:
        self.name, self.version, self.by_stream, self.poison = "ledger", version, by_stream, poison

    def tables(self, metadata: MetaData, suffix: str) -> Tables:
        entries = Table(
            f"ledger_entries{suffix}",
            metadata,
            Column("position", BigInteger, primary_key=True, autoincrement=False),
            Column("stream", Text, nullable=False),
            Column("text", Text),
            Index(f"ix_ledger_stream{suffix}", "stream"),
        )
        heads = Table(
            f"ledger_heads{suffix}",
            metadata,
            Column("stream", Text, primary_key=True),
            Column("revision", BigInteger, nullable=False),
        )
        return Tables(entries, heads)

    def project(
        self, connection: Connection, tables: Tables, events: Sequence[StoredEvent]
    ) -> None:
        text = f"as version {self.version} saw it"
        bulk_insert(connection, tables.entries, [(e.position, e.stream, text) for e in events])
        heads = {head.stream: head.revision for head in connection.execute(select(tables.heads))}
        for event in events:
            if event.type == self.poison:
                raise ValueError("cannot take this")
            if event.revision != heads.get(event.stream, -1) + 1:
                raise AssertionError(f"{event.stream}@{event.revision} after {heads}")
            heads[event.stream] = event.revision
        bulk_upsert(connection, tables.heads, [(s, heads[s]) for s in {e.stream for e in events}])


def rows(connection: Connection, tables: Tables) -> dict[str, list[Any]]:
    return {
        "entries": sorted(tuple(row) for row in connection.execute(select(tables.entries))),
        "heads": sorted(tuple(row) for row in connection.execute(select(tables.heads))),
    }


def positions(connection: Connection, tables: Tables) -> list[int]:
    query = select(tables.entries.c.position).order_by(tables.entries.c.position)
    return list(connection.execute(query).scalars())
