from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store.eventstoredb import EventStoreDB
from tests.eventstoredb_server import Node


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[EventStoreDB]:
    async with Node(tmp_path / "log") as node:
        store = await EventStoreDB.open(node.uri)
        yield store
        await store.close()
