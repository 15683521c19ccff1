"""`koop store`: moving events from one store to another."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kernel.event_store.opening import open_event_store
from koop.cli.console import out
from koop.store_copy import Compared, Report, compare
from koop.store_copy import copy as copy_all

app = typer.Typer(no_args_is_help=True)

Source = Annotated[str, typer.Option("--from", help="A file, or `esdb://…`.")]
Target = Annotated[str, typer.Option("--to", help="A file, or `esdb://…`.")]


@app.callback()
def _group() -> None:
    """Move events from one store to another."""


@app.command()
def copy(source: Source, target: Target) -> None:
    """Copy all events into an empty store, or go on where a copy was interrupted; verify."""
    asyncio.run(_copy(source, target))


@app.command()
def verify(source: Source, target: Target) -> None:
    """Compare every event's bytes, id and place in both stores."""
    asyncio.run(_verify(source, target))


async def _copy(source: str, target: str) -> None:
    ours = await open_event_store(source)
    try:
        theirs = await open_event_store(target)
        try:
            with _progress(await ours.head()) as report:
                _tell(await copy_all(ours, theirs, report))
        finally:
            await theirs.close()
    finally:
        await ours.close()


async def _verify(source: str, target: str) -> None:
    ours = await open_event_store(source)
    try:
        theirs = await open_event_store(target)
        try:
            head = await ours.head()
            with _progress(head) as report:
                compared = await compare(ours, theirs, head, report)
            _tell(compared)
            if not compared.complete:
                raise typer.Exit(1)
        finally:
            await theirs.close()
    finally:
        await ours.close()


def _tell(compared: Compared) -> None:
    out.print(f"{compared.events:,} events are the same in both stores, in the same order.")
    out.print(f"sha256 over all of them: {compared.digest}")
    if not compared.complete:
        out.print("The source has more: copy the rest.")


@contextmanager
def _progress(head: int) -> Iterator[Report]:
    columns = (TextColumn("{task.description:<10}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=head)
        yield lambda doing, position: bar.update(task, description=doing, completed=position)
