"""A process that takes in its shares of a rebuild, slowly, until it is killed."""

import asyncio
import sys
from pathlib import Path

from kernel.database import Database
from kernel.event_store.sqlite import SqliteEventStore
from kernel.projections import Projection
from tests.kernel.projections.ledger import Ledger


async def share(where: Path, which: int, workers: int) -> None:
    store = await SqliteEventStore.open(where / "events.db")
    projection = Projection(store, Database(where / "rows.db"), Ledger(by_stream=True))
    print("sharing", flush=True)
    await projection.take_share(which, workers, per_second=1_000)
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(share(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
