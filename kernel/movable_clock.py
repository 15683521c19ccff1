"""The wall clock until somebody takes it in hand; from then on it moves when told."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from kernel.clock import SimulatedClock, SystemClock
from kernel.tasks import given_up


class MovableClock:
    """For development. Whoever sleeps goes by whichever time counts at the moment."""

    def __init__(self) -> None:
        self._wall = SystemClock()
        self._held: SimulatedClock | None = None
        self._changed_hands = asyncio.Event()

    def now(self) -> datetime:
        return (self._held or self._wall).now()

    async def sleep_until(self, moment: datetime) -> None:
        while moment > self.now():
            clock = self._held or self._wall
            await _first(clock.sleep_until(moment), self._changed_hands.wait())

    @property
    def held(self) -> bool:
        return self._held is not None

    def next_wake(self) -> datetime | None:
        """When the first sleeper wants to be woken; None too while nobody holds the clock."""
        return self._held.next_wake() if self._held else None

    def move(self, moment: datetime) -> None:
        """Take it, or move it on; nobody has been woken. Raises ValueError for a way back."""
        if self._held is None:
            self._change_hands(SimulatedClock(moment))
        else:
            self._held.move(moment)

    def wake(self) -> None:
        """Wake everyone whose time has come."""
        if self._held:
            self._held.wake()

    def give_back(self) -> None:
        """The wall clock counts again."""
        self._change_hands(None)

    def _change_hands(self, held: SimulatedClock | None) -> None:
        self._held = held
        changed, self._changed_hands = self._changed_hands, asyncio.Event()
        changed.set()


async def _first(*some: Coroutine[Any, Any, object]) -> None:
    waiting = [asyncio.ensure_future(one) for one in some]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await given_up(waiting)
