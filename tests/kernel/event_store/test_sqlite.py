"""The SQLite store keeps what every event store keeps."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store.sqlite import SqliteEventStore
from tests.kernel.event_store.conformance import EventStoreConformance
from tests.kernel.event_store.conformance.by_stream import ReadsByStreamConformance
from tests.kernel.event_store.conformance.columns import ReadsColumnsConformance
from tests.kernel.event_store.conformance.together import AppendsTogetherConformance
from tests.kernel.event_store.conformance.vandalism import Vandal


@pytest.fixture
async def event_store(tmp_path: Path) -> AsyncIterator[SqliteEventStore]:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    yield store
    await store.close()


@pytest.fixture
def vandal(event_store: SqliteEventStore, tmp_path: Path) -> Vandal:
    async def delete(stream: str) -> None:
        connection = sqlite3.connect(tmp_path / "events.db", isolation_level=None)
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            connection.execute(
                "DELETE FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?)",
                (stream,),
            )
        connection.close()

    return delete


class TestSqlite(
    EventStoreConformance,
    ReadsByStreamConformance,
    ReadsColumnsConformance,
    AppendsTogetherConformance,
):
    pass
