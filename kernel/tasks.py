"""Tasks whose outcome nobody wants any more."""

import asyncio
from collections.abc import Collection
from typing import Any


async def given_up(waiting: Collection[asyncio.Future[Any]]) -> None:
    """Return when they have ended: none goes on, and none fails unheard."""
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
