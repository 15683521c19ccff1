"""Workers of a rebuild are killed at any moment: whoever goes on ends with every row once."""

import asyncio
import random
import sys
from pathlib import Path

import pytest

from kernel.database import Database
from kernel.event_store import NoStream
from kernel.event_store.sqlite import SqliteEventStore
from kernel.projections import Projection
from tests.kernel.projections.ledger import Ledger, rows
from tests.kernel.stores import event

KILLS = 3


@pytest.mark.slow
async def test_after_kills_of_workers_a_rebuild_has_every_row_once(tmp_path: Path) -> None:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    for stream in range(40):
        own = [event(f"{stream}/{n}") for n in range(10)]
        await store.append(f"plan-{stream}", own, NoStream())
    chance = random.Random(4711)
    for _ in range(KILLS):
        workers = [await _worker(tmp_path, which) for which in range(2)]
        await asyncio.sleep(chance.random() / 5)
        for worker in workers:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()
    database = Database(tmp_path / "rows.db")
    ledger = Projection(store, database, Ledger(by_stream=True))
    await ledger.rebuild()
    shared = await ledger.read(rows)
    await ledger.rebuild()
    assert shared == await ledger.read(rows)
    assert len(shared["entries"]) == 400
    await database.close()
    await store.close()


async def _worker(where: Path, which: int) -> asyncio.subprocess.Process:
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.kernel.projections.sharing", str(where), f"{which}", "2"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert worker.stdout is not None
    await asyncio.wait_for(worker.stdout.readline(), 60)
    return worker
