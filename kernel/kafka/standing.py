"""How far a consumer is with its partitions: what is done, what there is, who answers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import time

from aiokafka import AIOKafkaConsumer, TopicPartition

from kernel.kafka.cloud_events import Message
from kernel.kafka.cluster import TRANSIENT, Cluster
from kernel.kafka.ends import Ends

SILENCE = 20.0
"""Seconds without an answer from a partition's broker after which that counts as trouble."""

ANSWER = 1.0
"""Seconds within which a broker has to say what was done before, for somebody who waits."""


class Standing:
    """Of the partitions that the consumer has at the moment. Done is what was acknowledged."""

    def __init__(self, cluster: Cluster, consumer: Callable[[], AIOKafkaConsumer]) -> None:
        """`consumer` may give None, before it starts and after it has ended."""
        self._consumer_now, self._ends = consumer, Ends(cluster)
        self._done: dict[TopicPartition, int] = {}

    def done(self, messages: Sequence[Message]) -> None:
        for one in messages:
            self._done[TopicPartition(one.topic, one.partition)] = one.offset + 1

    def forget(self) -> None:
        """The partitions were given out anew: others may have gone on with them."""
        self._done.clear()

    async def place(self) -> tuple[int, int]:
        """(how many messages are done, how many there are), as far as that is known."""
        here = self._assigned()
        done = await self._known(here)
        return sum(done.values()), sum(self._consumer.highwater(one) or 0 for one in here)

    async def is_all_done(self) -> bool:
        """Whether all that the partitions hold at this moment is done."""
        try:
            ends = await self._ends.of(self._assigned())
        except TRANSIENT:
            return False
        done = await self._known(list(ends))
        return all(done.get(one, 0) >= end for one, end in ends.items())

    def is_silent(self) -> bool:
        """Whether a broker does not answer: it would, twice a second, also if nothing is new."""
        polls = [self._consumer.last_poll_timestamp(one) for one in self._assigned()]
        return any(one and time() - one / 1000 > SILENCE for one in polls)

    async def close(self) -> None:
        await self._ends.close()

    @property
    def _consumer(self) -> AIOKafkaConsumer:
        return self._consumer_now()

    def _assigned(self) -> list[TopicPartition]:
        return sorted(self._consumer.assignment()) if self._consumer else []

    async def _known(self, some: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        """The first message that is not done, of each of them of which that is known or soon told:
        one answer is waited for, not one after the other."""
        asked = [one for one in some if one not in self._done and self._consumer]
        with suppress(TimeoutError, *TRANSIENT):
            async with asyncio.timeout(ANSWER):
                told = await asyncio.gather(*(self._consumer.committed(one) for one in asked))
            for one, at in zip(asked, told, strict=True):
                self._done.setdefault(one, at or 0)
        return {one: self._done[one] for one in some if one in self._done}
