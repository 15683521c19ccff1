"""Servers that are not there, not the leader, not trusted: no storm, no loss, a clear word."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store import AnyRevision, Exact, NoStream, StoreUnavailable
from kernel.event_store.eventstoredb import EventStoreDB
from tests.eventstoredb_server import Log, Misbehaviour, Node
from tests.faults.eventstoredb.conftest import HASTY
from tests.kernel.event_store.conformance.case import begin, ids, new, some
from tests.kernel.event_store.conformance.following import caught_up, heard


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[list[Node]]:
    """Three nodes on one log; the first one leads."""
    log = Log(tmp_path / "log")
    nodes = [Node(log, Misbehaviour()) for _ in range(3)]
    for node in nodes:
        await node.start()
        node.members = nodes
    elect(nodes, 0)
    yield nodes
    for node in nodes:
        await node.stop()
    log.close()


def elect(nodes: list[Node], leader: int) -> None:
    for n, node in enumerate(nodes):
        node.leads = n == leader


def seeds(nodes: list[Node]) -> str:
    hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
    return f"esdb://{hosts}?tls=false"


async def test_what_needs_the_server_says_so_while_it_is_gone(
    impatient: EventStoreDB, node: Node
) -> None:
    await node.stop()

    for request in (
        impatient.append("plan-1", [new()], NoStream()),
        impatient.append("plan-1", [new()], AnyRevision()),
        impatient.read_stream("plan-1"),
        impatient.read_all(),
        impatient.head(),
        impatient.check_writable(),
    ):
        with pytest.raises(StoreUnavailable, match="does not answer"):
            await request


async def test_nothing_acknowledged_is_lost_when_the_server_is_restarted_while_we_append(
    store: EventStoreDB, node: Node
) -> None:
    async def append(stream: int) -> None:
        for n in range(30):
            await store.append(
                f"plan-{stream}", [new(b"%d" % n)], Exact(n - 1) if n else NoStream()
            )
            await asyncio.sleep(0.01)

    async def restart() -> None:
        for _ in range(3):
            await asyncio.sleep(0.2)
            await node.stop()
            await asyncio.sleep(0.1)
            await node.start()

    await asyncio.gather(restart(), *(append(n) for n in range(10)))

    for n in range(10):
        found = await store.read_stream(f"plan-{n}")
        assert [event.data for event in found] == [b"%d" % n for n in range(30)]


async def test_many_callers_make_few_connections_while_the_server_is_gone(
    impatient: EventStoreDB, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0
    make = impatient._connection._make

    async def counted() -> object:
        nonlocal made
        made += 1
        return await make()

    monkeypatch.setattr(impatient._connection, "_make", counted)
    await node.stop()

    outcomes = await asyncio.gather(
        *(impatient.read_stream(f"plan-{n}") for n in range(100)), return_exceptions=True
    )

    assert {type(one) for one in outcomes} == {StoreUnavailable}
    assert 1 < made < 50


async def test_a_server_that_refuses_for_a_moment_is_asked_again(
    store: EventStoreDB, wrongs: Misbehaviour
) -> None:
    events = await begin(store, "plan-1", 3)
    wrongs.unavailable = 3

    assert ids(await store.read_stream("plan-1")) == ids(events)


async def test_readiness_says_no_while_the_server_is_stalled(
    impatient: EventStoreDB, wrongs: Misbehaviour
) -> None:
    await impatient.check_writable()
    wrongs.stall()
    with pytest.raises(StoreUnavailable):
        await impatient.check_writable()
    wrongs.go_on()
    await impatient.check_writable()


async def test_the_leader_is_found_and_followed_when_it_changes(cluster: list[Node]) -> None:
    store = await EventStoreDB.open(seeds(cluster), HASTY)
    pages = store.subscribe(categories=["plan"])
    await caught_up(pages)
    events = []
    for leader in (0, 2, 1):
        elect(cluster, leader)
        for _ in range(3):
            event = new()
            await store.append("plan-1", [event], AnyRevision())
            events.append(event)

    assert ids(await store.read_stream("plan-1")) == ids(events)
    assert await heard(pages, 9) == ids(events)
    assert [node.wrongs.calls.get("append", 0) > 0 for node in cluster] == [True] * 3
    await pages.aclose()
    await store.close()


async def test_a_cluster_goes_on_when_its_leader_dies(cluster: list[Node]) -> None:
    store = await EventStoreDB.open(seeds(cluster), HASTY)
    before = await begin(store, "plan-1", 2)
    pages = store.subscribe(categories=["plan"])
    assert await caught_up(pages) == ids(before)

    await cluster[0].stop()
    elect(cluster, 1)
    for node in cluster[1:]:
        node.members = cluster[1:]
    events = some(2)
    await store.append("plan-1", events, Exact(1))

    assert await heard(pages, 2) == ids(events)
    await pages.aclose()
    await store.close()


async def test_a_closed_store_answers_nobody_and_may_be_closed_again(store: EventStoreDB) -> None:
    await begin(store, "plan-1", 1)
    await store.close()
    await store.close()

    for request in (
        store.append("plan-1", [new()], NoStream()),
        store.read_stream("plan-1"),
        store.read_all(),
        store.head(),
        anext(store.subscribe()),
    ):
        with pytest.raises(StoreUnavailable, match="is closed"):
            await request
