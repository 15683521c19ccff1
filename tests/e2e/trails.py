"""What a story left behind, comparable from one place where it was played to the next."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from kernel.event_store import StoredEvent
from kernel.event_store.opening import open_event_store
from koop.demo.play import play

RANDOM = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
"""Sealed texts: every sealing has a nonce, every client a key of its own."""

DIGEST = re.compile(r"sha256:[0-9a-f]{12,64}")
"""Digests of an agreed version are over the sealed form."""

POSITION = re.compile(r"^\[\d+\]|position \d+")


@dataclass(frozen=True)
class Told:
    seen: str
    events: Sequence[StoredEvent]


async def tell(folder: Path, where: str) -> Told:
    seen = StringIO()
    await play(folder, Console(file=seen, width=1000))
    return Told(seen.getvalue(), await events_in(where))


async def events_in(where: str) -> Sequence[StoredEvent]:
    store = await open_event_store(where)
    page = await store.read_all(limit=10_000)
    await store.close()
    return page.events


def trail(events: Sequence[StoredEvent]) -> dict[str, list[Any]]:
    """By stream, all that a stored event says but what is random or counts in the store's way."""
    found: dict[str, list[Any]] = {}
    for event in events:
        metadata = json.loads(event.metadata)
        metadata.pop("request", None)  # a hash under the client's own, random key
        data = DIGEST.sub("a digest", RANDOM.sub("sealed", event.data.decode()))
        said = (event.id, event.type, event.revision, json.loads(data), metadata)
        found.setdefault(event.stream, []).append(said)
    return found


def scenes(told: Told) -> list[str]:
    """Without the services' addresses, on free ports each time; positions are the store's own."""
    lines = (line for line in told.seen.splitlines() if "http://" not in line)
    return [DIGEST.sub("a digest", POSITION.sub("there", line)) for line in lines]
