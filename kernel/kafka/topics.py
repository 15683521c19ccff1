"""Topics are made explicitly: a broker that makes one by itself takes its own defaults."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import NodeNotReadyError, TopicAlreadyExistsError, for_code

from contracts.topics import Topic
from kernel.kafka.cluster import LARGEST_MESSAGE, Cluster

SEGMENT = 64 * 1024 * 1024
"""Bytes: a compacted topic is compacted a segment at a time."""


@dataclass(slots=True, kw_only=True)
class Topics:
    """Those that a process needs. `ready` is what has to be awaited before they are used."""

    cluster: Cluster
    topics: Sequence[Topic]
    partitions: int
    replicas: int
    _made: bool = False
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ready(self) -> None:
        """Make what is missing, once. Raises KafkaError."""
        async with self._making:
            if not self._made:
                await create_topics(
                    self.cluster, self.topics, partitions=self.partitions, replicas=self.replicas
                )
                self._made = True


async def create_topics(
    cluster: Cluster, topics: Sequence[Topic], *, partitions: int, replicas: int
) -> list[str]:
    """Make those that are missing; the names of those that were. Existing ones stay as they are.

    Raises KafkaError.
    """
    admin = AIOKafkaAdminClient(**cluster.client())
    await admin.start()
    try:
        answer = await admin.create_topics(
            [_new(cluster.prefix, topic, partitions, replicas) for topic in topics]
        )
    except AttributeError as cause:  # of aiokafka, where the answer names no controller
        raise NodeNotReadyError("the cluster has no controller yet") from cause
    finally:
        await admin.close()
    made = []
    for name, code, reason in answer.topic_errors:
        if code == 0:
            made.append(name)
        elif for_code(code) is not TopicAlreadyExistsError:
            raise for_code(code)(f"{name}: {reason}")
    return made


def _new(prefix: str, topic: Topic, partitions: int, replicas: int) -> NewTopic:
    return NewTopic(
        f"{prefix}{topic.name}",
        partitions if topic.ordered else 1,
        replicas,
        topic_configs={
            "cleanup.policy": "compact" if topic.compacted else "delete",
            "retention.ms": str(topic.retention),
            "max.message.bytes": str(LARGEST_MESSAGE),
            "min.insync.replicas": str(max(1, replicas - 1)),
            **({"segment.bytes": str(SEGMENT)} if topic.compacted else {}),
        },
    )
