"""The server is killed while we append: what it acknowledged is there, once, in order.

The test server hands its writes to the operating system, so this proves the adapter's part: what
it answered had been acknowledged, and what was cut off happened once.
"""

import asyncio
import random
from pathlib import Path

import pytest

from kernel.event_store import Exact, NoStream
from kernel.event_store.eventstoredb import EventStoreDB, Times
from tests.eventstoredb_server.process import ServerProcess
from tests.faults.store.appender import event_id
from tests.kernel.event_store.conformance.case import new

STREAMS, KILLS = 20, 4


@pytest.mark.slow
async def test_a_killed_server_makes_no_acknowledged_append_disappear(tmp_path: Path) -> None:
    acknowledged: dict[str, list[int]] = {f"plan-{n}": [] for n in range(STREAMS)}
    done = asyncio.Event()
    async with ServerProcess(tmp_path / "log") as server:
        store = await EventStoreDB.open(server.uri, Times(outage=60.0, longest=0.2))

        async def append(stream: str) -> None:
            while not done.is_set():
                n = len(acknowledged[stream])
                event = new(b"%d" % n)._replace(id=event_id(stream, n))
                expected = Exact(n - 1) if n else NoStream()
                appended = await store.append(stream, [event], expected)
                acknowledged[stream].append(appended.position)

        async def kill() -> None:
            for _ in range(KILLS):
                await asyncio.sleep(random.uniform(0.2, 0.6))
                await server.kill()
                await server.start()
            done.set()

        await asyncio.gather(kill(), *(append(stream) for stream in acknowledged))

        for stream, positions in acknowledged.items():
            found = await store.read_stream(stream)
            assert [event.id for event in found] == [event_id(stream, n) for n in range(len(found))]
            assert [event.position for event in found] == positions
        assert sum(map(len, acknowledged.values())) > STREAMS
        await store.close()
