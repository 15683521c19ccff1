"""An event as a row: its envelope in columns of their own, its body as it is."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from services.audit.exports.events import Exported

COLUMNS = (
    *("position", "time", "type", "stream", "revision", "id"),
    *("actor", "role", "organisation", "on_behalf_of"),
    *("plan", "correlation", "causation", "regime"),
    *("disputed", "metadata", "data"),
)


def rows(events: Sequence[Exported]) -> Iterator[tuple[Any, ...]]:
    """One value for each column, times as they were written, JSON as bytes. The events of one
    command share their metadata."""
    raw, said = b"", {}
    for one in events:
        event = one.event
        if event.metadata != raw:
            raw, said = event.metadata, orjson.loads(event.metadata)
        actor = said["actor"]
        yield (
            event.position,
            said["time"],
            event.type,
            event.stream,
            event.revision,
            one.id.decode(),
            actor["sub"],
            actor["role"],
            actor.get("organisation"),
            actor.get("on_behalf_of"),
            said.get("plan"),
            said["correlation"],
            said["causation"],
            said["regime"],
            one.disputed,
            event.metadata,
            one.data,
        )
