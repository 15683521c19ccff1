"""Event store → topic, beside a bare idempotent producer that sends the same bytes."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aiokafka import AIOKafkaProducer

from benchmarks.kafka.ground import fresh
from contracts.topics import CATEGORIES, EVENTS
from kernel.database import Database
from kernel.event_store import StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from kernel.kafka.cloud_events import published
from kernel.kafka.cluster import TRANSIENT, Cluster
from kernel.kafka.publisher import LARGEST_BATCH, Publisher
from kernel.relay import Relay

SECONDS = 600.0


async def ours(kafka: str, file: Path, events: Sequence[StoredEvent]) -> float:
    """Events a second: read, put into messages, acknowledged, and how far is kept."""
    cluster = await fresh(kafka)
    topic = f"{cluster.prefix}{EVENTS['plan'].name}"
    store = await SqliteEventStore.open(file)
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "plan.db")
        async with Publisher(cluster) as publisher:

            async def publish(some: Sequence[StoredEvent]) -> None:
                await publisher.publish(topic, [published(one, "plan") for one in some])

            relay = Relay(
                "plan.relay", store, database, CATEGORIES["plan"], publish, transient=TRANSIENT
            )
            began = perf_counter()
            running = asyncio.create_task(relay.run())
            assert await relay.caught_up(events[-1].position, SECONDS)
            rate = len(events) / (perf_counter() - began)
            relay.stop()
            await running
        await database.close()
    await store.close()
    return rate


async def bare(kafka: str, events: Sequence[StoredEvent]) -> tuple[float, Cluster]:
    """Messages a second, of what has been put into messages before."""
    cluster = await fresh(kafka)
    topic = f"{cluster.prefix}{EVENTS['plan'].name}"
    messages = [published(one, "plan") for one in events]
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka, acks="all", enable_idempotence=True, max_batch_size=LARGEST_BATCH
    )
    async with producer:
        began = perf_counter()
        sent = [
            await producer.send(topic, value=value, key=key, headers=headers)
            for key, value, headers in messages
        ]
        await asyncio.gather(*sent)
        return len(messages) / (perf_counter() - began), cluster
