from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.event_store.sqlite import SqliteEventStore
from tests.kernel.memory_store import MemoryStore
from tests.servers.databases import Databases


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EventStore]:
    opened = (
        MemoryStore()
        if request.param == "memory"
        else await SqliteEventStore.open(tmp_path / "events.db")
    )
    yield opened
    await opened.close()


@pytest.fixture
def database(databases: Databases) -> Database:
    return databases.open()
