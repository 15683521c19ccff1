"""Fills a new generation beside the one that answers, and lets it take over."""

import asyncio
from contextlib import aclosing
from typing import Generic, TypeVar

from kernel.database import Database
from kernel.event_store import EventStore, ReadsByStream
from kernel.following import StopRequested, pages
from kernel.following.progress import Rate
from kernel.projections.generations import Generations
from kernel.projections.model import Progress, ReadModel, Report
from kernel.projections.writer import Writer

T = TypeVar("T")

PAGE = 10_000
"""Events in one transaction: as many as pay, few enough that others get their turn."""


class Rebuild(Generic[T]):
    """One that was interrupted goes on where it was. `progress` is there once it has begun."""

    def __init__(
        self, store: EventStore, database: Database, model: ReadModel[T], of: Generations[T]
    ) -> None:
        self._store, self._database, self._model, self._generations = store, database, model, of
        self._rate = Rate()
        self._report: Report | None = None
        self.progress = Progress(0, 0, 0.0)

    async def run(self, stop: asyncio.Event, report: Report | None) -> None:
        """Raises StopRequested where `stop` was set first, and what a Writer raises."""
        self._report = report
        head = await self._store.head()
        self.progress = Progress(0, head, 0.0)
        until = head if self._model.by_stream and isinstance(self._store, ReadsByStream) else None
        generation = await self._database.write(lambda c: self._generations.begin(c, until))
        writer = Writer(self._database, self._model, self._generations, generation)
        async with self._database.filling():
            await self._streams(writer, stop)
            await self._in_order(writer, stop)

    async def _streams(self, writer: Writer[T], stop: asyncio.Event) -> None:
        until, store, done = writer.generation.until, self._store, 0
        if until is None or not isinstance(store, ReadsByStream):
            return
        source = store.scan_streams(
            categories=self._model.categories,
            until=until,
            after=writer.generation.cursor,
            page=PAGE,
        )
        async with aclosing(pages(source, stop)) as arriving:
            async for page in arriving:
                await writer.streams(page)
                done += len(page.events)
                self._advance(done, len(page.events))
        if stop.is_set():
            raise StopRequested(self._model.name)
        await writer.end_of_streams()

    async def _in_order(self, writer: Writer[T], stop: asyncio.Event) -> None:
        source = self._store.subscribe(
            after=writer.generation.position, categories=self._model.categories, page=PAGE
        )
        async with aclosing(pages(source, stop)) as arriving:
            async for page in arriving:
                await writer.page(page)
                self._advance(writer.generation.position, len(page.events))
                if writer.generation.state == "live":
                    return
        raise StopRequested(self._model.name)

    def _advance(self, done: int, events: int) -> None:
        self._rate.add(events)
        total = max(done, self.progress.total)
        self.progress = Progress(done, total, self._rate.per_second())
        if self._report:
            self._report(self.progress)
