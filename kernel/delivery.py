"""Doing what events ask for: some again, some never, each plan's in order."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Protocol, TypeVar

from kernel.dead_letters import Located
from kernel.decider import Contended
from kernel.following.patience import TRANSIENT, GaveUp, Patience

X = TypeVar("X")
Transient = tuple[type[Exception], ...]

LANES = 32
"""How many things are done at the same time, so that their commands share a commit."""

PASSES: Transient = (*TRANSIENT, Contended)


class Letterbox(Protocol):
    """Keeps dead letters: a service's database, or its topic."""

    async def add(self, source: str, at: Located, error: Exception, attempts: int = 1) -> None:
        """Keep it; a second time for the same subject replaces the first."""


class Delivery:
    """What may pass is tried again, within bounds; what will not becomes a dead letter."""

    def __init__(
        self, source: str, letters: Letterbox, patience: Patience, transient: Transient
    ) -> None:
        self._source, self._letters = source, letters
        self._patience, self._transient = patience, transient
        self._lanes = asyncio.Semaphore(LANES)

    async def one(self, at: Located, work: Callable[[], Awaitable[None]]) -> None:
        """Raises GaveUp where the surroundings are to blame: then it must come again."""
        try:
            await self._patience.keep(work, self._transient)
        except GaveUp:
            raise
        except Exception as error:  # a refusal, or a fault that the next attempt would find too
            await self._letters.add(self._source, at, error)

    async def each(
        self,
        items: Iterable[X],
        lane: Callable[[X], Hashable],
        work: Callable[[X], Awaitable[None]],
    ) -> tuple[list[X], Exception | None]:
        """Those of one lane one after the other, lanes beside each other.

        Which ones are done, and the first error: after it nothing new is begun.
        """
        lanes: defaultdict[Hashable, list[X]] = defaultdict(list)
        for item in items:
            lanes[lane(item)].append(item)
        done: list[X] = []
        errors: list[Exception] = []
        await asyncio.gather(*(self._lane(some, work, done, errors) for some in lanes.values()))
        return done, next(iter(errors), None)

    async def _lane(
        self,
        items: Sequence[X],
        work: Callable[[X], Awaitable[None]],
        done: list[X],
        errors: list[Exception],
    ) -> None:
        async with self._lanes:
            for item in items:
                if errors:
                    return
                try:
                    await work(item)
                except Exception as error:
                    errors.append(error)
                else:
                    done.append(item)
