"""`koop projections`: how the read models fare, and building them anew."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kernel.projections import Difference, Projection, ProjectionStatus, Report
from kernel.projections import Progress as Rebuilding
from kernel.projections.rebuild import SHARES
from koop.cli.console import out
from koop.cli.unusable import Unusable
from koop.embedded import Embedded
from koop.rebuilding import crew_of, take_share
from koop.settings import settings

app = typer.Typer(no_args_is_help=True)

Throttle = Annotated[
    float | None, typer.Option("--throttle", min=1, help="Events a second at most.")
]


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
    throttle: Throttle = None,
    workers: Annotated[
        int, typer.Option(min=1, max=SHARES, help="Processes that share the streams.")
    ] = 1,
) -> None:
    """Build read models anew beside the live ones, then switch. May be interrupted at any time."""
    asyncio.run(_rebuild(name or [], throttle, workers))


@app.command(hidden=True)
def share(
    service: str,
    name: str,
    which: int,
    workers: int,
    throttle: Annotated[float | None, typer.Option()] = None,
) -> None:
    """One worker of a rebuild, begun by it."""
    asyncio.run(take_share(service, name, which, workers, throttle))


@app.command()
def verify(
    name: Annotated[list[str] | None, typer.Argument(help="Which; none: all.")] = None,
) -> None:
    """Rebuild in the shadow and name every difference to the rows that answer (exit status 1)."""
    if asyncio.run(_verify(name or [])):
        raise typer.Exit(1)


@app.command()
def resume(name: Annotated[str, typer.Argument(help="The read model that stands still.")]) -> None:
    """After a mend: whoever follows tries the event again on which it broke."""
    asyncio.run(_resume(name))


@app.command()
def drop(
    name: Annotated[str, typer.Argument(help="The read model.")],
    generation: Annotated[int | None, typer.Option(help="One alone; none: all not in use.")] = None,
) -> None:
    """End rows that answered before. Only after nobody runs the version that asks them."""
    asyncio.run(_drop(name, generation))


async def _status() -> None:
    table = Table(
        "read model", "version", "state", "position", "lag", "rate", "left", "why", "kept"
    )
    async with Embedded(settings()) as embedded:
        for projection in embedded.projections:
            one = await projection.status()
            table.add_row(
                one.name,
                "-" if one.version is None else f"{one.version} ({one.generation})",
                one.fare,
                f"{one.position:,}",
                f"{one.lag:,}",
                *_pace(one),
                one.reason or one.rebuild_failed or "",
                ", ".join(f"{k.number} (version {k.version})" for k in one.kept),
            )
    out.print(table)


def _pace(status: ProjectionStatus) -> tuple[str, str]:
    """Events a second and time left, of the rebuild where there is one."""
    pace = status.rebuild or status
    left = "" if pace.left is None else f"{timedelta(seconds=round(pace.left))}"
    return (f"{pace.rate:,.0f}/s" if pace.rate else "", left)


async def _resume(name: str) -> None:
    async with Embedded(settings()) as embedded:
        await _named(embedded, name).resume()


async def _drop(name: str, generation: int | None) -> None:
    async with Embedded(settings()) as embedded:
        dropped = await _named(embedded, name).drop(generation)
    for one in dropped:
        out.print(f"dropped generation {one.number} of {name} (version {one.version})")
    if not dropped:
        out.print(f"nothing of {name} is kept that is not in use")


def _named(embedded: Embedded, name: str) -> Projection[Any]:
    known = {one.name: one for one in embedded.projections}
    if name not in known:
        raise Unusable(f"There is no read model {name!r}; there are {', '.join(known)}.")
    return known[name]


async def _verify(names: list[str]) -> int:
    """How many differences there are."""
    count = 0
    async with Embedded(settings()) as embedded:
        for one in [_named(embedded, name) for name in names] or embedded.projections:
            here = 0

            def found(difference: Difference) -> None:
                nonlocal here
                here += 1
                out.print(str(difference), highlight=False, markup=False)

            position = await one.verify(found)
            out.print(f"{one.name} at {position:,}: {here or 'no'} differences")
            count += here
    return count


async def _rebuild(names: list[str], throttle: float | None, workers: int) -> None:
    async with Embedded(settings()) as embedded:
        columns = (
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]:>10,.0f} events/s"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=out) as bars:
            for one in [_named(embedded, name) for name in names] or embedded.projections:
                service = embedded.service_of(one)
                crew = crew_of(service, one.name, workers, throttle) if workers > 1 else None
                await one.rebuild(_reporting(one, bars), throttle, crew)


def _reporting(projection: Projection[Any], bars: Progress) -> Report:
    bar = bars.add_task(projection.name, total=None, rate=0.0)

    def report(progress: Rebuilding) -> None:
        bars.update(bar, completed=progress.done, total=progress.total, rate=progress.rate)

    return report
