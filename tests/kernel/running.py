"""Followers that run for as long as a test looks at them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kernel.following import Follower, Patience

HASTY = Patience(attempts=3, first=0.001, longest=0.002, rest=0.01, look=0.01)


@asynccontextmanager
async def running(*followers: Follower) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(follower.run()) for follower in followers]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        for follower in followers:
            follower.stop()
        await asyncio.wait_for(asyncio.gather(*tasks), 10)
