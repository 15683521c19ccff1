"""Whatever happened, however it came in pages, wherever it was cut off: the rows are the same."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.database import Database
from kernel.projections import Projection
from tests.kernel.faulty_store import FaultyStore, Killed
from tests.kernel.memory_store import MemoryStore
from tests.kernel.projections.ledger import Ledger, rows
from tests.kernel.running import HASTY
from tests.kernel.stores import write

streams = st.sampled_from(["plan-a", "plan-b", "plan-c", "mediation-a"])
lives = st.lists(
    st.tuples(st.lists(streams, max_size=6), st.integers(1, 5), st.integers(0, 3)),
    min_size=1,
    max_size=4,
)
"""What is written before each life, the size of its pages and how many of them it sees."""


async def live_a_life(store: FaultyStore, path: Path, model: Ledger) -> None:
    database = Database(path)
    projection = Projection(store, database, model, HASTY)
    running = asyncio.create_task(projection.run())
    last = await store.head()
    reached = asyncio.create_task(projection.caught_up(last, 10))
    await asyncio.wait([running, reached], return_when=asyncio.FIRST_COMPLETED)
    for task in (running, reached):
        task.cancel()
    await asyncio.gather(running, reached, return_exceptions=True)
    await database.close()


async def final_rows(store: MemoryStore, path: Path, model: Ledger, *, rebuild: bool) -> Any:
    database = Database(path)
    projection = Projection(store, database, model, HASTY)
    if rebuild:
        await projection.rebuild()
        found = await projection.read(rows)
    else:
        running = asyncio.create_task(projection.run())
        assert await projection.caught_up(await store.head(), 10)
        found = await projection.read(rows)
        projection.stop()
        await running
    await database.close()
    return found


async def live_and_rebuilt(history: Any, by_stream: bool, where: Path) -> tuple[Any, Any, Any]:
    store = MemoryStore()
    model = Ledger(by_stream=by_stream)
    for written, size, pages in history:
        await write(store, *written)
        killing = FaultyStore(store, size=size, pages=pages, then=Killed)
        await live_a_life(killing, where / "live.db", model)
    live = await final_rows(store, where / "live.db", model, rebuild=False)
    again = await final_rows(store, where / "live.db", model, rebuild=True)
    fresh = await final_rows(store, where / "fresh.db", Ledger(), rebuild=True)
    return live, again, fresh


@pytest.mark.parametrize("by_stream", [False, True])
@settings(max_examples=25, deadline=None)
@given(history=lives)
def test_live_equals_rebuilt(by_stream: bool, history: Any) -> None:
    with TemporaryDirectory() as where:
        live, again, fresh = asyncio.run(live_and_rebuilt(history, by_stream, Path(where)))
    assert live == again == fresh
