import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.following import Patience
from kernel.projections import Projection, ReadModel
from tests.kernel.memory_store import MemoryStore

HASTY = Patience(attempts=3, first=0.001, longest=0.002)


@pytest.fixture
async def store() -> EventStore:
    return MemoryStore()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "service.db")
    yield database
    await database.close()


class Project(Protocol):
    def __call__(self, model: ReadModel[Any]) -> Projection[Any]: ...


@pytest.fixture
def projection_of(store: EventStore, database: Database) -> Project:
    return lambda model: Projection(store, database, model, HASTY)


@asynccontextmanager
async def running(projection: Projection[Any]) -> AsyncIterator[None]:
    task = asyncio.create_task(projection.run())
    try:
        yield
    finally:
        projection.stop()
        await asyncio.wait_for(task, 10)
