"""Reads a topic with nothing of ours but its name: what is there is what anybody would see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition


async def everything(bootstrap: str, topic: str) -> list[Any]:
    """All records of the topic, partition by partition."""
    async with _reading(bootstrap, topic) as consumer:
        partitions = sorted(consumer.assignment())
        ends = await consumer.end_offsets(partitions)
        found: dict[TopicPartition, list[Any]] = {one: [] for one in partitions}
        while any([await consumer.position(one) < end for one, end in ends.items()]):
            for one, records in (await consumer.getmany(timeout_ms=500)).items():
                found[one] += records
        return [record for one in partitions for record in found[one]]


async def at_least(bootstrap: str, topic: str, count: int, within: float = 30) -> list[Any]:
    """All records, once there are so many."""
    async with asyncio.timeout(within):
        while len(found := await everything(bootstrap, topic)) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.1)  # nobody tells
    return found


async def send(bootstrap: str, topic: str, *records: dict[str, Any]) -> None:
    """Each one as arguments of a producer's `send`."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        for record in records:
            await producer.send_and_wait(topic, **record)


@asynccontextmanager
async def _reading(bootstrap: str, topic: str) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()
