"""Accepted → visible to a consumer that knows nothing of us, beside the bare way of one message."""

import asyncio
from time import perf_counter
from uuid import UUID, uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from contracts.envelope import Actor, Metadata
from contracts.examples import EXAMPLES
from contracts.topics import EVENTS
from kernel.clock import SystemClock
from kernel.codec import to_store
from kernel.event_store import AnyRevision, EventStore, NewEvent
from kernel.kafka.cluster import Cluster

PAUSE = 0.02
"""Seconds between two: nothing is on its way when the next one is accepted."""


class Watching:
    """An independent consumer that tells when it saw which id."""

    def __init__(self, cluster: Cluster) -> None:
        self._topic = f"{cluster.prefix}{EVENTS['plan'].name}"
        self._consumer = AIOKafkaConsumer(
            self._topic, bootstrap_servers=cluster.servers, auto_offset_reset="earliest"
        )
        self._seen: dict[str, asyncio.Future[float]] = {}

    async def __aenter__(self) -> "Watching":
        await self._consumer.start()
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await self._consumer.stop()

    def seen(self, id: UUID) -> asyncio.Future[float]:
        """When it was seen, by `perf_counter`. Ask before it can be."""
        return self._seen.setdefault(str(id), asyncio.get_running_loop().create_future())

    async def _watch(self) -> None:
        async for record in self._consumer:
            now, id = perf_counter(), dict(record.headers)["ce_id"].decode()
            if (waiting := self._seen.pop(id, None)) is not None:
                waiting.set_result(now)


async def ours(store: EventStore, watching: Watching, count: int) -> list[float]:
    """Seconds from the store's acknowledgement on; the relay runs in another process."""
    return [await _one(store, watching) for _ in range(count)]


async def one(store: EventStore, watching: Watching) -> float:
    """When one that is accepted now is seen."""
    new = event(plan=uuid4())
    seen = watching.seen(new.id)
    await store.append(f"plan-{uuid4()}", [new], AnyRevision())
    accepted = perf_counter()
    return await seen - accepted


async def _one(store: EventStore, watching: Watching) -> float:
    await asyncio.sleep(PAUSE)
    return await one(store, watching)


async def bare(cluster: Cluster, watching: Watching, count: int) -> list[float]:
    topic, found = f"{cluster.prefix}{EVENTS['plan'].name}", []
    async with AIOKafkaProducer(
        bootstrap_servers=cluster.servers, acks="all", enable_idempotence=True
    ) as producer:
        for _ in range(count):
            await asyncio.sleep(PAUSE)
            new = event(plan=uuid4())
            seen, began = watching.seen(new.id), perf_counter()
            headers = [("ce_id", str(new.id).encode()), ("ce_metadata", new.metadata)]
            await producer.send(topic, new.data, key=new.id.bytes, headers=headers)
            found.append(await seen - began)
    return found


def event(type: str = "RemarkAdded.v1", plan: UUID | None = None) -> NewEvent:
    about = Metadata(
        time=SystemClock().now(),
        actor=Actor(sub="client-1", role="client"),
        correlation=uuid4(),
        causation=uuid4(),
        regime="sgb2-2023",
        plan=plan,
    )
    return to_store(uuid4(), EXAMPLES[type], about.to_json())
