"""What the store has is on the topic: all of it, in order per plan, whatever happens on the way."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import uuid5

import pytest
from aiokafka.errors import KafkaError

from contracts.topics import Topic
from kernel.database import Database
from kernel.event_store import EventStore, StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from kernel.kafka.cloud_events import published
from kernel.kafka.cluster import TRANSIENT, Cluster
from kernel.kafka.publisher import Publisher, partition_of
from kernel.relay import Relay
from tests.kernel.kafka.conftest import PARTITIONS
from tests.kernel.kafka.reader import at_least, everything
from tests.kernel.notes import SPACE, NoteTaken, say
from tests.kernel.running import HASTY, running

pytestmark = pytest.mark.slow

NOTE = NoteTaken(key="a", days=1)


def relay_of(store: EventStore, database: Database, publish: Any) -> Relay:
    return Relay(
        "plan.relay",
        store,
        database,
        ("plan",),
        publish,
        patience=HASTY,
        transient=TRANSIENT,
    )


def to(publisher: Publisher, cluster: Cluster, topic: Topic) -> Any:
    async def publish(events: Sequence[StoredEvent]) -> None:
        await publisher.publish(
            f"{cluster.prefix}{topic.name}", [published(one, "plan") for one in events]
        )

    return publish


def by_key(records: Sequence[Any]) -> dict[bytes, list[tuple[int, bytes]]]:
    found: dict[bytes, list[tuple[int, bytes]]] = defaultdict(list)
    for record in records:
        headers = dict(record.headers)
        found[record.key].append((int(headers["ce_revision"]), record.value))
    return found


async def test_every_event_is_published_in_the_order_of_its_plan(
    store: EventStore, database: Database, cluster: Cluster, notes: Topic
):
    plans = [f"plan-{number}" for number in range(20)]
    position = 0
    for number in range(200):
        position = await say(store, plans[number % 20], NoteTaken(key=str(number), days=1))
    await say(store, "mediation-1", NOTE)

    async with Publisher(cluster) as publisher:
        relay = relay_of(store, database, to(publisher, cluster, notes))
        async with running(relay):
            assert await relay.caught_up(position, 20)
            records = await at_least(cluster.servers, f"{cluster.prefix}{notes.name}", 200)
            assert (await relay.status()).lag == 0

    found = by_key(records)
    for plan in plans:
        stored = [(one.revision, one.data) for one in await store.read_stream(plan)]
        assert found.pop(str(uuid5(SPACE, plan)).encode()) == stored
    assert found == {}
    assert {record.partition for record in records} == {
        partition_of(record.key, PARTITIONS) for record in records
    }


async def test_it_goes_on_where_it_was(
    store: EventStore, database: Database, cluster: Cluster, notes: Topic
):
    async with Publisher(cluster) as publisher:
        for number in range(3):
            position = await say(store, "plan-a", NoteTaken(key=str(number), days=1))
            relay = relay_of(store, database, to(publisher, cluster, notes))
            async with running(relay):
                assert await relay.caught_up(position, 20)

    records = await everything(cluster.servers, f"{cluster.prefix}{notes.name}")
    assert [dict(one.headers)["ce_revision"] for one in records] == [b"0", b"1", b"2"]


async def test_it_stops_at_a_failure_and_nothing_overtakes(database: Database, store: EventStore):
    arrived: list[int] = []
    broken = [True, False, True]

    async def publish(events: Sequence[StoredEvent]) -> None:
        for one in events:
            if broken and broken.pop(0):
                raise KafkaError("not now")
            arrived.append(one.revision)

    position = await say(store, "plan-a", NOTE, NOTE, NOTE, NOTE)
    relay = relay_of(store, database, publish)
    async with running(relay):
        assert await relay.caught_up(position, 5)

    firsts = list(dict.fromkeys(arrived))
    assert firsts == [0, 1, 2, 3]
    assert len(arrived) > len(firsts), "what was not known to be safe is published again"


async def test_two_relays_of_one_name_do_not_move_each_others_checkpoint(
    store: EventStore, database: Database
):
    arrived: list[int] = []

    async def publish(events: Sequence[StoredEvent]) -> None:
        arrived.extend(one.revision for one in events)

    one, other = (relay_of(store, database, publish) for _ in range(2))
    async with running(one, other):
        for _ in range(10):
            position = await say(store, "plan-a", NOTE)
            assert await one.caught_up(position, 5)
            assert await other.caught_up(position, 5)
    assert list(dict.fromkeys(arrived)) == list(range(10))
    assert (await one.status()).position == position


async def test_an_event_of_the_largest_size_is_published(
    database: Database, cluster: Cluster, notes: Topic, tmp_path: Any
):
    store = await SqliteEventStore.open(tmp_path / "large.db")
    position = await say(store, "plan-a", NoteTaken(key="x" * 1_000_000, days=1), NOTE)
    async with Publisher(cluster) as publisher:
        relay = relay_of(store, database, to(publisher, cluster, notes))
        async with running(relay):
            assert await relay.caught_up(position, 20)
    large, small = await everything(cluster.servers, f"{cluster.prefix}{notes.name}")
    assert len(large.value) > 1_000_000 > len(small.value)
    await store.close()
