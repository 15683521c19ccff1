"""Everything in a process that follows events: started, stopped and asked together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from kernel.clock import Steered
from kernel.event_store import EventStore
from kernel.following.place import Status

GRACE = 10.0
"""Seconds that a follower has for ending what it is at."""

ROUNDS = 1_000
"""How often followers may lead each other on before they count as never settling."""


class Follower(Protocol):
    """A projection, the runner of a reaction or of deadlines."""

    @property
    def name(self) -> str: ...

    async def run(self) -> None:
        """Follow until `stop`, or until something is wrong that `status` then tells.

        Raises nothing; may be run again afterwards.
        """

    def stop(self) -> None:
        """End `run` as soon as what is in hand is done."""

    async def status(self) -> Status:
        """How it fares at this moment."""

    async def caught_up(self, position: int, within: float) -> bool:
        """Whether everything up to `position` was handled, within so many seconds."""


class NotSettled(Exception):
    """Somebody did not get to the end of the events in time."""


class Following:
    """`async with` starts all followers and stops them in the end, each on its own."""

    def __init__(self, store: EventStore, followers: Sequence[Follower]) -> None:
        self._store = store
        self.followers = followers
        self._running: dict[Follower, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Start all that do not run: also those that stopped over something since repaired."""
        for follower in self.followers:
            task = self._running.get(follower)
            if task is None or task.done():
                self._running[follower] = asyncio.create_task(follower.run())
        await asyncio.sleep(0)  # from here on none is taken for stopped that has just been started

    async def stop(self, grace: float = GRACE) -> None:
        """Let all finish what they are at, `grace` seconds at most. Nothing is lost thereby."""
        running = {one: task for one, task in self._running.items() if not task.done()}
        for follower in running:
            follower.stop()
        if running:
            _, late = await asyncio.wait(running.values(), timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.wait(running.values())
        self._running.clear()

    async def status(self) -> list[Status]:
        return [await follower.status() for follower in self.followers]

    async def caught_up(self, position: int, within: float) -> bool:
        """Whether all handled everything up to `position`, within so many seconds."""
        until = asyncio.get_running_loop().time() + within
        return await self._late(position, until) is None

    async def settled(self, within: float = 10.0) -> None:
        """Return once all events are handled, those too that this led to, and no timer is due.

        Raises NotSettled.
        """
        until = asyncio.get_running_loop().time() + within
        for _ in range(ROUNDS):
            head = await self._store.head()
            late = await self._late(head, until)
            if late is not None:
                raise NotSettled(f"not at {head}: {await late.status()}")
            if head == await self._store.head():
                return
        raise NotSettled(f"after {ROUNDS} rounds there are still new events")

    async def _late(self, position: int, until: float) -> Follower | None:
        """The first who is not at `position` when the loop's clock shows `until`."""
        for follower in self.followers:
            left = max(0.0, until - asyncio.get_running_loop().time())
            if not await follower.caught_up(position, left):
                return follower
        return None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await self.stop()


async def travel(clock: Steered, until: datetime, settled: Callable[[], Awaitable[None]]) -> None:
    """Let time pass up to `until` as if somebody had waited: each sleeper wakes at its own hour,
    and all that follows from it is `settled` before the next one wakes."""
    await settled()
    while (wake := clock.next_wake()) is not None and wake <= until:
        clock.set(wake)
        await settled()
    clock.set(until)
    await settled()
