"""PostgreSQL is killed or has no room, and comes back: followers go on by themselves, what was kept
is there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kernel.access_log import AccessLog
from kernel.database import Database
from kernel.database.postgresql import RESTED
from kernel.event_store import StoreUnavailable
from kernel.event_store.sqlite import SqliteEventStore
from kernel.following import Patience
from kernel.projections import Projection
from tests.kernel.projections.ledger import Ledger, rows
from tests.kernel.running import HASTY, running
from tests.kernel.stores import write
from tests.kernel.test_access_log import READ
from tests.servers.postgres import Server

pytestmark = pytest.mark.slow

PATIENT = Patience(attempts=100, longest=0.5)
KILLS = 3
SECONDS = 60


@asynccontextmanager
async def opened(url: str, schema: str, *, durable: bool = False) -> AsyncIterator[Database]:
    database = Database(url, schema=schema, durable=durable)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def access_log(url: str) -> AsyncIterator[AccessLog]:
    async with opened(url, "access", durable=True) as database:
        log = AccessLog(database)
        await log.prepare()
        yield log


async def test_a_projection_goes_on_by_itself_after_the_server_was_killed(
    postgres_server: Server, tmp_path: Path
) -> None:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    async with opened(postgres_server.url, "plan") as database:
        ledger = Projection(store, database, Ledger(by_stream=True), PATIENT)
        async with running(ledger):
            last = await write(store, "plan-a", "plan-b")
            assert await ledger.caught_up(last, SECONDS)
            for _ in range(KILLS):
                await postgres_server.kill()
                with pytest.raises(StoreUnavailable):
                    await ledger.read(rows)
                last = await write(store, "plan-a", "plan-b", "plan-c")
                await postgres_server.start()
                assert await ledger.caught_up(last, SECONDS)
            lived = await ledger.read(rows)
            assert len(lived["entries"]) == last
            await ledger.rebuild()
            assert await ledger.read(rows) == lived
    await store.close()


async def test_a_projection_goes_on_by_itself_when_a_full_disk_has_room_again(
    postgres_server: Server, tmp_path: Path
) -> None:
    postgres_server.use_small_disk()
    store = await SqliteEventStore.open(tmp_path / "events.db")
    async with opened(postgres_server.url, "plan") as database:
        ledger = Projection(store, database, Ledger(), HASTY)
        async with running(ledger):
            assert await ledger.caught_up(await write(store, "plan-a"), SECONDS)
            await postgres_server.fill_small_disk()
            last = await write(store, *(f"plan-{number}" for number in range(500)))
            async with asyncio.timeout(SECONDS):
                while (status := await ledger.status()).reason is None:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert status.position < last
            assert "no room" in (status.reason or "")
            await postgres_server.empty_small_disk()
            assert await ledger.caught_up(last, SECONDS)
            lived = await ledger.read(rows)
            await ledger.rebuild()
            assert await ledger.read(rows) == lived
    await store.close()


async def test_an_access_that_was_kept_is_there_after_the_server_was_killed(
    postgres_server: Server,
) -> None:
    async with access_log(postgres_server.url) as log:
        kept = [replace(READ, purpose=f"reason {number}") for number in range(50)]
        await asyncio.gather(*(log.record(one) for one in kept))
        await postgres_server.kill()
        with pytest.raises(StoreUnavailable):
            await log.record(READ)
        await postgres_server.start()
        found = [access.purpose for _, access in await log.accesses()]
        assert sorted(found) == sorted(one.purpose for one in kept)
        await log.record(READ)


async def test_whoever_asks_when_the_server_is_back_hears_nothing_of_its_absence(
    postgres_server: Server,
) -> None:
    async with access_log(postgres_server.url) as log:
        await log.record(READ)
        before = await log.accesses()
        await postgres_server.kill()
        await postgres_server.start()
        await asyncio.sleep(RESTED)
        assert await log.accesses() == before
        await log.record(READ)
