"""A read model kept up with a store: follows, rebuilds beside itself, switches, answers."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Generic, TypeVar

from sqlalchemy import Connection

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.following import Patience, Place, StopRequested, pages
from kernel.projections import registry
from kernel.projections.generations import Generations
from kernel.projections.model import Answer, ProjectionStatus, ReadModel, Report
from kernel.projections.rebuild import Rebuild
from kernel.projections.registry import Generation
from kernel.projections.writer import Writer

T = TypeVar("T")
R = TypeVar("R")

PAGE = 1_000
"""Events that are taken in one transaction at most."""


class Projection(Generic[T]):
    """Binds a read model to a store and a database. A Follower.

    Live and rebuild are the same code: both write pages into a generation of tables, and the one
    that has caught up goes live.
    """

    def __init__(
        self,
        store: EventStore,
        database: Database,
        model: ReadModel[T],
        patience: Patience | None = None,
    ) -> None:
        self.store, self.database, self.model = store, database, model
        self._patience = patience or Patience()
        self._generations = Generations(model)
        self._place = Place(model.name, store, model.categories)
        self.moved = self._place.moved
        self._one_rebuild = asyncio.Lock()
        self._rebuild: Rebuild[T] | None = None
        self._created = False

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def position(self) -> int:
        """Up to here the events are in the rows; -1 while that is not known."""
        return self._place.position

    async def run(self) -> None:
        """Follow the store; build first what this version of the read model lacks."""
        await self._place.hold(
            self._follow,
            lambda reason: self._note(self._generations.mine, reason),
            self._patience,
        )

    def stop(self) -> None:
        self._place.stopping.set()

    async def rebuild(self, report: Report | None = None) -> None:
        """Build all rows anew beside those that answer, then switch; returns when that is done.

        May be cancelled at any time: the next one goes on from there. Raises Poisoned, GaveUp.
        """
        await self._create()
        await self._build(asyncio.Event(), report)

    async def caught_up(self, position: int, within: float) -> bool:
        """Whether the rows show everything up to `position`, within so many seconds."""
        return await self._place.reached(position, within)

    async def read(self, query: Callable[[Connection, T], R]) -> R:
        """What `query` finds in the rows of one moment. Raises ProjectionNotReady."""
        return (await self.answer(query)).value

    async def answer(self, query: Callable[[Connection, T], R]) -> Answer[R]:
        """The same, with the position that it is true for."""
        await self._create()
        return await self.database.read(lambda c: self._generations.ask(c, query))

    async def amend(self, change: Callable[[Connection, T], R]) -> R:
        """Write beside the events, into the rows that answer: only what a rebuild may lose."""
        await self._create()
        return await self.database.write(lambda c: self._generations.ask(c, change).value)

    async def status(self) -> ProjectionStatus:
        await self._create()
        answering, building = await self.database.read(
            lambda c: (self._generations.answering(c), self._generations.building(c))
        )
        common = await self._place.status(
            answering.position if answering else 0, answering.reason if answering else None
        )
        rebuild = self._rebuild
        return ProjectionStatus(
            name=self.name,
            state="rebuilding" if rebuild and not common.reason else common.state,
            position=common.position,
            head=common.head,
            lag=common.lag,
            rate=common.rate,
            reason=common.reason,
            version=answering.version if answering else None,
            generation=answering.number if answering else None,
            rebuild=rebuild.progress if rebuild else None,
            rebuild_failed=building.reason if building else None,
        )

    async def _follow(self) -> None:
        await self._create()
        generation = await self.database.read(self._generations.mine)
        while generation is None:
            await self._build(self._place.stopping, None)
            generation = await self.database.read(self._generations.mine)
        await self._follow_into(generation)

    async def _follow_into(self, generation: Generation) -> None:
        self._place.begin(generation.position)
        writer = Writer(self.database, self.model, self._generations, generation)
        source = self.store.subscribe(
            after=generation.position, categories=self.model.categories, page=PAGE
        )
        async with aclosing(pages(source, self._place.stopping, self._place.pause)) as arriving:
            async for page in arriving:
                await writer.page(page)
                self._place.move(page.position, len(page.events))

    async def _build(self, stop: asyncio.Event, report: Report | None) -> None:
        async with self._one_rebuild:
            rebuild = Rebuild(self.store, self.database, self.model, self._generations)
            self._rebuild = rebuild
            try:
                await self._patience.keep(
                    lambda: rebuild.run(stop, report), progress=lambda: rebuild.progress.done
                )
            except StopRequested:
                raise
            except Exception as error:
                await self._note(self._generations.building, str(error))
                raise
            finally:
                self._rebuild = None

    async def _note(self, which: Callable[[Connection], Generation | None], reason: str) -> None:
        def note(connection: Connection) -> None:
            if generation := which(connection):
                registry.stop(connection, generation, reason)

        await self.database.write(note)

    async def _create(self) -> None:
        if not self._created:
            await self.database.create(registry.METADATA)
            self._created = True
