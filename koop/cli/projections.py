"""`koop projections`: how the read models fare, and building them anew."""

import asyncio
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kernel.projections import Progress as Rebuilding
from kernel.projections import Projection, ProjectionStatus
from koop.cli.console import out
from koop.cli.errors import Unusable
from koop.embedded import Embedded
from koop.settings import settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Look after the read models."""


@app.command()
def status() -> None:
    """Where each read model stands."""
    asyncio.run(_status())


@app.command()
def rebuild(
    name: Annotated[list[str] | None, typer.Argument(help="Which; none: all.")] = None,
) -> None:
    """Build read models anew beside the live ones, then switch. May be interrupted at any time."""
    asyncio.run(_rebuild(name or []))


async def _status() -> None:
    table = Table("read model", "version", "state", "position", "lag", "why")
    async with Embedded(settings()) as embedded:
        for projection in embedded.projections:
            one = await projection.status()
            table.add_row(
                one.name,
                "-" if one.version is None else f"{one.version} ({one.generation})",
                _how(one),
                f"{one.position:,}",
                f"{one.lag:,}",
                one.reason or one.rebuild_failed or "",
            )
    out.print(table)


def _how(status: ProjectionStatus) -> str:
    """Whoever follows may be another process: the rows tell how it fares."""
    if status.reason:
        return "stopped"
    return "behind" if status.lag else "current"


async def _rebuild(names: list[str]) -> None:
    async with Embedded(settings()) as embedded:
        known = {one.name: one for one in embedded.projections}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise Unusable(f"There is no read model {unknown[0]!r}; there are {', '.join(known)}.")
        columns = (
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]:>10,.0f} events/s"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=out) as bars:
            for name in names or known:
                await _one(known[name], bars)


async def _one(projection: Projection[Any], bars: Progress) -> None:
    bar = bars.add_task(projection.name, total=None, rate=0.0)

    def report(progress: Rebuilding) -> None:
        bars.update(bar, completed=progress.done, total=progress.total, rate=progress.rate)

    await projection.rebuild(report)
