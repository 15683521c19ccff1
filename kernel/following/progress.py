"""How far a follower got, how fast, and who waits for it."""

import asyncio
from collections import deque
from time import monotonic

WINDOW = 10.0
"""Seconds over which a rate is taken."""


class Signal:
    """Wakes everyone who waits; `count` tells how often it was sent, so that none is missed."""

    def __init__(self) -> None:
        self.count = 0
        self._sent = asyncio.Event()

    def send(self) -> None:
        self.count += 1
        sent, self._sent = self._sent, asyncio.Event()
        sent.set()

    async def after(self, count: int) -> None:
        """Return once it was sent more often than `count` times."""
        while self.count <= count:
            await self._sent.wait()


class Rate:
    """Events a second, over the last WINDOW seconds."""

    def __init__(self) -> None:
        self._begun = monotonic()
        self._counts: deque[tuple[float, int]] = deque()
        self._total = 0

    def add(self, events: int) -> None:
        self._counts.append((monotonic(), events))
        self._total += events
        self._forget()

    def per_second(self) -> float:
        self._forget()
        passed = min(WINDOW, monotonic() - self._begun)
        return self._total / passed if passed > 0 else 0.0

    def _forget(self) -> None:
        oldest = monotonic() - WINDOW
        while self._counts and self._counts[0][0] < oldest:
            self._total -= self._counts.popleft()[1]
