"""The jobcenter that the tests of the service's outer side work in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store.sqlite import SqliteEventStore
from kernel.sealing import KeyStore, MasterKey
from tests.servers.databases import Databases
from tests.services.mediation.jobcenter import Jobcenter


@pytest.fixture
async def asleep(tmp_path: Path, databases: Databases) -> AsyncIterator[Jobcenter]:
    """The API answers, but nothing follows the events."""
    store = await SqliteEventStore.open(tmp_path / "events.db")
    keys = KeyStore(tmp_path / "keys.db", MasterKey(bytes(32)))
    jobcenter = Jobcenter(tmp_path, store, keys, databases)
    await jobcenter.accesses.prepare()
    async with jobcenter.http:
        yield jobcenter
    await keys.close()
    await store.close()


@pytest.fixture
async def jobcenter(asleep: Jobcenter) -> AsyncIterator[Jobcenter]:
    """Everything runs."""
    async with asleep.following:
        yield asleep
