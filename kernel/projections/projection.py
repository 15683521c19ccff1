"""A read model kept up with a store: follows, rebuilds beside itself, switches, answers."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from kernel.clock import Clock
from kernel.codec import metadata
from kernel.database import Database
from kernel.event_store import EventStore
from kernel.following import TRANSIENT, Patience, Place, StopRequested, pages
from kernel.projections import registry
from kernel.projections.generations import Generations
from kernel.projections.model import (
    Answer,
    ProjectionStatus,
    ReadModel,
    Report,
    TrueFor,
)
from kernel.projections.questions import PositionNotReached, Question, current_question, newest
from kernel.projections.rebuild import Crew, Rebuild
from kernel.projections.registry import Generation
from kernel.projections.status import status_of
from kernel.projections.verification import Found, Verification
from kernel.projections.writer import Writer

T = TypeVar("T")
R = TypeVar("R")

PAGE = 1_000
"""Events that are taken in one transaction at most."""

POLL = 0.05
"""Seconds between two looks at rows that another process may be writing."""


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
            mended=self._mended,
        )

    def stop(self) -> None:
        self._place.stopping.set()

    async def rebuild(
        self,
        report: Report | None = None,
        per_second: float | None = None,
        crew: Crew | None = None,
    ) -> None:
        """Build all rows anew beside those that answer, then switch; returns when that is done.

        No more than `per_second` events. Where the model is by stream, a `crew` of other processes
        fills the shares by `take_share`; what they left, the order after them and the switch are
        done here. May be cancelled at any time: the next one goes on from there, with any crew or
        none. Raises Poisoned, GaveUp, and what the crew raises.
        """
        await self.database.bring_up("service")
        await self._build(asyncio.Event(), report, per_second, crew)

    async def take_share(self, which: int, of: int, per_second: float | None = None) -> None:
        """Fill, as one of so many processes, shares of the rebuild that is under way; it is ended
        by whoever began it. Raises Poisoned, GaveUp."""
        await self.database.bring_up("service")
        stop = asyncio.Event()

        async def fill(rebuild: Rebuild[T]) -> None:
            async with self.database.filling():
                await rebuild.fill(await rebuild.begin(), stop, which, of)

        await self._keep(fill, per_second)

    async def verify(self, found: Found, report: Report | None = None) -> int:
        """Tell `found` every difference between the rows that answer and some built anew, both at
        the position that is returned. Raises ProjectionNotReady, Poisoned."""
        await self.database.bring_up("service")
        verification = Verification(self.store, self.database, self.model, self._generations)
        return await verification.run(found, report)

    async def caught_up(self, position: int, within: float) -> bool:
        """Whether the rows show everything up to `position`, within so many seconds."""
        return await self._place.reached(position, within)

    async def read(self, query: Callable[[Connection, T], R]) -> R:
        """What `query` finds in the rows of one moment.

        Raises ProjectionNotReady and, where a request asks for more, PositionNotReached.
        """
        return (await self.answer(query)).value

    async def answer(self, query: Callable[[Connection, T], R]) -> Answer[R]:
        """The same, with the position that it is true for."""
        found, question = await self._ask(query), current_question()
        if question is not None:
            while await self._lacks(found.position, question.at_least):
                await self._await(found, question)
                found = await self._ask(query)
            question.hear(self, found)
        return found

    async def glance(self, query: Callable[[Connection, T], R]) -> R:
        """What the rows say, however old: for whoever adds from the store what they lack."""
        return (await self._ask(query)).value

    async def true_for(self, answer: Answer[Any], clock: Clock) -> TrueFor:
        """Now, if nothing newer was there that concerns it; else the time of the newest event that
        is in it."""
        head, now = await newest(self.store, clock)
        if not await self._lacks(answer.position, head):
            return TrueFor(max(answer.position, head), now, answer.stopped)
        page = await self.store.read_all(after=max(answer.position - 1, 0), limit=1)
        return TrueFor(answer.position, metadata(page.events[0]).time, answer.stopped)

    async def resume(self) -> None:
        """Let whoever follows try again, in whichever process, after something was mended."""
        await self.database.bring_up("service")
        await self.database.write(lambda c: registry.mend(c, self.name))

    async def drop(self, number: int | None = None) -> list[Generation]:
        """End the rows that do not answer here and are not being built, or those of one generation.

        Other versions of this software may still ask them. Raises StillNeeded.
        """
        await self.database.bring_up("service")
        return await self.database.write(lambda c: self._generations.drop(c, number))

    async def amend(self, change: Callable[[Connection, T], R]) -> R:
        """Write beside the events, into the rows that answer: only what a rebuild may lose."""
        await self.database.bring_up("service")
        return await self.database.write(lambda c: self._generations.ask(c, change).value)

    async def status(self) -> ProjectionStatus:
        await self.database.bring_up("service")
        found, done = await self.database.read(self._generations.all_and_done)
        rebuild = self._rebuild.progress if self._rebuild else None
        return await status_of(
            self.model, self.store, self._place, found, rebuild=rebuild, done=done
        )

    async def _ask(self, query: Callable[[Connection, T], R]) -> Answer[R]:
        await self.database.bring_up("service")
        known = self._place.position  # read first: what was handled by now is in the rows
        return await self.database.read(lambda c: self._generations.ask(c, query, known))

    async def _lacks(self, position: int, wanted: int) -> bool:
        return position < wanted and await self._place.is_more(position, wanted)

    async def _await(self, found: Answer[Any], question: Question) -> None:
        """Until there may be more in the rows: whoever follows may be another process."""
        left = question.left()
        if found.stopped or left <= 0:
            stopped = found.stopped is not None
            raise PositionNotReached(question.at_least, found.position, stopped=stopped)
        if self._place.state == "stopped":
            await asyncio.sleep(min(POLL, left))
        else:
            await self._place.reached(question.at_least, min(POLL, left))

    async def _follow(self) -> None:
        await self.database.bring_up("service")
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

    async def _build(
        self,
        stop: asyncio.Event,
        report: Report | None,
        per_second: float | None = None,
        crew: Crew | None = None,
    ) -> None:
        await self._keep(lambda rebuild: rebuild.run(stop, report, crew), per_second)

    async def _keep(
        self, work: Callable[[Rebuild[T]], Awaitable[None]], per_second: float | None
    ) -> None:
        async with self._one_rebuild:
            rebuild = Rebuild(self.store, self.database, self.model, self._generations, per_second)
            self._rebuild = rebuild
            try:
                await self._patience.keep(
                    lambda: work(rebuild), progress=lambda: rebuild.progress.done
                )
            except StopRequested:
                raise
            except Exception as error:
                await self._note(self._generations.building, str(error))
                raise
            finally:
                self._rebuild = None

    async def _mended(self) -> bool:
        """Whether somebody took the reasons away: the events at fault are then tried again."""
        try:
            found = await self.database.read(lambda c: registry.all_of(c, self.name))
        except TRANSIENT:
            return False
        mine = [one for one in found if one.version == self.model.version]
        return not any(one.reason for one in mine if one.state != "retired")

    async def _note(self, which: Callable[[Connection], Generation | None], reason: str) -> None:
        def note(connection: Connection) -> None:
            if generation := which(connection):
                registry.stop(connection, generation, reason)

        await self.database.write(note)
