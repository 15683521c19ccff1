"""`python -m benchmarks`: measure everything in one run, show it, keep it in `latest/`."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, TypeVar

import typer
import uvloop
from rich.console import Console

from benchmarks import a_store, commands, http, lag, pages, stores
from benchmarks.effort import FULL, QUICK, Effort
from benchmarks.figure import Figure, middle, show
from benchmarks.server import beside, postgresql
from kernel.garbage import look_seldom

PARTS = ("commands", "http", "rebuild", "asking", "workers", "lag")
OF_A_STORE = ("rebuild", "asking", "workers")
T = TypeVar("T")

PEER = find_spec("eventsourcing") is not None
"""Only `make bench` brings it: without it everything else is measured all the same."""

if PEER:
    from benchmarks import peer


def main(
    events: Annotated[
        int, typer.Option(help="Events in the large store.", min=1_000)
    ] = FULL.events,
    only: Annotated[list[str] | None, typer.Option(help=", ".join(PARTS))] = None,
    stores: Annotated[
        Path | None, typer.Option(help="A folder where stores are kept for the next run.")
    ] = None,
    servers: Annotated[bool, typer.Option(help="On PostgreSQL, too.")] = True,
    quick: Annotated[bool, typer.Option(help="Little of each: does it run at all?")] = False,
) -> None:
    """Print the table. Figures of the full size are kept, with the pages that show them: those of a
    part that was not measured now stay as they are."""
    console, kept = Console(), events == FULL.events and servers and not quick
    effort = QUICK if quick else replace(FULL, events=events, servers=servers, keeps=kept)
    figures = measured(effort, console, only or PARTS, stores)
    show(figures, console)
    if kept:
        pages.keep(figures, "services", whole=only is None and stores is None)


def measured(
    effort: Effort, console: Console, parts: Sequence[str] = PARTS, folder: Path | None = None
) -> list[Figure]:
    """The figures of these parts, in the order of the table."""
    look_seldom()
    figures: list[Figure] = []
    if "commands" in parts:
        figures += durable_commands(effort)
    if "http" in parts:
        figures += http.figures(effort.rounds, effort.requests)
    with postgresql() if effort.servers else nullcontext() as server:
        servers = [None, server] if server else [None]
        if not {*OF_A_STORE}.isdisjoint(parts):
            with nullcontext(folder) if folder else TemporaryDirectory() as kept:
                console.print(f"a store of some {effort.events:,} events …")
                of = stores.found(Path(kept), effort.events)
                figures += uvloop.run(of_a_store(of, effort, console, parts, servers))
        if "lag" in parts:
            figures += _of_lag(effort, servers)
    return figures


async def of_a_store(
    of: stores.Stores,
    effort: Effort,
    console: Console,
    parts: Sequence[str],
    servers: a_store.Servers,
) -> list[Figure]:
    """What depends on how much there is."""
    found = [Figure("koop generate", of.rate, "events/s")] if of.rate else []
    if "rebuild" in parts:
        alone = middle([_peer(effort) for _ in range(effort.rounds)]) if PEER else None
        found += await a_store.rebuilding(of, effort, console, alone, servers)
    if "asking" in parts:
        found += await a_store.asking(of, effort, console, servers)
    if "workers" in parts:
        found += await a_store.sharing(of, console, servers)
    return found


def _peer(effort: Effort) -> float:
    return _in_folder(lambda folder: peer.projection(folder, effort.peer_events))


def _of_lag(effort: Effort, servers: a_store.Servers) -> list[Figure]:
    found: list[Figure] = []
    for server in servers:
        with beside(server, "lag") as empty:
            found += lag.figures(effort.lag_seconds, empty, a_store.on(server))
    return found


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


def _in_folder(measure: Callable[[Path], T]) -> T:
    with TemporaryDirectory() as folder:
        return measure(Path(folder))


if __name__ == "__main__":
    typer.run(main)
