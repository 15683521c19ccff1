"""Where a follower stands in the store, and waiting for it to get somewhere."""

import asyncio
from collections.abc import Sequence

from kernel.event_store import EventStore
from kernel.following.progress import Rate, Signal
from kernel.following.status import State


class Place:
    """`position` is -1 until the checkpoint has been read."""

    def __init__(self, store: EventStore, categories: Sequence[str]) -> None:
        self._store, self._categories = store, categories
        self.position = -1
        self.state: State = "idle"
        self.reason: str | None = None
        self.rate = Rate()
        self.moved = Signal()

    def begin(self, position: int) -> None:
        """Stand at a checkpoint, ready to follow."""
        self.state, self.reason = "live", None
        self.move(position)

    def move(self, position: int, events: int = 0) -> None:
        self.position = max(self.position, position)
        self.rate.add(events)
        self.moved.send()

    def stop(self, reason: str | None) -> None:
        """Stand still: because of `reason`, or because it was asked to."""
        self.state, self.reason = ("stopped" if reason else "idle"), reason
        self.moved.send()

    async def reached(self, position: int, within: float) -> bool:
        """Whether everything up to `position` was handled, within so many seconds."""
        try:
            async with asyncio.timeout(within):
                return await self._reached(position)
        except TimeoutError:
            return False

    async def lag(self, position: int, head: int) -> int:
        """Positions between the two, 0 if none of our events lies there."""
        return head - position if position < head and await self._is_more(position, head) else 0

    async def _reached(self, position: int) -> bool:
        while True:
            seen, here = self.moved.count, self.position
            if here >= 0 and (here >= position or not await self._is_more(here, position)):
                return True
            if self.state == "stopped":
                return False
            await self.moved.after(seen)

    async def _is_more(self, after: int, until: int) -> bool:
        page = await self._store.read_all(after=after, categories=self._categories, limit=1)
        return bool(page.events) and page.events[0].position <= until
