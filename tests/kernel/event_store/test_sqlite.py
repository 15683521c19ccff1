"""The SQLite store keeps what every event store keeps."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store.sqlite import SqliteEventStore
from tests.kernel.event_store.conformance import EventStoreConformance
from tests.kernel.event_store.conformance.by_stream import ReadsByStreamConformance


@pytest.fixture
async def event_store(tmp_path: Path) -> AsyncIterator[SqliteEventStore]:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    yield store
    await store.close()


class TestSqlite(EventStoreConformance, ReadsByStreamConformance):
    pass
