"""Writes pages into one generation: rows and checkpoint in one transaction."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Generic, NoReturn, TypeVar

from sqlalchemy import Connection

from kernel.database import Database
from kernel.event_store import Page, StoredEvent
from kernel.following import TRANSIENT, Superseded
from kernel.projections import registry, shares
from kernel.projections.generations import Generations
from kernel.projections.model import Poisoned, ReadModel
from kernel.projections.registry import Generation
from kernel.projections.shares import Share

T = TypeVar("T")

_Events = Sequence[StoredEvent]

FAR = 10_000
"""Positions that a checkpoint may lie behind where its follower stands."""


class _Broke(Exception):
    """`project` raised something that has to do with the events it was given."""

    def __init__(self, event: StoredEvent, error: Exception) -> None:
        super().__init__(event, error)
        self.event, self.error = event, error


class Writer(Generic[T]):
    """`generation` is what was committed last. Raises Poisoned, Superseded and transient errors."""

    def __init__(
        self,
        database: Database,
        model: ReadModel[T],
        of: Generations[T],
        generation: Generation,
        share: Share | None = None,
    ) -> None:
        """With a `share` it takes whole streams, otherwise events in order."""
        self._database, self._model, self._generations = database, model, of
        self._indexed = False
        self.generation, self.share = generation, share

    async def page(self, page: Page) -> None:
        """The next events in order; where they are the last, a generation being built goes live."""
        finish = page.caught_up and self.generation.state == "building"
        if finish and not self._indexed:
            await self._database.write(
                lambda connection: self._generations.add_indexes(connection, self.generation)
            )
            self._indexed = True
        try:
            if page.events or finish or self._is_far(page):
                await self._commit(page.events, page.position, finish)
        except _Broke:
            await self._divide([[event] for event in page.events])
            await self._commit((), page.position, finish)

    async def streams(self, page: Page) -> None:
        """The next whole streams of the share."""
        try:
            await self._commit_units([page.events])
        except _Broke:
            streams = groupby(page.events, attrgetter("stream"))
            await self._divide([list(stream) for _, stream in streams])

    async def end_of_share(self) -> None:
        assert self.share is not None
        share, generation = self.share, self.generation
        await self._database.write(lambda c: shares.end(c, generation, share))

    async def end_of_streams(self) -> None:
        """All shares are in, up to where the rebuild began; what follows comes in order."""
        if self.generation.until is not None:
            await self._commit((), self.generation.until)

    def _is_far(self, page: Page) -> bool:
        """What others wrote needs no transaction of ours, but now and then, so that processes that
        only ask need not look through all of it for what concerns them."""
        return page.position - self.generation.position >= FAR

    async def _divide(self, units: Sequence[_Events]) -> None:
        """Take the good half and look on in the other, until the one unit is found that breaks.

        A unit is what may be taken alone: an event or, in a rebuild by stream, a stream.
        """
        try:
            await self._commit_units(units)
        except _Broke as broke:
            if len(units) == 1:
                await self._name_the_poison(units[0], broke)
            middle = len(units) // 2
            await self._divide(units[:middle])
            await self._divide(units[middle:])

    async def _name_the_poison(self, unit: _Events, broke: _Broke) -> NoReturn:
        def one_by_one(connection: Connection) -> NoReturn:
            for event in unit:
                self._project(connection, [event])
            raise broke

        try:
            await self._database.write(one_by_one)
        except _Broke as found:
            raise Poisoned(self._model.name, found.event, found.error) from found.error

    async def _commit_units(self, units: Sequence[_Events]) -> None:
        events = [event for unit in units for event in unit]
        if events and self.share is not None:
            self.share = await self._commit_streams(events, self.share)
        elif events:
            await self._commit(events, events[-1].position)

    async def _commit(self, events: _Events, position: int, finish: bool = False) -> None:
        was = self.generation

        def step(connection: Connection) -> Generation:
            now = registry.move(connection, was, position)
            self._project(connection, events)
            return (finish and registry.switch(connection, now)) or now

        small = was.state == "live"
        write = self._database.write_together if small else self._database.write
        self.generation = await write(step)

    async def _commit_streams(self, events: _Events, was: Share) -> Share:
        """Rows first, checkpoint last: on a file, whoever computes holds nobody up. That somebody
        else was at the same share may then come to light as a row that is there already."""
        generation = self.generation

        def step(connection: Connection) -> Share:
            self._project(connection, events)
            return shares.advance(connection, generation, was, events[-1].stream, len(events))

        try:
            return await self._database.write_late(step)
        except _Broke:
            if await self._database.read(lambda c: shares.is_as(c, generation, was)):
                raise
            raise Superseded(f"somebody else is at share {was.number}") from None

    def _project(self, connection: Connection, events: _Events) -> None:
        if not events:
            return
        try:
            self._model.project(connection, self._generations.tables(self.generation), events)
        except TRANSIENT:
            raise
        except Exception as error:
            raise _Broke(events[0], error) from error
