"""How long something may take, and the pauses between attempts."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from kernel.event_store import StoreUnavailable
from kernel.event_store.eventstoredb.meaning import Passing

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Times:
    """In seconds.

    `call`: one request's deadline. `outage`: how long a request is repeated before
    StoreUnavailable. `quiet`: silence after which a subscription is looked after. `proof`: for how
    long a durable write proves that the store takes more. `first`, `longest`: pauses.
    """

    call: float = 5.0
    outage: float = 15.0
    quiet: float = 10.0
    proof: float = 5.0
    first: float = 0.05
    longest: float = 2.0
    keep_alive: float = 10.0

    def pause(self, failures: int) -> float:
        """Longer each time, and spread: who failed together does not return together."""
        if not failures:
            return 0.0
        return random.uniform(0.5, 1.0) * min(self.longest, self.first * 2.0 ** (failures - 1))


async def kept(work: Callable[[], Awaitable[R]], times: Times) -> R:
    """The outcome of `work`, repeated while it fails in passing. Raises StoreUnavailable."""
    last: Passing | None = None
    try:
        async with asyncio.timeout(times.outage):
            while True:
                try:
                    return await work()
                except Passing as error:
                    last = error
    except TimeoutError:
        reason = last or f"nothing came within {times.outage:g} s"
        raise StoreUnavailable(f"the event store does not answer: {reason}") from last
