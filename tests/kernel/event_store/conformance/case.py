"""What the cases have in common: names of their own, and events made quickly."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from kernel.event_store import Appended, EventStore, NewEvent, NoStream, StoredEvent


def new(data: bytes = b'{"n": 1}', *, type: str = "Noted.v1", metadata: bytes = b"{}") -> NewEvent:
    return NewEvent(uuid4(), type, data, metadata)


def some(count: int) -> list[NewEvent]:
    return [new(b"%d" % n) for n in range(count)]


def ids(events: Sequence[NewEvent | StoredEvent]) -> list[UUID]:
    return [event.id for event in events]


async def begin(store: EventStore, stream: str, count: int) -> list[NewEvent]:
    """A new stream with so many events."""
    events = some(count)
    await store.append(stream, events, NoStream())
    return events


async def everything(store: EventStore, category: str, limit: int = 1000) -> list[StoredEvent]:
    """All events of a category, read page by page."""
    events: list[StoredEvent] = []
    position, caught_up = 0, False
    while not caught_up:
        page = await store.read_all(after=position, categories=[category], limit=limit)
        events += page.events
        position, caught_up = page.position, page.caught_up
    return events


class Case:
    @pytest.fixture
    def category(self) -> str:
        return f"c{uuid4().hex}"

    @pytest.fixture
    def stream(self, category: str) -> str:
        return f"{category}-{uuid4()}"

    @pytest.fixture
    def other_stream(self, category: str) -> str:
        return f"{category}-{uuid4()}"


async def assert_stands_at(store: EventStore, stream: str, appended: Appended) -> None:
    (newest,) = await store.read_stream(stream, backwards=True, limit=1)
    assert (newest.revision, newest.position) == (appended.revision, appended.position)
