"""Of several processes that could do the same work, one leads at a time."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from time import monotonic

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, select, update
from sqlalchemy.exc import SQLAlchemyError

from kernel.database import Database, bulk_upsert, exclusively
from kernel.following import TRANSIENT, Follower, Status

METADATA = MetaData()
_table = Table(
    "leases",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("beat", BigInteger, nullable=False),
)

NOBODY = ""
TERM = 6.0
"""Seconds without a beat after which a leader counts as gone."""

BEAT = 1.5
"""Seconds between two beats of a leader, and between two looks of who waits for its place."""

GRACE = 5.0
"""Seconds that followers have for ending what they are at, once this process leads no more."""

FAILURES: tuple[type[Exception], ...] = (*TRANSIENT, SQLAlchemyError)
"""Of the database, for now or for longer."""

_log = logging.getLogger(__name__)


class Lease:
    """Held by whoever wrote the last beat. Nobody's clock is trusted: who waits takes over when it
    has seen no new beat for a TERM by its own; who leads gives up when it could write none for so
    long. That spares work done twice; what keeps it harmless is that checkpoints are moved only by
    who knows where they stand, and commands have ids."""

    def __init__(self, database: Database, name: str, holder: str) -> None:
        self._database, self._name, self._me = database, name, holder
        self._seen: tuple[str, int] | None = None
        self._since = self._beaten = monotonic()
        self.held = False
        self._created = False

    @property
    def surely_held(self) -> bool:
        """Whether nobody else can have taken it over by now, also if this process slept."""
        return self.held and monotonic() - self._beaten < TERM

    async def beat(self) -> bool:
        """Keep it, or take it where it is free. Whether it is held now."""
        await self._create()
        began = monotonic()
        holder, beat = await self._database.read(self._look)
        if self._seen != (holder, beat):
            self._seen, self._since = (holder, beat), began
        mine = holder == self._me
        free = holder == NOBODY or began - self._since >= TERM
        self.held = (mine or free) and await self._write(self._me, holder, beat)
        if self.held:
            self._beaten = began
        return self.held

    async def release(self) -> None:
        """Somebody else may have it at once."""
        if self.held:
            self.held = False
            holder, beat = await self._database.read(self._look)
            if holder == self._me:
                await self._write(NOBODY, holder, beat)

    async def _write(self, holder: str, was: str, beat: int) -> bool:
        seen = (_table.c.holder == was) & (_table.c.beat == beat)
        change = (
            update(_table)
            .where((_table.c.name == self._name) & seen)
            .values(holder=holder, beat=beat + 1)
        )
        return await self._database.write(lambda c: c.execute(change).rowcount == 1)

    def _look(self, connection: Connection) -> tuple[str, int]:
        query = select(_table.c.holder, _table.c.beat).where(_table.c.name == self._name)
        found = connection.execute(query).one()
        return found.holder, found.beat

    async def _create(self) -> None:
        if not self._created:
            await self._database.bring_up("service")
            await self._database.write(self._begin)
            self._created = True

    def _begin(self, connection: Connection) -> None:
        exclusively(connection, self._name)
        if connection.execute(select(_table).where(_table.c.name == self._name)).first() is None:
            bulk_upsert(connection, _table, [(self._name, NOBODY, 0)])


class Led:
    """Followers of which only the leader's run: all of them, or none. A Follower itself.

    On standby it tells how the leader's fare, as far as the database knows.
    """

    def __init__(self, lease: Lease, follower: Follower, *companions: Follower) -> None:
        """`follower` gives the name and the status; the others run beside it."""
        self._lease = lease
        self._follower, self._all = follower, (follower, *companions)
        self._stopping = asyncio.Event()

    @property
    def name(self) -> str:
        return self._follower.name

    async def run(self) -> None:
        try:
            while not self._stopping.is_set():
                if await self._beat():
                    await self._lead()
                await self._rest()
        finally:
            self._stopping.clear()
            with suppress(*FAILURES):
                await self._lease.release()

    def stop(self) -> None:
        self._stopping.set()

    async def status(self) -> Status:
        found = await self._follower.status()
        if self._lease.held or found.state != "idle":
            return found
        return replace(found, state="standby")

    async def caught_up(self, position: int, within: float) -> bool:
        return await self._follower.caught_up(position, within)

    async def _lead(self) -> None:
        _log.info("%s leads here", self.name)
        running = [asyncio.create_task(one.run()) for one in self._all]
        try:
            await self._rest()
            while not self._stopping.is_set() and await self._beat():
                await self._rest()
        finally:
            await _ended(self._all, running)
            _log.info("%s does not lead here any more", self.name)

    async def _beat(self) -> bool:
        """Whether this process leads, or may still think so while the database is away."""
        try:
            return await self._lease.beat()
        except FAILURES as error:
            _log.warning("%s: the lease could not be read: %s", self.name, error)
            return self._lease.surely_held

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(BEAT):
                await self._stopping.wait()


async def _ended(followers: Sequence[Follower], running: Sequence[asyncio.Task[None]]) -> None:
    """Let them finish what they are at, GRACE seconds at most."""
    for follower, task in zip(followers, running, strict=True):
        if not task.done():
            follower.stop()
    _, late = await asyncio.wait(running, timeout=GRACE)
    for task in late:
        task.cancel()
    await asyncio.wait(running)
