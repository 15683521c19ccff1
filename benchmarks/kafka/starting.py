"""Start → first consumed message of every service; a dead leader → the next event is visible."""

import asyncio
from pathlib import Path
from time import perf_counter

from aiokafka.admin import AIOKafkaAdminClient

from benchmarks.kafka import visible
from benchmarks.kafka.visible import Watching
from kernel.event_store.sqlite import SqliteEventStore
from kernel.kafka.cluster import Cluster
from tests.faults.kafka.serving import Serving

GROUPS = (
    "plan.follow-mediation",
    "mediation.recuse-involved",
    "mediation.end-what-is-moot",
    "notifications.tell-those-concerned",
)
SECONDS = 300.0
SERVICES = ("plan", "mediation", "notifications", "audit")


async def all_services(folder: Path, cluster: Cluster) -> float:
    """Seconds until each reaction has done what it first heard. `folder` holds the events that are
    on the topics."""
    processes = [Serving(folder, cluster.servers, cluster.prefix, name) for name in SERVICES]
    admin = AIOKafkaAdminClient(bootstrap_servers=cluster.servers)
    await admin.start()
    began = perf_counter()
    try:
        await asyncio.gather(*(one.start() for one in processes), _all_heard(admin, cluster))
        return perf_counter() - began
    finally:
        await asyncio.gather(*(one.stop() for one in processes))
        await admin.close()


async def replacement(folder: Path, cluster: Cluster, store: SqliteEventStore) -> float:
    """Seconds from the leader's death until what is accepted then is visible."""
    some = [Serving(folder, cluster.servers, cluster.prefix, "plan", "relay") for _ in range(2)]
    first, other = some
    async with Watching(cluster) as watching:
        await first.start()
        await visible.one(store, watching)
        await other.start()
        await asyncio.sleep(3)
        await first.kill()
        began = perf_counter()
        await visible.one(store, watching)
        took = perf_counter() - began
    await other.stop()
    return took


async def _all_heard(admin: AIOKafkaAdminClient, cluster: Cluster) -> None:
    async with asyncio.timeout(SECONDS):
        for group in GROUPS:
            while not await _heard(admin, f"{cluster.prefix}{group}"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def _heard(admin: AIOKafkaAdminClient, group: str) -> bool:
    offsets = await admin.list_consumer_group_offsets(group)
    return any(one.offset > 0 for one in offsets.values())
