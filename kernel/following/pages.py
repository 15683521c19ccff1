"""Pages from a store, the next one fetched while the last one is worked on."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from kernel.event_store import Page


async def pages(source: AsyncIterator[Page], stop: asyncio.Event) -> AsyncGenerator[Page, None]:
    """Every page of `source`, until it ends or `stop` is set. Close it to let go of `source`."""
    stopped = asyncio.ensure_future(stop.wait())
    upcoming = asyncio.ensure_future(anext(source, None))
    try:
        while True:
            await asyncio.wait({upcoming, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if stopped.done() or (page := upcoming.result()) is None:
                return
            upcoming = asyncio.ensure_future(anext(source, None))
            yield page
    finally:
        for waiting in (upcoming, stopped):
            waiting.cancel()
        await asyncio.wait({upcoming, stopped})
        if not upcoming.cancelled():
            upcoming.exception()  # a page that nobody wants any more may also fail unheard
        if isinstance(source, AsyncGenerator):
            await source.aclose()
