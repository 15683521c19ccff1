"""A process is killed at any moment, while it follows and rebuilds: the rows come out right."""

import asyncio
import random
import sys
from pathlib import Path

import pytest

from kernel.event_store.sqlite import SqliteEventStore
from kernel.projections import Projection
from tests.kernel.projections.ledger import Ledger, rows
from tests.kernel.running import running
from tests.kernel.stores import write
from tests.servers.databases import Databases

KILLS = 8


@pytest.mark.slow
async def test_after_kills_at_random_moments_live_equals_rebuilt(
    tmp_path: Path, databases: Databases
) -> None:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    last = await write(store, "plan-0")
    chance = random.Random(4711)
    for _ in range(KILLS):
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.kernel.projections.child",
            str(tmp_path / "events.db"),
            *databases.named(),
            stdout=asyncio.subprocess.PIPE,
        )
        assert child.stdout is not None
        await asyncio.wait_for(child.stdout.readline(), 30)
        for _ in range(chance.randrange(60)):
            last = await write(store, f"plan-{chance.randrange(5)}")
        await asyncio.sleep(chance.random() / 10)
        child.kill()
        await child.wait()
    ledger = Projection(store, databases.open(), Ledger(by_stream=True))
    async with running(ledger):
        assert await ledger.caught_up(last, 10)
        live = await ledger.read(rows)
        await ledger.rebuild()
        assert await ledger.read(rows) == live
        assert len(live["entries"]) == last
    await store.close()
