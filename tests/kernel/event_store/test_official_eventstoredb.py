"""The same suite on EventStoreDB itself."""

from collections.abc import AsyncIterator

import pytest
from kurrentdbclient import AsyncKurrentDBClient, StreamState

from kernel.event_store.eventstoredb import EventStoreDB
from tests.kernel.event_store.conformance import EventStoreConformance
from tests.kernel.event_store.conformance.located import ReadsLocatedConformance
from tests.kernel.event_store.conformance.vandalism import Vandal

pytestmark = [pytest.mark.slow, pytest.mark.official_image]


@pytest.fixture
async def event_store(official: str) -> AsyncIterator[EventStoreDB]:
    store = await EventStoreDB.open(official)
    yield store
    await store.close()


@pytest.fixture(params=["delete", "tombstone"])
def vandal(request: pytest.FixtureRequest, official: str) -> Vandal:
    async def delete(stream: str) -> None:
        async with AsyncKurrentDBClient(official) as client:
            how = client.delete_stream if request.param == "delete" else client.tombstone_stream
            await how(stream, current_version=StreamState.ANY)

    return delete


class TestOfficialEventStoreDB(EventStoreConformance, ReadsLocatedConformance):
    pass
