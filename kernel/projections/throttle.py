"""No more events a second than somebody allows."""

import asyncio
from contextlib import suppress
from time import monotonic


class Throttle:
    """Of None: as fast as can be. `most` are the events that one step should have."""

    def __init__(self, per_second: float | None, page: int) -> None:
        self._per_second = per_second
        self._due = 0.0
        self.most = page if per_second is None else max(1, min(page, int(per_second)))

    async def after(self, events: int, stop: asyncio.Event) -> None:
        """Rest until so many events more are allowed, or `stop` is set."""
        if self._per_second is None:
            return
        now = monotonic()
        self._due = max(self._due, now) + events / self._per_second
        with suppress(TimeoutError):
            async with asyncio.timeout(self._due - now):
                await stop.wait()
