"""A jobcenter's services as processes, people who use them, and what must be true in the end."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from uuid import uuid4

from kernel.clock import SystemClock
from kernel.security import DevelopmentIssuer
from tests.faults.kafka.expected import Trail, expected, nothing_is_left_to_do, trails
from tests.faults.kafka.people import Insistent
from tests.faults.kafka.serving import Serving
from tests.faults.kafka.witness import kept, relayed

SECONDS = 180.0
"""For everything to have come to its end."""

LOCKED = 1.0
"""Seconds after which a lock counts as one that a sleeper keeps: others are held for less."""

PATHS = {"plan": "plans", "mediation": "mediations"}


class Town:
    """`folder` must be new. Processes that are not named before `open` may be added later."""

    def __init__(self, folder: Path, kafka: str) -> None:
        self.folder, self.kafka, self.prefix = folder / "town", kafka, f"{uuid4().hex[:8]}."
        self._elsewhere = folder / "elsewhere"
        self.folder.mkdir()
        DevelopmentIssuer(self.folder, SystemClock(), "development")
        self.processes: list[Serving] = []
        self.people: list[Insistent] = []

    def add(self, service: str, roles: str = "") -> Serving:
        process = Serving(self.folder, self.kafka, self.prefix, service, roles)
        self.processes.append(process)
        return process

    @asynccontextmanager
    async def open(self, people: int) -> AsyncIterator[None]:
        """Inside, as many people insist; in the end everything was done, and all stop."""
        try:
            await asyncio.gather(*(one.start() for one in self.processes))
            urls = {
                path: [one.url for one in self.processes if one.answers(service)]
                for service, path in PATHS.items()
            }
            self.people = [Insistent(self.folder, urls, number) for number in range(people)]
            enough = asyncio.Event()
            async with asyncio.TaskGroup() as insisting:
                for one in self.people:
                    insisting.create_task(one.insist(enough))
                yield
                enough.set()
            await self.until(self._is_at_its_end)
        finally:
            await asyncio.gather(*(one.stop() for one in self.processes))

    async def more_plans(self, count: int = 1) -> None:
        """Return when everybody has come to the end of so many more."""
        wanted = [len(one.plans) + count for one in self.people]
        async with asyncio.timeout(SECONDS):
            while any(len(p.plans) < n for p, n in zip(self.people, wanted, strict=True)):  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    def leader(self, service: str, of: str) -> Serving | None:
        """Who wrote the last beat, whether it lives or not."""
        with closing(sqlite3.connect(self.folder / f"{service}.db")) as connection:
            query = "SELECT holder FROM leases WHERE name = ?"
            ((holder,),) = connection.execute(query, (of,)).fetchall()
        return next((one for one in self.processes if one.instance == holder), None)

    async def replaced(self, leader: Serving, of: str) -> None:
        """Return when another one leads."""
        async with asyncio.timeout(SECONDS):
            while self.leader(leader.service, of) in (None, leader):  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def falls_asleep(self, process: Serving) -> None:
        """Between two writes: in the middle of one it would keep the file's lock, and everybody
        who shares the file would have to wait for it to wake."""
        for _ in range(100):
            process.sleep()
            if not any(map(_is_locked, self.folder.glob("*.db"))):
                return
            process.wake()
            await asyncio.sleep(0.05)
        raise AssertionError(f"{process.instance} never stops writing")

    async def is_sound(self) -> None:
        """What store, topics and read models say of each other, when all have stopped."""
        events = kept(self.folder / "events.db")
        said = {one.id for one in events}
        assert len(said) == len(events)
        assert {str(id) for one in self.people for id in one.acknowledged} <= said
        await relayed(self.kafka, self.prefix, self.folder / "events.db")
        usual = await self._usual()
        strange = {plan: one for plan, one in trails(events).items() if one != usual}
        assert {plan: (one - usual, usual - one) for plan, one in strange.items()} == {}
        await nothing_is_left_to_do(self.folder)

    async def until(self, holds: Callable[[], Awaitable[object]]) -> None:
        """Return when `holds` raises no AssertionError any more; after SECONDS, raise it."""
        loop = asyncio.get_running_loop()
        last = loop.time() + SECONDS
        while True:
            try:
                await holds()
                return
            except AssertionError:
                if loop.time() > last:
                    raise
            await asyncio.sleep(0.5)

    async def _is_at_its_end(self) -> None:
        """Nobody tells: every plan has its whole trail, and everything is on its topic."""
        usual = await self._usual()
        found = trails(kept(self.folder / "events.db"))
        for plan in (plan for one in self.people for plan in one.plans):
            assert found[plan] >= usual, usual - found[plan]
        await relayed(self.kafka, self.prefix, self.folder / "events.db")

    async def _usual(self) -> Trail:
        if not self._elsewhere.exists():
            self._elsewhere.mkdir()
            self._trail = await expected(self._elsewhere)
        return self._trail


def _is_locked(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=LOCKED, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False
