"""Compares the event store with the topics. It knows files and bytes alone, nothing of ours."""

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from tests.kernel.kafka.reader import everything

SPEAKS_OF = {
    "plan.events": ("plan",),
    "mediation.events": ("mediation",),
    "notifications.events": ("notification", "recipient"),
}


class Happened(NamedTuple):
    """An event as the store's file has it."""

    id: str
    type: str
    stream: str
    position: int
    about: dict[str, Any]
    said: dict[str, Any]
    bytes: tuple[bytes, bytes]

    @property
    def plan(self) -> str:
        return self.about.get("plan") or self.stream


def kept(file: Path, *categories: str) -> list[Happened]:
    """Everything in the store, or some categories, in its order."""
    query = """SELECT e.id, k.type, s.name, e.position, e.metadata, e.data, k.category
        FROM events e JOIN kinds k ON k.id = e.kind JOIN streams s ON s.id = e.stream
        ORDER BY e.position"""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return [
            Happened(
                str(UUID(bytes=id)),
                *(type, stream, position),
                *(json.loads(about), json.loads(said)),
                (about, said),
            )
            for id, type, stream, position, about, said, category in connection.execute(query)
            if not categories or category in categories
        ]


async def relayed(kafka: str, prefix: str, file: Path, *topics: str) -> Counter[str]:
    """How often each event came. Raises AssertionError for one that is missing, altered, out of
    its plan's order, or of nobody's making."""
    came: Counter[str] = Counter()
    for topic in topics or SPEAKS_OF:
        events = {one.id: one for one in kept(file, *SPEAKS_OF[topic])}
        records = await everything(kafka, f"{prefix}{topic}")
        counted = Counter(_id(record) for record in records)
        assert set(counted) == set(events), f"{topic}: {len(counted)} of {len(events)}"
        for record in records:
            _as_it_was(record, events[_id(record)])
        _in_order(records, events)
        came += counted
    return came


def _id(record: Any) -> str:
    return dict(record.headers)["ce_id"].decode()


def _as_it_was(record: Any, event: Happened) -> None:
    headers = dict(record.headers)
    assert (headers["ce_metadata"], record.value) == event.bytes, event
    assert headers["ce_type"].decode() == event.type
    assert headers["ce_subject"].decode() == event.stream
    assert int(headers["ce_position"]) == event.position
    assert record.key.decode() == event.plan


def _in_order(records: list[Any], events: dict[str, Happened]) -> None:
    """By when each came for the first time."""
    partitions: dict[bytes, set[int]] = defaultdict(set)
    newest: dict[bytes, int] = defaultdict(int)
    seen: set[str] = set()
    for record in records:
        partitions[record.key].add(record.partition)
        if (id := _id(record)) in seen:
            continue
        seen.add(id)
        assert events[id].position > newest[record.key], f"{events[id]} was overtaken"
        newest[record.key] = events[id].position
    assert all(len(some) == 1 for some in partitions.values())
