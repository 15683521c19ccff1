"""The jobcenter that the tests of the service's outer side work in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.database import Database
from kernel.event_store.sqlite import SqliteEventStore
from kernel.sealing import KeyStore, MasterKey
from tests.services.mediation.jobcenter import Jobcenter


@pytest.fixture
async def asleep(tmp_path: Path) -> AsyncIterator[Jobcenter]:
    """The API answers, but nothing follows the events."""
    store = await SqliteEventStore.open(tmp_path / "events.db")
    keys = KeyStore(tmp_path / "keys.db", MasterKey(bytes(32)))
    database = Database(tmp_path / "mediation.db")
    jobcenter = Jobcenter(tmp_path, store, keys, database)
    await jobcenter.accesses.prepare()
    async with jobcenter.http:
        yield jobcenter
    for one in jobcenter.others:
        await one.close()
    await keys.close()
    await store.close()


@pytest.fixture
async def jobcenter(asleep: Jobcenter) -> AsyncIterator[Jobcenter]:
    """Everything runs."""
    async with asleep.following:
        yield asleep
