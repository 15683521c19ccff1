"""Topic → reaction, beside a bare FastStream batch handler that parses the same model."""

import asyncio
from functools import reduce
from operator import or_
from time import perf_counter
from typing import Annotated, Any

from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from pydantic import Field

from contracts.catalogue import EVENTS as CATALOGUE
from contracts.catalogue import PLAN
from contracts.envelope import Recorded
from contracts.topics import DEAD_LETTERS, EVENTS
from kernel.clock import SystemClock
from kernel.codec import Codec
from kernel.following import Patience
from kernel.kafka.cluster import Cluster
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.hearing import Hearing
from kernel.kafka.publisher import Publisher
from kernel.kafka.subscription import MOST, POLL
from kernel.reactions import Reacting

AnyEvent = Annotated[reduce(or_, set(PLAN.values())), Field(discriminator="type")]


class Counting:
    """Does nothing, as most reactions do with most events."""

    categories = ("plan",)

    def __init__(self, name: str, enough: int) -> None:
        self.name, self._left, self.all = name, enough, asyncio.Event()
        self.began = 0.0

    async def react(self, _: Recorded[Any]) -> None:
        self.count(1)

    def count(self, some: int) -> None:
        self.began = self.began or perf_counter()
        self._left -= some
        if self._left <= 0:
            self.all.set()


async def ours(cluster: Cluster, count: int, round: int) -> float:
    """Messages a second, from the first one on: joining a group is none of it."""
    counting = Counting(f"ours-{round}", count)
    async with Publisher(cluster) as publisher:
        letters = DeadLetterTopic(cluster, DEAD_LETTERS["plan"].name, publisher, SystemClock())
        reacting = Reacting(Codec(CATALOGUE), counting, letters, Patience())
        hearing = Hearing(cluster, [EVENTS["plan"].name], reacting, letters)
        running = asyncio.create_task(hearing.run())
        await counting.all.wait()
        rate = count / (perf_counter() - counting.began)
        hearing.stop()
        await running
    return rate


async def bare(cluster: Cluster, count: int, round: int) -> float:
    counting = Counting(f"bare-{round}", count)
    broker = KafkaBroker(cluster.servers, logger=None)

    @broker.subscriber(
        f"{cluster.prefix}{EVENTS['plan'].name}",
        group_id=f"{cluster.prefix}{counting.name}",
        batch=True,
        max_records=MOST,
        batch_timeout_ms=POLL,
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.ACK,
    )
    async def handle(events: list[AnyEvent]) -> None:  # type: ignore[valid-type]
        counting.count(len(events))

    async with broker:
        await broker.start()
        await counting.all.wait()
        return count / (perf_counter() - counting.began)
