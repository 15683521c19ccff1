"""Pages from a store, one after the other, until somebody wants to stop."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

from kernel.event_store import Page


async def pages(
    source: AsyncIterator[Page],
    stop: asyncio.Event,
    pause: Callable[[], Awaitable[None]] | None = None,
) -> AsyncGenerator[Page, None]:
    """Every page of `source`, until it ends or `stop` is set. Close it to let go of `source`.

    Whoever has caught up may `pause` before the next one, so that it holds more than one event.

    No page is fetched while the last one is worked on: both would fight for the interpreter's lock,
    row by row. A rebuild from a million events then took a quarter longer, with 176,000 changes of
    thread instead of 9,000.
    """
    stopped = asyncio.ensure_future(stop.wait())
    upcoming = asyncio.ensure_future(anext(source, None))
    try:
        while True:
            await asyncio.wait({upcoming, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if stopped.done() or (page := upcoming.result()) is None:
                return
            yield page
            upcoming = asyncio.ensure_future(_next(source, pause if page.caught_up else None))
    finally:
        for waiting in (upcoming, stopped):
            waiting.cancel()
        await asyncio.wait({upcoming, stopped})
        if not upcoming.cancelled():
            upcoming.exception()  # a page that nobody wants any more may also fail unheard
        if isinstance(source, AsyncGenerator):
            await source.aclose()


async def _next(
    source: AsyncIterator[Page], pause: Callable[[], Awaitable[None]] | None
) -> Page | None:
    if pause is not None:
        await pause()
    return await anext(source, None)
