"""What time it is, and waiting for a time to come."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol

LONGEST_NAP = 60.0
"""Seconds after which a sleeper looks at the wall clock again: it may have been moved."""


class Clock(Protocol):
    def now(self) -> datetime:
        """This moment, in UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached `moment`."""


class Steered(Protocol):
    """A clock in somebody's hand."""

    def next_wake(self) -> datetime | None:
        """When the first sleeper wants to be woken."""

    def set(self, moment: datetime) -> None:
        """Move to `moment` and wake everyone whose time has come."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(left, LONGEST_NAP))  # looks at a clock that may be moved


class SimulatedClock:
    """Stands still until told; whoever sleeps past a step is woken at its own time, in order."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._sleepers: dict[asyncio.Future[None], datetime] = {}

    def now(self) -> datetime:
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        if moment <= self._now:
            return
        awake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers[awake] = moment
        try:
            await awake
        finally:
            self._sleepers.pop(awake, None)

    def next_wake(self) -> datetime | None:
        return min(self._sleepers.values(), default=None)

    def set(self, moment: datetime) -> None:
        """Move to `moment` and wake everyone whose time has come. Time never runs backwards."""
        self.move(moment)
        self.wake()

    def move(self, moment: datetime) -> None:
        """It is `moment` now, though nobody has been woken. Time never runs backwards."""
        if moment < self._now:
            raise ValueError(f"{moment:%c} lies before {self._now:%c}: time does not run backwards")
        self._now = moment.astimezone(UTC)

    def wake(self) -> None:
        for awake, due in list(self._sleepers.items()):
            if due <= self._now and not awake.done():
                awake.set_result(None)
