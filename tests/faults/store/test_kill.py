"""A process that is killed while it appends: what it acknowledged is there, once, in order.

Killing a process leaves the operating system's cache alone, so this proves the order of things
(durable first, acknowledged then), and not that the disk keeps what it was given.
"""

import asyncio
import random
import sqlite3
import sys
from itertools import groupby
from pathlib import Path

import pytest

from kernel.event_store import StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from tests.faults.store.appender import EVENTS, event_id
from tests.kernel.event_store.conformance.case import everything

ROUNDS = 20
LONGEST_LIFE = 0.25
"""Seconds between a process's first acknowledged append and its end."""


async def append_until_killed(path: Path, life: float) -> dict[str, tuple[int, int]]:
    """The newest acknowledged append of each stream: its last revision and position."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.store.appender", path, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines = [await process.stdout.readline()]
    assert lines[0], "the process ended by itself"
    reading = asyncio.create_task(process.stdout.read())
    await asyncio.sleep(life)
    process.kill()
    lines += (await reading).splitlines()
    await process.wait()
    return {
        stream: (int(revision), int(position))
        for stream, revision, position in (line.decode().split() for line in lines if line.strip())
    }


def check(events: list[StoredEvent], acknowledged: dict[str, tuple[int, int]]) -> None:
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    streams = groupby(sorted(events, key=lambda event: event.stream), key=lambda e: e.stream)
    stored = {stream: list(some) for stream, some in streams}
    for stream, some in stored.items():
        assert [event.revision for event in some] == list(range(len(some)))
        assert [event.id for event in some] == [event_id(stream, n) for n in range(len(some))]
        assert len(some) % EVENTS == 0, "an append is there in part"
    for stream, (revision, position) in acknowledged.items():
        assert stored[stream][revision].position == position


@pytest.mark.slow
async def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    path, chance = tmp_path / "events.db", random.Random()
    acknowledged: dict[str, tuple[int, int]] = {}
    for _ in range(ROUNDS):
        acknowledged |= await append_until_killed(path, chance.uniform(0, LONGEST_LIFE))
        store = await SqliteEventStore.open(path)
        check(await everything(store, "plan"), acknowledged)
        await store.close()

    assert len(acknowledged) > 1
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
