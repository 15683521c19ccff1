"""Rebuilds in the shadow and compares with the rows that answer, at one position."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from kernel.database import Database
from kernel.event_store import EventStore, Page, ReadsByStream
from kernel.following import StopRequested
from kernel.following.progress import Rate
from kernel.projections.comparing import Difference, differences
from kernel.projections.generations import Generations
from kernel.projections.model import Progress, ProjectionNotReady, ReadModel, Report
from kernel.projections.registry import Generation
from kernel.projections.shares import Share
from kernel.projections.writer import Writer

T = TypeVar("T")

PAGE = 10_000
"""Events in one transaction."""

Found = Callable[[Difference], None]


class Verification(Generic[T]):
    """The rows that answer are read on one snapshot, taken first; the shadow is built up to exactly
    the position of that snapshot, so nobody has to stand still. It never answers, and is dropped.
    """

    def __init__(
        self, store: EventStore, database: Database, model: ReadModel[T], of: Generations[T]
    ) -> None:
        self._store, self._database, self._model, self._generations = store, database, model, of
        self._stop = asyncio.Event()

    async def run(self, found: Found, report: Report | None) -> int:
        """The position that both were compared at; `found` hears of every difference.

        Raises ProjectionNotReady, Poisoned.
        """
        loop = asyncio.get_running_loop()

        def compare(connection: Connection) -> int:
            live = self._generations.mine(connection)
            if live is None:
                raise ProjectionNotReady(self._model.name)
            filling = asyncio.run_coroutine_threadsafe(self._fill(live.position, report), loop)
            self._compare(connection, live, filling.result(), found, loop)
            return live.position

        comparing = asyncio.create_task(self._database.read(compare))
        try:
            return await asyncio.shield(comparing)
        except asyncio.CancelledError:
            self._stop.set()
            await asyncio.wait([comparing])
            raise
        finally:
            await self._database.write(self._generations.drop_shadows)

    def _compare(
        self,
        connection: Connection,
        live: Generation,
        shadow: Generation,
        found: Found,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        def here(query: Any) -> Any:
            return query(connection)

        def beside(query: Any) -> Any:
            """The snapshot is older than the shadow's tables: those are read on another one."""
            return asyncio.run_coroutine_threadsafe(self._database.read(query), loop).result()

        pairs = zip(
            self._generations.all_tables(live), self._generations.all_tables(shadow), strict=True
        )
        for mine, rebuilt in pairs:
            for difference in differences(mine, rebuilt, here, beside):
                found(difference)
                if self._stop.is_set():
                    raise StopRequested(self._model.name)

    async def _fill(self, until: int, report: Report | None) -> Generation:
        await self._database.write(self._generations.drop_shadows)
        by_stream = self._model.by_stream and isinstance(self._store, ReadsByStream)
        shadow = await self._database.write(
            lambda c: self._generations.shadow(c, until if by_stream else None)
        )
        share = Share(0, None, None) if by_stream else None
        writer = Writer(self._database, self._model, self._generations, shadow, share)
        take, rate, done = writer.streams if by_stream else writer.page, Rate(), 0
        async with self._database.filling(), aclosing(self._pages(until, by_stream)) as pages:  # type: ignore[type-var]
            async for page in pages:
                if self._stop.is_set():
                    raise StopRequested(self._model.name)
                await take(page)
                done += len(page.events)
                rate.add(len(page.events))
                if report:
                    report(Progress(done, max(until, done), rate.per_second()))
        return writer.generation

    async def _pages(self, until: int, by_stream: bool) -> AsyncIterator[Page]:
        """Every event up to `until`, none behind it."""
        categories = self._model.categories
        if by_stream and isinstance(self._store, ReadsByStream):
            async for page in self._store.scan_streams(
                categories=categories, until=until, page=PAGE
            ):
                yield page
            return
        after = 0
        while after < until:
            page = await self._store.read_all(after=after, categories=categories, limit=PAGE)
            events = [one for one in page.events if one.position <= until]
            if events:
                yield replace(page, events=events, position=events[-1].position)
            if len(events) < len(page.events) or page.caught_up:
                return
            after = page.position
