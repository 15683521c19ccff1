"""All services in this process on a folder of one's own, asked over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from io import StringIO
from pathlib import Path

import httpx
from rich.console import Console

from kernel.clock import SimulatedClock
from kernel.following import Following
from koop.demo.stage import Stage
from koop.embedded import Embedded
from koop.identity import development_issuer
from koop.settings import Settings

NAMES = ("plan", "mediation", "notifications", "audit")
SECONDS = 60.0


@asynccontextmanager
async def running(folder: Path, now: datetime, *, reading: bool) -> AsyncIterator[Stage]:
    """With `reading`, only the read models follow: nobody says anything more."""
    clock = SimulatedClock(now)
    chosen = Settings(mode="development", data_dir=folder)
    async with Embedded(chosen, clock) as embedded:
        followers = embedded.projections if reading else embedded.followers
        mounts = {
            f"http://{name}.test": httpx.ASGITransport(embedded.services[name].api)
            for name in NAMES
        }
        async with (
            Following(embedded.store, followers) as following,
            httpx.AsyncClient(mounts=mounts) as http,
        ):

            async def settled() -> None:
                await following.settled(SECONDS)

            urls = {name: f"http://{name}.test" for name in NAMES}
            issuer = development_issuer(chosen, clock)
            await settled()
            yield Stage(http, urls, issuer, clock, settled, Console(file=StringIO()))
