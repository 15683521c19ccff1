"""`python -m benchmarks`: measure everything in one run, show it, keep it in `latest/`."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, TypeVar

import typer
import uvloop
from rich.console import Console

from benchmarks import commands, http, lag, pages
from benchmarks.a_store import of_a_store
from benchmarks.effort import FULL, QUICK, Effort
from benchmarks.figure import Figure, middle, show
from benchmarks.server import postgresql
from kernel.garbage import look_seldom

PARTS = ("commands", "http", "store", "lag")
T = TypeVar("T")

PEER = find_spec("eventsourcing") is not None
"""Only `make bench` brings it: without it everything else is measured all the same."""

if PEER:
    from benchmarks import peer


def main(
    events: Annotated[
        int, typer.Option(help="Events in the large store.", min=1_000)
    ] = FULL.events,
    only: Annotated[list[str] | None, typer.Option(help="commands, http, store, lag")] = None,
    servers: Annotated[bool, typer.Option(help="On PostgreSQL, too.")] = True,
    quick: Annotated[bool, typer.Option(help="Little of each: does it run at all?")] = False,
) -> None:
    """Print the table; write it, the plans and the pages that show them, if all of it was done."""
    console = Console()
    figures = measured(
        QUICK if quick else replace(FULL, events=events, servers=servers, keeps=only is None),
        console,
        only or PARTS,
    )
    show(figures, console)
    if only is None and not quick:
        pages.keep(figures, "services")


def measured(effort: Effort, console: Console, parts: Sequence[str] = PARTS) -> list[Figure]:
    """The figures of these parts, in the order of the table."""
    look_seldom()
    figures: list[Figure] = []
    if "commands" in parts:
        figures += durable_commands(effort)
    if "http" in parts:
        figures += http.figures(effort.rounds, effort.requests)
    if "store" in parts:
        peers = _in_folder(lambda f: peer.projection(f, effort.peer_events)) if PEER else None
        with postgresql() if effort.servers else nullcontext() as server:
            figures += uvloop.run(of_a_store(effort, console, peers, server))
    if "lag" in parts:
        figures += _in_folder(lambda f: uvloop.run(lag.figures(f, effort.lag_seconds)))
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


def _in_folder(measure: Callable[[Path], T]) -> T:
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


if __name__ == "__main__":
    typer.run(main)
