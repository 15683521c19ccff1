from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store.sqlite import SqliteEventStore
from kernel.sealing import KeyStore, MasterKey
from tests.servers.databases import Databases
from tests.services.notifications.world import World


@pytest.fixture
async def asleep(tmp_path: Path, databases: Databases) -> AsyncIterator[World]:
    """A world in which nothing of the service runs yet."""
    store = await SqliteEventStore.open(tmp_path / "events.db")
    keys = KeyStore(tmp_path / "keys.db", MasterKey(bytes(32)))
    world = World(tmp_path, store, keys, databases)
    await world.accesses.prepare()
    yield world
    await keys.close()
    await store.close()


@pytest.fixture
async def world(asleep: World) -> AsyncIterator[World]:
    """A world in which everything runs."""
    async with asleep.following:
        yield asleep
