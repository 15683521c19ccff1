"""Fills a new generation beside the one that answers, and lets it take over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Generic, TypeVar

from kernel.database import Database
from kernel.event_store import EventStore, OffersHeadings, Page, ReadsByStream
from kernel.following import StopRequested, pages
from kernel.following.progress import Rate
from kernel.projections.generations import Generations
from kernel.projections.model import Poisoned, Progress, ReadModel, ReadsHeadings, Report
from kernel.projections.registry import Generation
from kernel.projections.shares import Share, shares_of, taken_in
from kernel.projections.throttle import Throttle
from kernel.projections.writer import Writer

T = TypeVar("T")

PAGE = 10_000
"""Events in one transaction: as many as pay, few enough that others get their turn."""

SHARES = 16
"""Parts that streams are split into: no more processes than that can share a rebuild."""

POLL = 0.25
"""Seconds between two looks at how far others are."""

Crew = Callable[[], Awaitable[None]]
"""Fills all shares, by other processes; returns when they have ended."""


class Rebuild(Generic[T]):
    """One that was interrupted goes on where it was. `progress` is there once it has begun."""

    def __init__(
        self,
        store: EventStore,
        database: Database,
        model: ReadModel[T],
        of: Generations[T],
        per_second: float | None = None,
    ) -> None:
        self._store, self._database, self._model, self._generations = store, database, model, of
        self._throttle = Throttle(per_second, PAGE)
        self._rate = Rate()
        self._report: Report | None = None
        self.progress = Progress(0, 0, 0.0)

    async def run(
        self, stop: asyncio.Event, report: Report | None, crew: Crew | None = None
    ) -> None:
        """Raises StopRequested where `stop` was set first, and what a Writer or `crew` raises."""
        generation = await self.begin(report)
        async with self._database.filling():
            if crew is not None and await self._unfinished(generation):
                await self._watch(generation, crew)
            await self.fill(generation, stop)
            writer = Writer(self._database, self._model, self._generations, generation)
            await writer.end_of_streams()
            await self._in_order(writer, stop)

    async def begin(self, report: Report | None = None) -> Generation:
        """The generation to be filled: one that was begun, or a new one."""
        self._report = report
        head, store = await self._store.head(), self._store
        self.progress = Progress(0, head, 0.0)
        if not self._model.by_stream or not isinstance(store, ReadsByStream):
            return await self._database.write(lambda c: self._generations.begin(c, None))
        ends = await store.split_streams(SHARES)
        return await self._database.write(lambda c: self._generations.begin(c, head, ends))

    async def fill(
        self, generation: Generation, stop: asyncio.Event, which: int = 0, of: int = 1
    ) -> None:
        """Every share; as one of several, every `of`th from `which` on. Raises StopRequested."""
        done = await self._database.read(lambda c: taken_in(c, generation))
        for share in await self._unfinished(generation):
            if share.number % of == which:
                done = await self._share(generation, share, stop, done)

    async def _share(
        self, generation: Generation, share: Share, stop: asyncio.Event, done: int
    ) -> int:
        writer = Writer(self._database, self._model, self._generations, generation, share)
        assert isinstance(self._store, ReadsByStream)
        assert generation.until is not None
        source = self._store.scan_streams(
            categories=self._model.categories,
            until=generation.until,
            after=share.cursor or share.after,
            last=share.last,
            page=self._throttle.most,
        )
        async with aclosing(pages(source, stop)) as arriving:
            async for page in arriving:
                await writer.streams(page)
                done += len(page.events)
                self._advance(done, len(page.events))
                await self._throttle.after(len(page.events), stop)
        if stop.is_set():
            raise StopRequested(self._model.name)
        await writer.end_of_share()
        return done

    async def _unfinished(self, generation: Generation) -> Sequence[Share]:
        if generation.until is None:
            return []
        found = await self._database.read(lambda c: shares_of(c, generation))
        return [share for share in found if not share.ended]

    async def _watch(self, generation: Generation, crew: Crew) -> None:
        """Tell how far the crew is while it works."""
        was = await self._database.read(lambda c: taken_in(c, generation))
        working = asyncio.ensure_future(crew())
        try:
            while not working.done():
                await asyncio.wait([working], timeout=POLL)
                done = await self._database.read(lambda c: taken_in(c, generation))
                self._advance(done, done - was)
                was = done
        finally:
            working.cancel()
            await asyncio.wait([working])
        working.result()

    async def _in_order(self, writer: Writer[T], stop: asyncio.Event) -> None:
        source = self._source(writer.generation.position)
        async with aclosing(pages(source, stop)) as arriving:
            async for page in arriving:
                try:
                    await writer.page(page)
                except Poisoned as poisoned:
                    raise await self._whole(poisoned) from poisoned.__cause__
                self._advance(writer.generation.position, len(page.events))
                if writer.generation.state == "live":
                    return
                await self._throttle.after(len(page.events), stop)
        raise StopRequested(self._model.name)

    def _source(self, after: int) -> AsyncIterator[Page]:
        store, model, page = self._store, self._model, self._throttle.most
        if isinstance(model, ReadsHeadings) and isinstance(store, OffersHeadings):
            return store.subscribe_headings(
                bodies=model.bodies, after=after, categories=model.categories, page=page
            )
        return store.subscribe(after=after, categories=model.categories, page=page)

    async def _whole(self, poisoned: Poisoned) -> Poisoned:
        """The event may have come without its stream."""
        (event,) = await self._store.read_at([poisoned.event.position])
        return Poisoned(self._model.name, event, poisoned.error)

    def _advance(self, done: int, events: int) -> None:
        self._rate.add(events)
        total = max(done, self.progress.total)
        self.progress = Progress(done, total, self._rate.per_second())
        if self._report:
            self._report(self.progress)
