"""A process that follows a store, and rebuilds all the while, until it is killed."""

import asyncio
import sys
from pathlib import Path

from kernel.database import Database
from kernel.event_store.sqlite import SqliteEventStore
from kernel.following import Following
from kernel.projections import Projection
from tests.kernel.projections.ledger import Ledger


def opened(where: str, schema: str | None = None) -> Database:
    return Database(where, schema=schema) if schema else Database(Path(where))


async def follow(events: Path, rows: Database) -> None:
    store = await SqliteEventStore.open(events)
    projection = Projection(store, rows, Ledger(by_stream=True))
    async with Following(store, [projection]) as following:
        await following.settled()
        print("following", flush=True)
        while True:
            await projection.rebuild()


if __name__ == "__main__":
    asyncio.run(follow(Path(sys.argv[1]), opened(*sys.argv[2:])))
