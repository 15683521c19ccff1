"""What is measured on: a broker, topics of their own for each measurement, and invented events."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from benchmarks import population
from contracts.topics import CATEGORIES, DEAD_LETTERS, EVENTS
from kernel.clock import SystemClock
from kernel.event_store import StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from kernel.kafka.cloud_events import published
from kernel.kafka.cluster import Cluster
from kernel.kafka.publisher import Publisher
from kernel.kafka.topics import create_topics
from kernel.security import DevelopmentIssuer
from tests.servers.kafka import Broker

PARTITIONS = 12
PAGE = 2_000
SETTLING = 2.0
"""Seconds after which a broker has made what it says it has: nobody's first send waits for it."""


@contextmanager
def broker() -> Iterator[str]:
    """That of KOOP_TEST_KAFKA, or one in a container."""
    if there := os.environ.get("KOOP_TEST_KAFKA"):
        yield there
        return
    with Broker() as started:
        yield started.bootstrap


def prepare(folder: Path) -> None:
    """A data folder of its own, with the keys that processes would make at once otherwise."""
    folder.mkdir()
    DevelopmentIssuer(folder, SystemClock(), "development")


async def fresh(kafka: str) -> Cluster:
    """As if nobody had ever used the broker."""
    cluster = Cluster(servers=kafka, prefix=f"bench-{uuid4().hex[:8]}.")
    topics = [*EVENTS.values(), *DEAD_LETTERS.values()]
    await create_topics(cluster, topics, partitions=PARTITIONS, replicas=1)
    await asyncio.sleep(SETTLING)
    return cluster


async def filled(file: Path, events: int) -> Sequence[StoredEvent]:
    """A store of about so many events; those of plans."""
    store = await SqliteEventStore.open(file)
    try:
        await population.fill(store, events)
        return [one async for one in _all(store, CATEGORIES["plan"])]
    finally:
        await store.close()


async def say_all(cluster: Cluster, file: Path) -> None:
    """Put everything on its topic."""
    store = await SqliteEventStore.open(file)
    async with Publisher(cluster) as publisher:
        for service, categories in CATEGORIES.items():
            messages = [published(one, service) async for one in _all(store, categories)]
            await publisher.publish(f"{cluster.prefix}{EVENTS[service].name}", messages)
    await store.close()


async def _all(store: SqliteEventStore, categories: tuple[str, ...]) -> AsyncIterator[StoredEvent]:
    after, more = 0, True
    while more:
        page = await store.read_all(after=after, categories=categories, limit=PAGE)
        for one in page.events:
            yield one
        after, more = page.position, bool(page.events)
