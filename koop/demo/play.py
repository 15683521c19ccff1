"""Plays both cases: on services that it starts on free local ports, or on a running system."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from rich.console import Console

from kernel.clock import SimulatedClock
from koop.composition import SERVICES
from koop.demo import referred_case, settled_case, telling
from koop.demo.cast import cast_of
from koop.demo.elsewhere import TheirClock
from koop.demo.stage import NOT_EMPTY, Stage, StoryBroken
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

        if await embedded.store.head():
            raise StoryBroken(NOT_EMPTY)
        issuer = development_issuer(chosen, clock)
        await _story(Stage(http, urls, issuer, clock, settled, console))


async def play_against(urls: Sequence[str], chosen: Settings, console: Console) -> None:
    """On a system whose services answer at `urls`, in the order of SERVICES; further ones are of
    processes with other roles. Raises StoryBroken, DevelopmentOnly."""
    async with httpx.AsyncClient(timeout=SECONDS) as http:
        clock = TheirClock(http, urls, BEGIN)
        issuer = development_issuer(chosen, clock)
        async with clock.in_hand(issuer):
            services = dict(zip(SERVICES, urls, strict=False))
            await _story(Stage(http, services, issuer, clock, clock.settled, console))


async def _story(stage: Stage) -> None:
    for name, url in stage.urls.items():
        stage.console.print(f"[dim]{name:<14} {url}[/]")
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
