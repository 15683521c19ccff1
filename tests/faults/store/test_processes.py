"""Several processes on one file: no gap, no loss, and everyone hears of everyone."""

import asyncio
import multiprocessing
import sys
from collections import defaultdict
from contextlib import aclosing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from kernel.event_store import AnyRevision, StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from kernel.event_store.sqlite.file import open_file
from tests.kernel.event_store.conformance.case import everything, new

PROCESSES, CALLERS, APPENDS = 3, 4, 25


async def append(path: Path, name: str) -> None:
    """What each process does: append to a stream of its own and to one that all share."""
    store = await SqliteEventStore.open(path)

    async def call() -> None:
        for _ in range(APPENDS):
            await store.append("plan-shared", [new(), new()], AnyRevision())
            await store.append(f"plan-{name}", [new()], AnyRevision())

    await asyncio.gather(*(call() for _ in range(CALLERS)))
    await store.close()


async def run(path: Path, name: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.store.test_processes", path, name
    )
    return await process.wait()


async def hear(store: SqliteEventStore, count: int) -> list[StoredEvent]:
    events: list[StoredEvent] = []
    async with asyncio.timeout(60), aclosing(store.subscribe()) as pages:
        while len(events) < count:
            events += (await anext(pages)).events
    return events


@pytest.mark.slow
async def test_processes_that_append_at_once_are_heard_in_one_order_without_gaps(
    tmp_path: Path,
) -> None:
    path, count = tmp_path / "events.db", PROCESSES * CALLERS * APPENDS * 3
    store = await SqliteEventStore.open(path)
    listener = asyncio.create_task(hear(store, count))

    ended = await asyncio.gather(*(run(path, f"{n}") for n in range(PROCESSES)))

    heard = await listener
    assert ended == [0] * PROCESSES
    assert heard == await everything(store, "plan")
    assert [event.position for event in heard] == list(range(1, count + 1))
    revisions: dict[str, list[int]] = defaultdict(list)
    for event in heard:
        revisions[event.stream].append(event.revision)
    assert len(revisions) == PROCESSES + 1
    assert all(some == list(range(len(some))) for some in revisions.values())
    await store.close()


def open_each(folder: Path, all_ready: Barrier) -> None:
    for n in range(40):
        all_ready.wait(timeout=20)
        open_file(folder / f"{n}.db").close()


@pytest.mark.slow
def test_processes_that_open_a_new_file_at_the_same_moment_all_get_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    all_ready = context.Barrier(3)
    processes = [context.Process(target=open_each, args=(tmp_path, all_ready)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)

    assert [process.exitcode for process in processes] == [0, 0, 0]


if __name__ == "__main__":
    asyncio.run(append(Path(sys.argv[1]), sys.argv[2]))
