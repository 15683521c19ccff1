"""Messages to a topic in order, each partition's in one batch at a time."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2
from aiokafka.producer.message_accumulator import BatchBuilder

from kernel.kafka.cloud_events import Headers
from kernel.kafka.cluster import LARGEST_MESSAGE, Cluster
from kernel.kafka.topics import Topics

LARGEST_BATCH = 512 * 1024
"""Bytes: what one partition is sent at a time, unless a single message is larger."""

Outgoing = tuple[bytes | None, bytes | None, Headers]
"""Key, value, headers."""


class Publisher:
    """An idempotent producer. `async with` connects; raises KafkaError where nobody answers.

    A partition's next batch is sent when the one before it is acknowledged by all replicas in
    step: whatever fails, nothing ever overtakes.
    """

    def __init__(self, cluster: Cluster, topics: Topics | None = None) -> None:
        """`topics` are made before anything is published."""
        self._cluster, self._topics = cluster, topics
        self._producer: AIOKafkaProducer | None = None
        self._connecting = asyncio.Lock()

    async def publish(self, topic: str, messages: Iterable[Outgoing]) -> None:
        """Return when all of them are acknowledged; messages of one key stay in their order.

        Raises KafkaError: then some of them may be there. Publish all of them again.
        """
        producer = await self._connected()
        lanes = await self._by_partition(producer, topic, messages)
        try:
            await _all(_send(producer, topic, number, lane) for number, lane in lanes.items())
        except BaseException:
            await self._discard(producer)  # what waits in it must not be sent by it any more
            raise

    async def close(self) -> None:
        if self._producer is not None:
            await self._discard(self._producer)

    async def __aenter__(self) -> Self:
        await self._connected()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _discard(self, producer: AIOKafkaProducer) -> None:
        """Others who publish may have a new one by now."""
        if self._producer is producer:
            self._producer = None
        await _stop(producer)

    async def _connected(self) -> AIOKafkaProducer:
        async with self._connecting:
            if self._producer is None:
                if self._topics is not None:
                    await self._topics.ready()
                producer = AIOKafkaProducer(
                    **self._cluster.client(),
                    acks="all",
                    enable_idempotence=True,
                    max_batch_size=LARGEST_BATCH,
                    max_request_size=LARGEST_MESSAGE,
                )
                try:
                    await producer.start()
                except BaseException:
                    await _stop(producer)
                    raise
                self._producer = producer
        return self._producer

    async def _by_partition(
        self, producer: AIOKafkaProducer, topic: str, messages: Iterable[Outgoing]
    ) -> dict[int, deque[BatchBuilder]]:
        partitions = len(await producer.partitions_for(topic))
        lanes: defaultdict[int, deque[BatchBuilder]] = defaultdict(deque)
        for key, value, headers in messages:
            lane = lanes[partition_of(key, partitions)]
            if not lane or not _fits(lane[-1], key, value, headers):
                lane.append(producer.create_batch())
                _fits(lane[-1], key, value, headers)
        for lane in lanes.values():
            for batch in lane:
                batch.close()
        return lanes


@lru_cache(100_000)
def partition_of(key: bytes | None, partitions: int) -> int:
    """As Kafka's own clients do it: whoever knows the key knows the partition."""
    return (murmur2(key) & 0x7FFFFFFF) % partitions if key is not None else 0


def _fits(batch: BatchBuilder, key: bytes | None, value: bytes | None, headers: Headers) -> bool:
    """Whether the batch has taken it; an empty one takes anything."""
    return batch.append(timestamp=None, key=key, value=value, headers=headers) is not None


async def _send(
    producer: AIOKafkaProducer, topic: str, partition: int, batches: Iterable[BatchBuilder]
) -> None:
    for batch in batches:
        await (await producer.send_batch(batch, topic, partition=partition))


async def _all(sending: Iterable[object]) -> None:
    """Wait for every one of them, then raise the first error."""
    ended: Sequence[object] = await asyncio.gather(*sending, return_exceptions=True)  # type: ignore[call-overload]
    for one in ended:
        if isinstance(one, BaseException):
            raise one


async def _stop(producer: AIOKafkaProducer) -> None:
    with suppress(KafkaError):  # it has failed before, and that is known
        await producer.stop()
