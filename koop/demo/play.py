"""Starts the real services on free local ports, and plays both cases on them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from rich.console import Console

from kernel.clock import SimulatedClock
from kernel.following import travel
from koop.demo import referred_case, settled_case, telling
from koop.demo.cast import cast_of
from koop.demo.stage import Stage, StoryBroken
from koop.embedded import Embedded
from koop.identity import development_issuer
from koop.serving import Servers
from koop.settings import Settings

BEGIN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
SECONDS = 30.0
"""For one answer, and for everything to settle after one step of time."""


async def play(data_dir: Path, console: Console) -> None:
    """`data_dir` must be new. Raises StoryBroken."""
    clock = SimulatedClock(BEGIN)
    chosen = Settings(
        mode="development",
        data_dir=data_dir,
        plan_port=0,
        mediation_port=0,
        notifications_port=0,
        audit_port=0,
    )
    async with (
        Embedded(chosen, clock) as embedded,
        embedded.following,
        _served(embedded) as urls,
        httpx.AsyncClient(timeout=SECONDS) as http,
    ):

        async def settled() -> None:
            await embedded.following.settled(SECONDS)

        async def go_on(until: datetime) -> None:
            await travel(clock, until, settled)

        if await embedded.store.head():
            raise StoryBroken("The event store is not empty: the story needs one of its own.")
        issuer = development_issuer(chosen, clock)
        stage = Stage(http, telling.by_path(urls), issuer, clock.now, go_on, console)
        for name, url in urls.items():
            console.print(f"[dim]{name:<14} {url}[/]")
        await _story(stage)


async def _story(stage: Stage) -> None:
    cast = cast_of(stage, "client-4711")
    first = await settled_case.play(stage, cast)
    second = await referred_case.play(stage, cast_of(stage, "client-0815"))
    await stage.at("2027-02-01 12:00")
    await telling.ending(stage, cast, first, second)


@asynccontextmanager
async def _served(embedded: Embedded) -> AsyncIterator[dict[str, str]]:
    servers = Servers(embedded.settings.host, embedded.apps)
    serving = asyncio.create_task(servers.serve())
    try:
        yield servers.urls
    finally:
        servers.stop()
        await serving
