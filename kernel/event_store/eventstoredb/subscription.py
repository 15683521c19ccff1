"""Following: one call that lasts, begun again behind the last event that was delivered."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from time import monotonic

from kernel.event_store import Page, StoreUnavailable
from kernel.event_store.eventstoredb.arriving import Arriving
from kernel.event_store.eventstoredb.connection import CLOSED, Connection
from kernel.event_store.eventstoredb.meaning import Passing
from kernel.event_store.eventstoredb.patience import Times
from kernel.event_store.eventstoredb.reading import Reading

AHEAD = 4
"""Pages that are taken from the server before the first of them is wanted."""


class Subscription:
    """Moves on delivered events alone: what the server says of its progress may be ahead of them.

    After some silence it asks whether there is more, so that a call which has gone dead without
    a word is noticed, and a follower of rare events need not search the same stretch again.
    """

    def __init__(
        self,
        connection: Connection,
        reading: Reading,
        times: Times,
        categories: Sequence[str],
        page: int,
    ) -> None:
        self._connection, self._reading, self._times = connection, reading, times
        self._categories, self._page = categories, page
        self._position = 0
        self._progress = asyncio.Event()
        self._arriving: Arriving | None = None

    async def pages(self, after: int) -> AsyncGenerator[Page, None]:
        """Raises StoreUnavailable when nothing has worked for the time of an outage."""
        self._position = after
        failing_since: float | None = None
        while True:
            try:
                async with aclosing(self._connected()) as pages:
                    async for page in pages:
                        failing_since = None
                        yield page
            except Passing as error:
                failing_since = failing_since or monotonic()
                if monotonic() - failing_since >= self._times.outage:
                    raise StoreUnavailable(f"the event store does not answer: {error}") from error

    def end(self) -> None:
        """The store is closed: whoever waits hears of it."""
        if self._arriving is not None:
            self._arriving.end(StoreUnavailable(CLOSED))

    async def _connected(self) -> AsyncGenerator[Page, None]:
        """Until something breaks."""
        line = await self._connection.line()
        arriving = self._arriving = Arriving(line, self._page * AHEAD)
        arriving.begin(self._position, self._categories)
        try:
            async with aclosing(self._pages(arriving)) as pages:
                async for page in pages:
                    self._connection.works(line)
                    yield page
        except Passing:
            self._connection.broken(line)
            raise
        finally:
            self._arriving = None
            await arriving.close()

    async def _pages(self, arriving: Arriving) -> AsyncGenerator[Page, None]:
        while True:
            if not await arriving.something(self._page, self._times.quiet):
                yield await self._looked_after(arriving)
                continue
            events = arriving.take(self._page)
            if events:
                self._position = events[-1].position
            yield Page(events, self._position, arriving.live and not arriving.events)

    async def _looked_after(self, arriving: Arriving) -> Page:
        """Raises Passing where there is more than the server has told us."""
        head = await self._reading.head()
        more = await self._reading.page(self._position, self._categories, 1)
        if not arriving.events:
            if more.events:
                raise Passing("the server has fallen silent")
            self._position = max(self._position, head)
        return Page([], self._position, arriving.live)
