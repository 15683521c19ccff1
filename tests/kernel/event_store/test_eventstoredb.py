"""EventStoreDB keeps what every event store keeps.

On the test server, or on the real one that EVENTSTOREDB_URI names.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store.eventstoredb import EventStoreDB
from tests.eventstoredb_server import Node
from tests.kernel.event_store.conformance import EventStoreConformance


@pytest.fixture
async def uri(tmp_path: Path) -> AsyncIterator[str]:
    real = os.environ.get("EVENTSTOREDB_URI")
    if real:
        yield real
        return
    async with Node(tmp_path / "log") as node:
        yield node.uri


@pytest.fixture
async def event_store(uri: str) -> AsyncIterator[EventStoreDB]:
    store = await EventStoreDB.open(uri)
    yield store
    await store.close()


class TestEventStoreDB(EventStoreConformance):
    pass
