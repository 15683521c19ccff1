"""A process that appends until somebody stops it: `python -m … FILE`.

Every stream gets append after append of three events, with ids that follow from stream and
number. Begun again, the process repeats the last appends first: it cannot know whether they
happened. Each acknowledged append is a line on standard output.
"""

import asyncio
import os
import sys
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from kernel.event_store import Exact, NewEvent, NoStream
from kernel.event_store.sqlite import SqliteEventStore

STREAMS = 20
EVENTS = 3
REPEATED = 4


def event_id(stream: str, revision: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"{stream}@{revision}")


async def append_to(store: SqliteEventStore, stream: str) -> None:
    newest = await store.read_stream(stream, backwards=True, limit=1)
    appends = (newest[-1].revision + 1) // EVENTS if newest else 0
    first = max(0, appends - REPEATED) * EVENTS
    while True:
        revisions = range(first, first + EVENTS)
        events = [
            NewEvent(event_id(stream, n), "Counted.v1", b"%d" % n, bytes(400)) for n in revisions
        ]
        expected = Exact(first - 1) if first else NoStream()
        appended = await store.append(stream, events, expected)
        os.write(1, f"{stream} {appended.revision} {appended.position}\n".encode())
        first += EVENTS


async def main(path: Path) -> None:
    store = await SqliteEventStore.open(path)
    async with asyncio.TaskGroup() as group:
        for n in range(STREAMS):
            group.create_task(append_to(store, f"plan-{n}"))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
