"""Read models follow EventStoreDB, also when it goes away, and a rebuild finds the same rows."""

import asyncio
from pathlib import Path

import pytest

from kernel.database import Database
from kernel.event_store.eventstoredb import EventStoreDB
from kernel.projections import Projection
from tests.eventstoredb_server import Node
from tests.faults.eventstoredb.conftest import HASTY, IMPATIENT
from tests.kernel.projections.ledger import Ledger, positions
from tests.kernel.running import HASTY as SHORT
from tests.kernel.running import running
from tests.kernel.stores import write


async def test_a_read_model_survives_a_server_that_goes_and_comes(
    tmp_path: Path, database: Database
) -> None:
    async with Node(tmp_path / "log") as node:
        store = await EventStoreDB.open(node.uri, HASTY)
        ledger = Projection(store, database, Ledger())
        async with running(ledger):
            for n in range(3):
                last = await write(store, f"plan-{n}", "plan-a", "other-b")
                assert await ledger.caught_up(last, 20)
                await node.stop()
                await asyncio.sleep(0.2)
                await node.start()
        expected = [e.position for e in (await store.read_all(categories=["plan"])).events]

        assert await ledger.read(positions) == expected
        assert len(expected) == 6
        await ledger.rebuild()
        assert await ledger.read(positions) == expected
        await store.close()


async def test_a_read_model_of_rare_events_does_not_lag_behind(
    tmp_path: Path, database: Database
) -> None:
    async with Node(tmp_path / "log") as node:
        store = await EventStoreDB.open(node.uri, HASTY)
        ledger = Projection(store, database, Ledger())
        async with running(ledger):
            await write(store, "plan-a")
            last = await write(store, *(f"other-{n}" for n in range(20)))

            assert await ledger.caught_up(last, 20)
            assert (await ledger.status()).lag == 0
        await store.close()


async def test_a_server_away_for_longer_than_anybody_tries_is_followed_again_without_a_restart(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with Node(tmp_path / "log") as node:
        store = await EventStoreDB.open(node.uri)
        followed = await EventStoreDB.open(node.uri, IMPATIENT)
        ledger = Projection(followed, database, Ledger(), SHORT)
        async with running(ledger):
            assert await ledger.caught_up(await write(store, "plan-a"), 20)
            await node.stop()
            async with asyncio.timeout(20):
                while "waits and begins again" not in caplog.text:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            await node.start()
            last = await write(store, "plan-b")

            assert await ledger.caught_up(last, 20)
            assert (await ledger.status()).reason is None
        await followed.close()
        await store.close()
