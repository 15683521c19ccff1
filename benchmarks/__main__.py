"""`python -m benchmarks`: measure everything in one run, show it, keep it in `latest.json`."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from benchmarks import commands, disk, http, population, queries, rebuild
from benchmarks.effort import FULL, QUICK, Effort
from benchmarks.figure import Figure, middle, show, write
from kernel.garbage import look_seldom
from koop.embedded import Embedded
from koop.settings import Settings

SMALL = 10_000
PARTS = ("commands", "http", "store")
PEER = find_spec("eventsourcing") is not None
"""Only `make bench` brings it: without it everything else is measured all the same."""

if PEER:
    from benchmarks import peer


def main(
    events: Annotated[int, typer.Option(help="Events in the large store.", min=1_000)] = 1_000_000,
    only: Annotated[list[str] | None, typer.Option(help="commands, http, store")] = None,
    quick: Annotated[bool, typer.Option(help="Little of each: does it run at all?")] = False,
) -> None:
    """Print the table and write `benchmarks/latest.json` (not with `--only` or `--quick`)."""
    console = Console()
    figures = measured(QUICK if quick else replace(FULL, events=events), console, only or PARTS)
    show(figures, console)
    if only is None and not quick:
        write(figures)


def measured(effort: Effort, console: Console, parts: Sequence[str] = PARTS) -> list[Figure]:
    """The figures of these parts, in the order of the table."""
    look_seldom()
    figures: list[Figure] = []
    if "commands" in parts:
        figures += durable_commands(effort)
    if "http" in parts:
        figures += http.figures(effort.rounds, effort.requests)
    if "store" in parts:
        figures += uvloop.run(of_a_store(effort, console))
    return figures


def durable_commands(effort: Effort) -> list[Figure]:
    """Ours, the peer and the floor in turn."""
    many, few = effort.commands, effort.commands // 10
    rates: dict[str, list[float]] = {"ours": [], "peer": [], "bare": []}
    for _ in range(effort.rounds):
        rates["bare"].append(_in_folder(lambda f: uvloop.run(commands.bare(f, many))))
        rates["ours"].append(_in_folder(lambda f: uvloop.run(commands.ours(f, many))))
        if PEER:
            rates["peer"].append(_in_folder(lambda f: peer.commands(f, few)))
    return [
        Figure(
            "durable commands, 128 callers",
            middle(rates["ours"]),
            "commands/s",
            "eventsourcing",
            middle(rates["peer"]) if PEER else None,
            "bare group-commit writer",
            middle(rates["bare"]),
        )
    ]


async def of_a_store(effort: Effort, console: Console) -> list[Figure]:
    """What depends on how much there is: rebuilding, asking, disk."""
    with tempfile.TemporaryDirectory() as passing:
        small, large = Path(passing) / "small", Path(passing) / "large"
        peers = peer.projection(Path(passing), effort.peer_events) if PEER else None
        await filled(small, min(SMALL, effort.events // 2))
        console.print(f"writing {effort.events:,} events …")
        count = await filled(large, effort.events)
        console.print("rebuilding …")
        found = await asyncio.to_thread(
            rebuild.figures, large / "events.db", count, peers, effort.rounds
        )
        async with _opened(small) as few, _opened(large) as many:
            for embedded in (few, many):
                for projection in embedded.projections:
                    await projection.rebuild()
            console.print("asking …")
            found += await queries.figures(few, many, effort.rounds, effort.questions)
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
