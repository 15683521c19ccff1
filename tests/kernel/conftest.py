from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.event_store.sqlite import SqliteEventStore
from tests.kernel.databases import Databases, OnPostgresql, OnSqlite
from tests.kernel.memory_store import MemoryStore


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EventStore]:
    opened = (
        MemoryStore()
        if request.param == "memory"
        else await SqliteEventStore.open(tmp_path / "events.db")
    )
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
async def databases(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Databases]:
    """Where a service keeps rows: everything that does so is tested on both kinds."""
    if request.param == "sqlite":
        opened: Databases = OnSqlite(tmp_path)
    else:
        opened = OnPostgresql(request.getfixturevalue("postgres"))
    yield opened
    await opened.close()


@pytest.fixture
def database(databases: Databases) -> Database:
    return databases.open()
