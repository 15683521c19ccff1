"""Batches of raw messages from topics, through FastStream; offsets move when a batch is done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from time import time
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage
from faststream.kafka.message import KafkaAckableMessage
from faststream.security import BaseSecurity, SASLScram512

from kernel.following import Patience, Status
from kernel.following.patience import describe
from kernel.following.progress import Rate
from kernel.kafka.cloud_events import Message
from kernel.kafka.cluster import REQUEST_SECONDS, TRANSIENT, Cluster
from kernel.kafka.ends import Ends
from kernel.kafka.topics import Topics

MOST = 500
"""Messages in one batch."""

POLL = 10
"""Milliseconds that FastStream rests when nothing has come: what a lone message may lose."""

SESSION = 6.0
"""Seconds after which the partitions of a dead process are given to others."""

NEWS = 15.0
"""Seconds after which brokers are asked again what there is: one that was just told to make a topic
may not have heard of it yet, and five minutes, the default, would pass without a partition."""

SILENCE = 20.0
"""Seconds without an answer from a partition's broker after which that counts as trouble."""

REST = 10.0
"""Seconds before a cluster that did not answer is asked again."""

ANSWER = 1.0
"""Seconds within which a broker has to say what was done before, for somebody who waits."""

Take = Callable[[Sequence[Message]], Awaitable[Exception | None]]
"""Does all of a batch. An error says that the surroundings failed: the batch has to come again."""

_log = logging.getLogger(__name__)


class Subscription(ConsumerRebalanceListener):  # type: ignore[misc]
    """Takes batches from topics, as a member of a group that shares the partitions. A Follower.

    Whatever ends a process, a batch that was not done comes again. Position and lag are in
    messages, of the partitions that this process has.
    """

    def __init__(
        self,
        cluster: Cluster,
        topics: Sequence[str],
        group: str,
        take: Take,
        *,
        made: Topics | None = None,
        instance: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        """`made` are made before anything is heard. `instance` names this process in its group:
        back within SESSION, it has what it had."""
        self.name = group
        self._take, self._patience, self._made = take, patience or Patience(), made
        self._stopping = asyncio.Event()
        self._failures, self._busy = 0, False
        self._done: dict[TopicPartition, int] = {}
        self._joined, self._rate = False, Rate()
        self._trouble: str | None = None
        self.broker, self._ends = _broker(cluster), Ends(cluster)
        self._subscriber = self.broker.subscriber(
            *(f"{cluster.prefix}{name}" for name in topics),
            group_id=f"{cluster.prefix}{group}",
            group_instance_id=instance,
            batch=True,
            max_records=MOST,
            batch_timeout_ms=POLL,
            auto_offset_reset="earliest",
            session_timeout_ms=round(SESSION * 1000),
            heartbeat_interval_ms=round(SESSION * 1000 / 3),
            ack_policy=AckPolicy.MANUAL,
            parser=self._untouched,
            decoder=_undecoded,
            listener=self,
        )
        self._subscriber(self._batch)

    async def run(self) -> None:
        """Until `stop`. A cluster that is away is asked again, REST seconds apart."""
        try:
            while not self._stopping.is_set():
                try:
                    if self._made is not None:
                        await self._made.ready()
                    await self.broker.start()
                except TRANSIENT as error:
                    self._failed(error)
                    await self.broker.stop()
                    await self._rest(REST)
                else:
                    await self._stopping.wait()
        finally:
            await self.broker.stop()
            await self._ends.close()
            self._joined = False
            self._stopping.clear()

    def stop(self) -> None:
        """End as soon as the batch in hand is done."""
        self._stopping.set()

    async def status(self) -> Status:
        done = await self._known(self._assigned())
        position, here = sum(done.values()), self._assigned()
        head = sum(self._consumer.highwater(one) or 0 for one in here)
        reason = self._trouble or ("the broker does not answer" if self._is_silent() else None)
        return Status(
            name=self.name,
            state="stopped" if reason else "live" if self._joined else "idle",
            position=position,
            head=head,
            lag=max(0, head - position),
            rate=self._rate.per_second(),
            reason=reason,
        )

    async def caught_up(self, position: int, within: float) -> bool:  # noqa: ARG002
        """Whether nothing that has come is left undone, within so many seconds. What was relayed,
        up to which `position` of the store, is for the relay to say."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not await self._is_done():  # noqa: ASYNC110 – nobody tells
                    await asyncio.sleep(POLL / 1000)
                return True
        return False

    async def on_partitions_revoked(self, _: object) -> None:
        """Nothing is held beyond a batch; what is done twice has to be done once in effect."""

    async def on_partitions_assigned(self, _: object) -> None:
        self._joined, self._trouble = True, None  # what failed here may be another's now
        self._done.clear()

    async def _batch(self, message: KafkaMessage) -> None:
        self._busy = True
        try:
            error = await self._take(message.raw_message)
            if error is None:
                await self._ack(message)
                return
        except Exception as cause:  # whatever it is: FastStream would leave the batch out
            error = cause
        finally:
            self._busy = False
        self._failed(error)
        self._again(message.raw_message)
        await self._rest(self._patience.pause(self._failures))

    def _again(self, messages: Sequence[Message]) -> None:
        """Back to where the batch began; what others have meanwhile begins there for them."""
        first: dict[TopicPartition, int] = {}
        for one in messages:
            first.setdefault(TopicPartition(one.topic, one.partition), one.offset)
        for partition, offset in first.items():
            with suppress(KafkaError, AssertionError):  # of aiokafka, in the middle of a rebalance
                self._consumer.seek(partition, offset)

    async def _untouched(self, messages: Any) -> KafkaAckableMessage:
        """FastStream's own parser loses the whole batch over a header that is null or no UTF-8."""
        return KafkaAckableMessage(
            body=b"", raw_message=messages, consumer=self._subscriber.consumer
        )

    async def _ack(self, message: KafkaMessage) -> None:
        await message.ack()
        self._trouble, self._failures = None, 0
        self._rate.add(len(message.raw_message))
        for one in message.raw_message:
            self._done[TopicPartition(one.topic, one.partition)] = one.offset + 1

    async def _is_done(self) -> bool:
        """Whether all that its partitions hold at this moment is done."""
        if not self._joined:
            return False
        try:
            ends = await self._ends.of(self._assigned())
        except TRANSIENT:
            return False
        done = await self._known(list(ends))
        return all(done.get(one, 0) >= end for one, end in ends.items())

    def _is_silent(self) -> bool:
        """Empty answers come twice a second, unless a batch is worked on: then nobody asks."""
        polls = [self._consumer.last_poll_timestamp(one) for one in self._assigned()]
        return not self._busy and any(one and time() - one / 1000 > SILENCE for one in polls)

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        self._trouble = describe(error)
        _log.error("%s could not go on: %s", self._subscriber.group_id, self._trouble)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    @property
    def _consumer(self) -> AIOKafkaConsumer:
        """None before the start and after the end."""
        return self._subscriber.consumer

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


def _broker(cluster: Cluster) -> KafkaBroker:
    """It only listens: what is published goes through a Publisher."""
    return KafkaBroker(
        cluster.servers.split(","),
        client_id="kooperationsplan",
        request_timeout_ms=round(REQUEST_SECONDS * 1000),
        metadata_max_age_ms=round(NEWS * 1000),
        consumer_only=True,
        logger=None,
        security=_security(cluster),
    )


def _security(cluster: Cluster) -> BaseSecurity:
    context = cluster.ssl_context()
    if cluster.user is None:
        return BaseSecurity(ssl_context=context)
    return SASLScram512(cluster.user, cluster.password or "", ssl_context=context)


def _undecoded(_: object) -> bytes:
    return b""
