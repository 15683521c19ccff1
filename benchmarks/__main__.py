"""`python -m benchmarks`: measure everything in one run, show it, keep it in `latest.json`."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from benchmarks import commands, disk, http, peer, population, queries, rebuild
from benchmarks.figure import Figure, middle, show, write
from koop.embedded import Embedded
from koop.settings import Settings

ROUNDS = 3
SMALL = 10_000


def main(
    events: Annotated[int, typer.Option(help="Events in the large store.", min=1_000)] = 1_000_000,
    only: Annotated[list[str] | None, typer.Option(help="commands, http, store")] = None,
) -> None:
    """Print the table and write `benchmarks/latest.json` (not with `--only`)."""
    console = Console()
    wanted = only or ["commands", "http", "store"]
    figures: list[Figure] = []
    if "commands" in wanted:
        figures += durable_commands()
    if "http" in wanted:
        figures += http.figures()
    if "store" in wanted:
        figures += uvloop.run(of_a_store(events, console))
    show(figures, console)
    if only is None:
        write(figures)


def durable_commands() -> list[Figure]:
    """Ours, the peer and the floor in turn."""
    rates: dict[str, list[float]] = {"ours": [], "peer": [], "bare": []}
    for _ in range(ROUNDS):
        rates["bare"].append(_in_folder(lambda f: uvloop.run(commands.bare(f, 25_600))))
        rates["ours"].append(_in_folder(lambda f: uvloop.run(commands.ours(f, 25_600))))
        rates["peer"].append(_in_folder(lambda f: peer.commands(f, 2_560)))
    return [
        Figure(
            "durable commands, 128 callers",
            middle(rates["ours"]),
            "commands/s",
            "eventsourcing",
            middle(rates["peer"]),
            "bare group-commit writer",
            middle(rates["bare"]),
        )
    ]


async def of_a_store(events: int, console: Console) -> list[Figure]:
    """What depends on how much there is: rebuilding, asking, disk."""
    with tempfile.TemporaryDirectory() as passing:
        small, large = Path(passing) / "small", Path(passing) / "large"
        peers = peer.projection(Path(passing), 5_000)
        await filled(small, SMALL)
        console.print(f"writing {events:,} events …")
        count = await filled(large, events)
        console.print("rebuilding …")
        found = await asyncio.to_thread(rebuild.figures, large / "events.db", count, peers)
        async with _opened(small) as few, _opened(large) as many:
            for embedded in (few, many):
                for projection in embedded.projections:
                    await projection.rebuild()
            console.print("asking …")
            found += await queries.figures(few, many)
        return found + disk.figures(large)


async def filled(folder: Path, events: int) -> int:
    async with _opened(folder) as embedded:
        return await population.fill(embedded.store, events)


def _opened(folder: Path) -> Embedded:
    return Embedded(Settings(mode="development", data_dir=folder))


def _in_folder(measure: Callable[[Path], float]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


if __name__ == "__main__":
    typer.run(main)
