"""Writes pages into one generation: rows and checkpoint in one transaction."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Generic, NoReturn, TypeVar

from sqlalchemy import Connection

from kernel.database import Database
from kernel.event_store import Page, StoredEvent
from kernel.following import TRANSIENT
from kernel.projections import registry
from kernel.projections.generations import Generations
from kernel.projections.model import Poisoned, ReadModel
from kernel.projections.registry import Generation

T = TypeVar("T")

_Events = Sequence[StoredEvent]


class _Broke(Exception):
    """`project` raised something that has to do with the events it was given."""

    def __init__(self, event: StoredEvent, error: Exception) -> None:
        super().__init__(event, error)
        self.event, self.error = event, error


class Writer(Generic[T]):
    """`generation` is what was committed last. Raises Poisoned, Superseded and transient errors."""

    def __init__(
        self, database: Database, model: ReadModel[T], of: Generations[T], generation: Generation
    ) -> None:
        self._database, self._model, self._generations = database, model, of
        self._indexed = False
        self.generation = generation

    async def page(self, page: Page) -> None:
        """The next events in order; where they are the last, a generation being built goes live."""
        finish = page.caught_up and self.generation.state == "building"
        if finish and not self._indexed:
            await self._database.write(
                lambda connection: self._generations.add_indexes(connection, self.generation)
            )
            self._indexed = True
        try:
            if page.events or finish:  # that others wrote needs no transaction of ours
                await self._commit(page.events, page.position, None, finish)
        except _Broke:
            await self._divide([[event] for event in page.events])
            await self._commit((), page.position, None, finish)

    async def streams(self, page: Page) -> None:
        """The next whole streams."""
        try:
            await self._commit_units([page.events])
        except _Broke:
            streams = groupby(page.events, attrgetter("stream"))
            await self._divide([list(stream) for _, stream in streams])

    async def end_of_streams(self) -> None:
        """All streams are in, up to where the rebuild began; what follows comes in order."""
        if self.generation.until is not None:
            await self._commit((), self.generation.until, None)

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
        if events and self.generation.until is None:
            await self._commit(events, events[-1].position, None)
        elif events:
            await self._commit(events, 0, events[-1].stream)

    async def _commit(
        self, events: _Events, position: int, cursor: str | None, finish: bool = False
    ) -> None:
        was = self.generation
        until = was.until if cursor else None

        def step(connection: Connection) -> Generation:
            now = registry.move(connection, was, position, until, cursor)
            self._project(connection, events)
            return (finish and registry.switch(connection, now)) or now

        self.generation = await self._database.write(step)

    def _project(self, connection: Connection, events: _Events) -> None:
        if not events:
            return
        try:
            self._model.project(connection, self._generations.tables(self.generation), events)
        except TRANSIENT:
            raise
        except Exception as error:
            raise _Broke(events[0], error) from error
