"""EventStoreDB keeps what every event store keeps.

On the test server, or on the real one that EVENTSTOREDB_URI names.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from kurrentdbclient import AsyncKurrentDBClient, StreamState

from kernel.event_store import EventsLost, Exact, NoStream
from kernel.event_store.eventstoredb import ConnectionStringRefused, EventStoreDB
from tests.eventstoredb_server import Node
from tests.kernel.event_store.conformance import EventStoreConformance
from tests.kernel.event_store.conformance.case import begin, ids, new
from tests.kernel.event_store.conformance.located import ReadsLocatedConformance
from tests.kernel.event_store.conformance.vandalism import Vandal


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


@pytest.fixture
def stream() -> str:
    return f"plan-{uuid4()}"


@pytest.fixture(params=["delete", "tombstone"])
def vandal(request: pytest.FixtureRequest, uri: str) -> Vandal:
    async def delete(stream: str) -> None:
        async with AsyncKurrentDBClient(uri) as client:
            how = client.delete_stream if request.param == "delete" else client.tombstone_stream
            await how(stream, current_version=StreamState.ANY)

    return delete


class TestEventStoreDB(EventStoreConformance, ReadsLocatedConformance):
    pass


async def test_a_stream_begun_anew_after_somebody_deleted_it_has_lost_events(
    event_store: EventStoreDB, uri: str, stream: str
) -> None:
    await begin(event_store, stream, 3)
    async with AsyncKurrentDBClient(uri) as client:
        await client.delete_stream(stream, current_version=StreamState.ANY)

    with pytest.raises(EventsLost, match="should end at 0 and ends at 3"):
        await event_store.append(stream, [new()], NoStream())
    with pytest.raises(EventsLost, match="has no event 0, but 3"):
        await event_store.read_stream(stream)


async def test_a_stream_cut_off_at_its_beginning_has_lost_events(
    event_store: EventStoreDB, uri: str, stream: str
) -> None:
    events = await begin(event_store, stream, 5)
    async with AsyncKurrentDBClient(uri) as client:
        await client.set_stream_metadata(stream, metadata={"$maxCount": 2})

    with pytest.raises(EventsLost, match="has no event 0, but 3"):
        await event_store.read_stream(stream)
    assert ids(await event_store.read_stream(stream, start=3)) == ids(events[3:])


async def test_what_other_programs_and_the_server_itself_write_is_not_ours(
    event_store: EventStoreDB, uri: str, stream: str
) -> None:
    head = await event_store.head()
    async with AsyncKurrentDBClient(uri) as client:
        await client.set_stream_metadata(stream, metadata={"$maxCount": 200})

    assert await event_store.head() == head
    assert (await event_store.read_all(after=head)).events == []


async def test_a_store_that_takes_events_says_so_and_leaves_none_behind(
    event_store: EventStoreDB,
) -> None:
    head = await event_store.head()

    for _ in range(3):
        await event_store.check_writable()

    assert await event_store.head() == head


async def test_a_store_opened_again_goes_on_where_it_stood(
    event_store: EventStoreDB, uri: str, stream: str
) -> None:
    events = await begin(event_store, stream, 3)
    other = await EventStoreDB.open(uri)
    later = new()

    appended = await other.append(stream, [later], Exact(2))

    assert appended.revision == 3
    assert ids(await event_store.read_stream(stream)) == ids([*events, later])
    await other.close()


@pytest.mark.parametrize(
    ("uri", "wrong"),
    [
        ("http://127.0.0.1:2113", "Invalid URI scheme"),
        ("esdb://127.0.0.1:2113", "Username and password are required"),
        ("esdb://127.0.0.1:2113?tls=false&color=red", "Unknown field"),
        ("esdb://me:geheim@127.0.0.1?UserCertFile=/nowhere", "No such file"),
        ("esdb+discover://me:geheim@a:1,b:2", "More than one target"),
    ],
)
async def test_a_connection_string_that_cannot_be_is_refused_at_once(uri: str, wrong: str) -> None:
    with pytest.raises(ConnectionStringRefused, match=wrong) as refusal:
        await EventStoreDB.open(uri)

    assert "geheim" not in str(refusal.value)
