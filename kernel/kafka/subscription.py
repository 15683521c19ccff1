"""Batches of raw messages from topics, through FastStream; offsets move when a batch is done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka.annotations import KafkaMessage
from faststream.kafka.message import KafkaAckableMessage

from kernel.following import Patience, Status
from kernel.following.patience import describe
from kernel.following.progress import Rate
from kernel.kafka.cloud_events import Message
from kernel.kafka.cluster import TRANSIENT, Cluster
from kernel.kafka.listener import listener
from kernel.kafka.standing import Standing
from kernel.kafka.topics import Topics

MOST = 500
"""Messages in one batch."""

POLL = 10
"""Milliseconds that FastStream rests when nothing has come: what a lone message may lose."""

SESSION = 6.0
"""Seconds after which the partitions of a dead process are given to others."""

REST = 10.0
"""Seconds before a cluster that did not answer is asked again."""

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
        self._joined, self._rate = False, Rate()
        self._trouble: str | None = None
        self.broker = listener(cluster)
        self._standing = Standing(cluster, lambda: self._subscriber.consumer)
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
            await self._standing.close()
            self._joined = False
            self._stopping.clear()

    def stop(self) -> None:
        """End as soon as the batch in hand is done."""
        self._stopping.set()

    async def status(self) -> Status:
        position, head = await self._standing.place()
        silent = not self._busy and self._standing.is_silent()
        reason = self._trouble or ("the broker does not answer" if silent else None)
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
                while not (self._joined and await self._standing.is_all_done()):  # noqa: ASYNC110 – nobody tells
                    await asyncio.sleep(POLL / 1000)
                return True
        return False

    async def on_partitions_revoked(self, _: object) -> None:
        """Nothing is held beyond a batch; what is done twice has to be done once in effect."""

    async def on_partitions_assigned(self, _: object) -> None:
        self._joined, self._trouble = True, None  # what failed here may be another's now
        self._standing.forget()

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
        consumer: Any = self._subscriber.consumer
        first: dict[TopicPartition, int] = {}
        for one in messages:
            first.setdefault(TopicPartition(one.topic, one.partition), one.offset)
        for partition, offset in first.items():
            with suppress(KafkaError, AssertionError):  # of aiokafka, in the middle of a rebalance
                consumer.seek(partition, offset)

    async def _untouched(self, messages: Any) -> KafkaAckableMessage:
        """FastStream's own parser loses the whole batch over a header that is null or no UTF-8."""
        return KafkaAckableMessage(
            body=b"", raw_message=messages, consumer=self._subscriber.consumer
        )

    async def _ack(self, message: KafkaMessage) -> None:
        await message.ack()
        self._trouble, self._failures = None, 0
        self._rate.add(len(message.raw_message))
        self._standing.done(message.raw_message)

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        self._trouble = describe(error)
        _log.error("%s could not go on: %s", self._subscriber.group_id, self._trouble)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def _undecoded(_: object) -> bytes:
    return b""
