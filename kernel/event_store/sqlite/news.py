"""Wakes whoever waits for events that do not exist yet."""

import asyncio
from threading import Lock

from kernel.event_store import StoreUnavailable
from kernel.lane import settle


class News:
    """Knows the newest position that anyone told it. May be told from any thread."""

    def __init__(self) -> None:
        self._head = 0
        self._ended: str | None = None
        self._waiting: dict[asyncio.Future[None], int] = {}
        self._lock = Lock()

    def announce(self, head: int) -> None:
        """The store's newest event is at `head` now."""
        with self._lock:
            self._head = max(self._head, head)
            due = [one for one, after in self._waiting.items() if after < self._head]
        settle((one, None) for one in due)

    def fail(self, why: str) -> None:
        """Everybody who waits now raises StoreUnavailable."""
        with self._lock:
            due = list(self._waiting)
        settle((one, StoreUnavailable(why)) for one in due)

    def end(self, why: str) -> None:
        """No more news: fail, and refuse whoever comes to wait later."""
        with self._lock:
            self._ended = why
        self.fail(why)

    async def after(self, position: int) -> int:
        """The newest position, once that is behind `position`. Raises StoreUnavailable."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._lock:
            if self._ended is not None:
                raise StoreUnavailable(self._ended)
            if self._head > position:
                return self._head
            self._waiting[future] = position
        try:
            await future
        finally:
            with self._lock:
                del self._waiting[future]
        return self._head
