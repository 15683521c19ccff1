"""What depends on how much there is: writing it, rebuilding, asking, disk."""

import asyncio
import tempfile
from pathlib import Path
from time import perf_counter

from pydantic import SecretStr
from rich.console import Console

from benchmarks import disk, explained, export, population, queries, rebuild, workers
from benchmarks.effort import Effort
from benchmarks.figure import Figure, show
from benchmarks.server import beside
from koop.embedded import Embedded
from koop.settings import Settings

SMALL = 10_000


async def of_a_store(
    effort: Effort, console: Console, peers: float | None, server: str | None
) -> list[Figure]:
    """`peers` is what the peer's projection does, `server` an empty database on PostgreSQL."""
    with tempfile.TemporaryDirectory() as passing:
        small, large = Path(passing) / "small", Path(passing) / "large"
        await _filled(small, min(SMALL, effort.events // 2))
        console.print(f"writing some {effort.events:,} events …")
        count, rate = await _filled(large, effort.events)
        found = _told([Figure("koop generate", rate, "events/s")], console)
        console.print(f"rebuilding from {count:,} events …")
        databases = [None, server] if server else [None]
        for where in databases:
            peer = None if where else peers
            rebuilt = await asyncio.to_thread(
                rebuild.figures, large / "events.db", count, peer, effort.store_rounds, where
            )
            found += _told(rebuilt, console)
        for where in databases:
            found += await _asked(small, large, effort, console, where)
        return found


async def _asked(
    small: Path, large: Path, effort: Effort, console: Console, server: str | None = None
) -> list[Figure]:
    """With all views filled."""
    on = " on PostgreSQL" if server else ""
    console.print(f"filling all views{on}, and asking …")
    with beside(server, "few") as one, beside(server, "many") as other:
        async with _opened(small, one) as few, _opened(large, other) as many:
            await _fill(few)
            filling = await _fill(many, on)
            if effort.keeps:
                explained.keep(await explained.explained(many), on)
            found = await queries.figures(few, many, effort.store_rounds, effort.questions, on)
            found = _told(found + filling, console)
            if not server:
                found += _told(disk.figures(large) + await export.figures(many), console)
            head = await many.store.head()
            shared = await asyncio.to_thread(workers.figures, large, head, other, on)
            return found + _told(shared, console)


def _told(figures: list[Figure], console: Console) -> list[Figure]:
    """As soon as they are known: all of it takes an hour."""
    show(figures, console)
    return figures


async def _fill(embedded: Embedded, on: str = "") -> list[Figure]:
    """All views, one after the other: how many events of the store a second each."""
    found, head = [], await embedded.store.head()
    for projection in embedded.projections:
        began = perf_counter()
        await projection.rebuild()
        rate = head / (perf_counter() - began)
        found.append(Figure(f"filling {projection.name}{on}", rate, "events/s"))
    return found


async def _filled(folder: Path, events: int) -> tuple[int, float]:
    """How many, and how many a second."""
    async with _opened(folder) as embedded:
        began = perf_counter()
        count = await population.fill(embedded.store, events)
        return count, count / (perf_counter() - began)


def _opened(folder: Path, server: str | None = None) -> Embedded:
    return Embedded(
        Settings(
            mode="development", data_dir=folder, database=SecretStr(server) if server else None
        )
    )
