"""Two processes keep the same read model up: one is faster, neither breaks."""

import asyncio
from contextlib import AsyncExitStack

from kernel.event_store import EventStore
from kernel.projections import Projection
from tests.kernel.projections.ledger import Ledger, positions
from tests.kernel.running import HASTY, running
from tests.kernel.stores import write
from tests.servers.databases import Databases

ROUNDS = 15


async def test_who_comes_second_looks_again_and_nothing_is_taken_for_poison(
    store: EventStore, databases: Databases
) -> None:
    both = [Projection(store, databases.open(), Ledger(), HASTY) for _ in range(2)]
    async with AsyncExitStack() as started:
        for one in both:
            await started.enter_async_context(running(one))
        for _ in range(ROUNDS):
            last = await write(store, "plan-a", "plan-b")
            reached = await asyncio.gather(*(one.caught_up(last, 20) for one in both))
            assert reached == [True, True]
        assert [(await one.status()).reason for one in both] == [None, None]
        assert await both[0].read(positions) == list(range(1, last + 1))
        assert (await both[0].status()).rebuild_failed is None
