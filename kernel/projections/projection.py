"""A read model kept up with a store: follows, rebuilds beside itself, switches, answers."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from typing import Generic, TypeVar

from sqlalchemy import Connection

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.following import TRANSIENT, Patience, Place, State, pages
from kernel.projections import registry
from kernel.projections.generations import Generations
from kernel.projections.model import (
    Answer,
    ProjectionStatus,
    ReadModel,
    RebuildStopped,
    Report,
    Superseded,
)
from kernel.projections.rebuild import Rebuild
from kernel.projections.registry import Generation
from kernel.projections.writer import Writer

T = TypeVar("T")
R = TypeVar("R")

PAGE = 1_000
"""Events that are taken in one transaction at most."""

PASSES = (*TRANSIENT, Superseded)

_log = logging.getLogger(__name__)


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
        self._store, self._database, self.model = store, database, model
        self._patience = patience or Patience()
        self._generations = Generations(model)
        self._place = Place(store, model.categories)
        self.moved = self._place.moved
        self._stopping = asyncio.Event()
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
        try:
            await self._patience.keep(self._follow, PASSES, lambda: self.position)
            self._place.stop(None)
        except RebuildStopped:
            self._place.stop(None)
        except Exception as error:
            _log.error("%s stopped: %s", self.name, error)
            self._place.stop(str(error))
            await self._note(self._generations.mine, str(error))
        finally:
            self._stopping.clear()

    def stop(self) -> None:
        self._stopping.set()

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
        return await self._database.read(lambda c: self._generations.ask(c, query))

    async def amend(self, change: Callable[[Connection, T], R]) -> R:
        """Write beside the events, into the rows that answer: only what a rebuild may lose."""
        await self._create()
        return await self._database.write(lambda c: self._generations.ask(c, change).value)

    async def status(self) -> ProjectionStatus:
        await self._create()
        head = await self._store.head()
        answering, building = await self._database.read(
            lambda c: (self._generations.answering(c), self._generations.building(c))
        )
        position = answering.position if answering else 0
        reason = self._place.reason or (answering.reason if answering else None)
        return ProjectionStatus(
            name=self.name,
            state=self._state(reason),
            position=position,
            head=head,
            lag=await self._place.lag(position, head),
            rate=self._place.rate.per_second(),
            reason=reason,
            version=answering.version if answering else None,
            generation=answering.number if answering else None,
            rebuild=self._rebuild.progress if self._rebuild else None,
            rebuild_failed=building.reason if building else None,
        )

    def _state(self, reason: str | None) -> State:
        if reason:
            return "stopped"
        return "rebuilding" if self._rebuild else self._place.state

    async def _follow(self) -> None:
        await self._create()
        generation = await self._database.read(self._generations.mine)
        if generation is None:
            await self._build(self._stopping, None)
            generation = await self._database.read(self._generations.mine)
        assert generation is not None
        await self._follow_into(generation)

    async def _follow_into(self, generation: Generation) -> None:
        self._place.begin(generation.position)
        writer = Writer(self._database, self.model, self._generations, generation)
        source = self._store.subscribe(
            after=generation.position, categories=self.model.categories, page=PAGE
        )
        async with aclosing(pages(source, self._stopping)) as arriving:
            async for page in arriving:
                await writer.page(page)
                self._place.move(page.position, len(page.events))

    async def _build(self, stop: asyncio.Event, report: Report | None) -> None:
        async with self._one_rebuild:
            rebuild = Rebuild(self._store, self._database, self.model, self._generations)
            self._rebuild = rebuild
            try:
                await self._patience.keep(
                    lambda: rebuild.run(stop, report), PASSES, lambda: rebuild.progress.done
                )
            except RebuildStopped:
                raise
            except Exception as error:
                await self._note(self._generations.building, str(error))
                raise
            finally:
                self._rebuild = None

    async def _note(self, which: Callable[[Connection], Generation | None], reason: str) -> None:
        """Leave the reason where other processes find it, if the database can still be written."""

        def note(connection: Connection) -> None:
            if generation := which(connection):
                registry.stop(connection, generation, reason)

        try:
            await self._database.write(note)
        except TRANSIENT as error:
            _log.warning("could not note why %s stopped: %s", self.name, error)

    async def _create(self) -> None:
        if not self._created:
            await self._database.create(registry.METADATA)
            self._created = True
