"""The tables of a read model's generations: made, found, asked, dropped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, MetaData, Table
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.schema import CreateIndex, CreateTable

from kernel.database import exclusively, ready_to_ask, sorting
from kernel.projections import registry, shares
from kernel.projections.model import Answer, ProjectionNotReady, ReadModel, StillNeeded
from kernel.projections.registry import Generation

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """The tables of one generation."""

    metadata: MetaData
    tables: T


class Generations(Generic[T]):
    """All functions run in a transaction that the caller began, in a thread."""

    def __init__(self, model: ReadModel[T]) -> None:
        self._model = model
        self._shelves: dict[str, Shelf[T]] = {}

    def tables(self, generation: Generation) -> T:
        return self._shelf(generation.suffix).tables

    def mine(self, connection: Connection) -> Generation | None:
        """The live generation of this version, if there is one."""
        found = self.answering(connection)
        return found if found and found.version == self._model.version else None

    def answering(self, connection: Connection) -> Generation | None:
        found = registry.all_of(connection, self._model.name)
        return registry.answering(found, self._model.version)

    def building(self, connection: Connection) -> Generation | None:
        """The rebuild of this version that was begun and has not been finished."""
        found = registry.all_of(connection, self._model.name)
        return registry.building(found, self._model.version)

    def all_and_done(self, connection: Connection) -> tuple[list[Generation], int]:
        """All generations, and the events that the one being built has taken in."""
        found = registry.all_of(connection, self._model.name)
        built = registry.building(found, self._model.version)
        return found, shares.taken_in(connection, built) if built and built.until else 0

    def begin(
        self, connection: Connection, until: int | None, ends: Sequence[str] = ()
    ) -> Generation:
        """Go on with the rebuild that was interrupted, or begin one: by stream up to `until`, in
        shares that end with `ends`. One of an older version is given up, and one that does not say
        which streams are in."""
        exclusively(connection, self._model.name)
        found = registry.all_of(connection, self._model.name)
        begun = [one for one in found if one.state == "building"]
        for one in begun:
            older = one.version < self._model.version
            if older or (one.until is not None and not shares.shares_of(connection, one)):
                self._drop(connection, one)
        return self.building(connection) or self._new(connection, found, until, "building", ends)

    def shadow(self, connection: Connection, until: int | None) -> Generation:
        """Tables to compare with those that answer."""
        exclusively(connection, self._model.name)
        found = registry.all_of(connection, self._model.name)
        return self._new(connection, found, until, "shadow")

    def drop_shadows(self, connection: Connection) -> None:
        """Also one that was left by somebody who was killed."""
        for one in registry.all_of(connection, self._model.name):
            if one.state == "shadow":
                self._drop(connection, one)

    def all_tables(self, generation: Generation) -> list[Table]:
        return self._shelf(generation.suffix).metadata.sorted_tables

    def drop(self, connection: Connection, number: int | None) -> list[Generation]:
        """All that this version needs no more, or the one of that `number`. Raises StillNeeded."""
        exclusively(connection, self._model.name)
        found = registry.all_of(connection, self._model.name)
        version = self._model.version
        needed = (registry.answering(found, version), registry.building(found, version))
        wanted = [one for one in found if number is None or one.number == number]
        if number is not None and (not wanted or wanted[0] in needed):
            raise StillNeeded(self._model.name, number, known=bool(wanted))
        dropped = [one for one in wanted if one not in needed]
        for one in dropped:
            self._drop(connection, one)
        return dropped

    def add_indexes(self, connection: Connection, generation: Generation) -> None:
        """Those that were left out for as long as the rows came in by the million."""
        metadata = self._shelf(generation.suffix).metadata
        indexes = [index for table in metadata.sorted_tables for index in table.indexes]
        with sorting(connection):
            for index in indexes:
                connection.execute(CreateIndex(index, if_not_exists=True))
        ready_to_ask(connection, metadata)

    def ask(
        self, connection: Connection, query: Callable[[Connection, T], R], known: int = 0
    ) -> Answer[R]:
        """Rows of this version are `known` to hold so much. Raises ProjectionNotReady."""
        found = self.answering(connection)
        if found is None:
            raise ProjectionNotReady(self._model.name)
        try:
            value = query(connection, self.tables(found))
        except (OperationalError, ProgrammingError) as error:
            if found.version != self._model.version:  # its tables look different
                raise ProjectionNotReady(self._model.name) from error
            raise
        answer = Answer(value, found.position, found.reason)
        return answer.at_least(known) if self._is_mine(found) else answer

    def _new(
        self,
        connection: Connection,
        found: list[Generation],
        until: int | None,
        state: registry.State,
        ends: Sequence[str] = (),
    ) -> Generation:
        number = max((one.number for one in found), default=0) + 1
        new = Generation(self._model.name, number, self._model.version, state, 0, until, None, ())
        metadata = self._shelf(new.suffix).metadata
        new = registry.add(connection, new, tuple(metadata.tables))
        if until is not None:
            shares.share_out(connection, new, ends)
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table))
            for index in table.indexes:
                if index.unique or index.info.get("early"):
                    connection.execute(CreateIndex(index))
        return new

    def _drop(self, connection: Connection, generation: Generation) -> None:
        shares.forget(connection, generation)
        registry.drop(connection, generation)

    def _is_mine(self, generation: Generation) -> bool:
        return generation.version == self._model.version

    def _shelf(self, suffix: str) -> Shelf[T]:
        shelf = self._shelves.get(suffix)
        if shelf is None:
            metadata = MetaData()
            shelf = Shelf(metadata, self._model.tables(metadata, suffix))
            self._shelves[suffix] = shelf
        return shelf
