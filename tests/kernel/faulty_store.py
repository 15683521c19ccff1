"""A store between us and the real one, that holds back, fails or ends when told."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from kernel.event_store import EventStore, Page


class Killed(BaseException):
    """The process ends here."""


class FaultyStore:
    """Passes all on to `store`; of subscriptions and scans only `pages` pages of `size` events.

    Then it does what `then` says: an exception is raised, once `failures` times; without one the
    reader waits until `open` is called.
    """

    def __init__(
        self,
        store: EventStore,
        *,
        size: int = 1,
        pages: int = 1,
        then: type[BaseException] | None = None,
        failures: int = 1_000_000,
    ) -> None:
        self._store, self._size, self.pages = store, size, pages
        self._then, self.failures = then, failures
        self.held, self._opened = asyncio.Event(), asyncio.Event()

    def open(self) -> None:
        self._opened.set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def subscribe(self, **how: Any) -> AsyncIterator[Page]:
        return self._through(self._store.subscribe(**how | {"page": self._size}))

    def scan_streams(self, **how: Any) -> AsyncIterator[Page]:
        return self._through(self._store.scan_streams(**how | {"page": self._size}))

    async def _through(self, source: AsyncIterator[Page]) -> AsyncIterator[Page]:
        async for page in source:
            if self.pages == 0 and self._then and self.failures:
                self.failures -= 1
                raise self._then("as the test wants it")
            if self.pages == 0 and not self._then:
                self.held.set()
                await self._opened.wait()
            self.pages = max(0, self.pages - 1)
            yield page
