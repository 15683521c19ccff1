"""What could not be done and will not be tried again by itself: somebody must look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text, select

from kernel.clock import Clock
from kernel.database import Database, Moment, bulk_upsert
from kernel.following.patience import describe

METADATA = MetaData()

_table = Table(
    "dead_letters",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("stream", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)


class Located(Protocol):
    """An event, or what became of one."""

    @property
    def id(self) -> UUID: ...
    @property
    def type(self) -> str: ...
    @property
    def stream(self) -> str: ...
    @property
    def position(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """`source` is the reaction (or the deadlines) that failed, `subject` the id of the event (or
    of the timer) that it failed on; `position`, `stream` and `type` say where that stands."""

    source: str
    subject: str
    position: int
    stream: str
    type: str
    reason: str
    attempts: int
    recorded_at: datetime


class DeadLetters:
    """The dead letters of one service."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def add(self, source: str, at: Located, error: Exception, attempts: int = 1) -> None:
        """Keep it; a second time for the same subject replaces the first."""
        await self._database.bring_up("service")
        row = (
            source,
            str(at.id),
            at.position,
            at.stream,
            at.type,
            describe(error),
            attempts,
            self._clock.now(),
        )
        await self._database.write(lambda c: bulk_upsert(c, _table, [row]))

    async def all(self, source: str | None = None) -> list[DeadLetter]:
        """Those of one reaction, or of all, in the order of their events."""
        await self._database.bring_up("service")
        return await self._database.read(lambda c: _all(c, source))

    async def details(self, _: DeadLetter) -> Mapping[str, str]:
        """Nothing more: the event itself is in the store."""
        return {}

    async def discard(self, letter: DeadLetter) -> None:
        """It was dealt with, or need not be."""
        which = _table.delete().where(
            _table.c.source == letter.source, _table.c.subject == letter.subject
        )
        await self._database.write(lambda c: c.execute(which))


def _all(connection: Connection, source: str | None) -> list[DeadLetter]:
    query = select(_table).order_by(_table.c.position, _table.c.subject)
    if source is not None:
        query = query.where(_table.c.source == source)
    return [DeadLetter(*row) for row in connection.execute(query)]
