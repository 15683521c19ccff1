"""What may pass by itself is tried again, a bounded number of times; what will not is not."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError

from kernel.event_store import StoreFull, StoreUnavailable, WrongExpectedRevision

R = TypeVar("R")


class Superseded(Exception):
    """Somebody else did the same meanwhile: look again at how far they got."""


TRANSIENT: tuple[type[Exception], ...] = (
    StoreUnavailable,
    StoreFull,
    WrongExpectedRevision,
    OperationalError,
    InterfaceError,
    OSError,
    Superseded,
)
"""Errors of what lies around us: disk, network, database, store, others who do the same work. They
say nothing of the event."""


class GaveUp(Exception):
    """The surroundings failed too often in a row; `__cause__` is the last failure."""

    def __init__(self, attempts: int, error: Exception) -> None:
        super().__init__(f"failed {attempts} times in a row: {describe(error)}")
        self.attempts = attempts


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is attempted, and the pauses between, in seconds.

    `rest` is for whoever gave up and is to begin again, `look` for whoever waits to be mended.
    """

    attempts: int = 10
    first: float = 0.05
    longest: float = 10.0
    rest: float = 15.0
    look: float = 1.0

    def pause(self, failures: int) -> float:
        """Twice as long each time, spread so that those who failed together do not return so."""
        return random.uniform(0.5, 1.0) * min(self.longest, self.first * 2.0 ** (failures - 1))

    def pause_after(self, state: str) -> float:
        """Before a follower that is waiting, or stopped, looks around again."""
        return self.look if state == "stopped" else random.uniform(0.75, 1.25) * self.rest

    async def keep(
        self,
        work: Callable[[], Awaitable[R]],
        transient: tuple[type[Exception], ...] = TRANSIENT,
        progress: Callable[[], int] = lambda: 0,
    ) -> R:
        """The outcome of `work`, begun again after `transient` errors.

        Whenever `progress` has changed since the last failure, counting starts afresh.
        Raises GaveUp, and at once whatever else `work` raises.
        """
        failures, reached = 0, progress()
        while True:
            try:
                return await work()
            except transient as error:
                if progress() != reached:
                    failures, reached = 0, progress()
                failures += 1
                if failures >= self.attempts:
                    raise GaveUp(failures, error) from error
            # technical time, not the domain's: a simulated clock must not hold it up
            await asyncio.sleep(self.pause(failures))


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
