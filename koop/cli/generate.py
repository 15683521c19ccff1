"""`koop generate`: a population of invented people, for benchmarks and demonstrations."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kernel.event_store.opening import open_event_store
from kernel.sealing import master_key
from koop.cli.console import out
from koop.cli.unusable import Unusable
from koop.generate.cast import Population, years_before
from koop.generate.keys import write_keys
from koop.generate.writing import Report, check_empty, fill
from koop.settings import Settings, settings

UNTIL = datetime(2026, 6, 30)  # noqa: DTZ001  # the last day of the default regime


def generate(
    plans: Annotated[int, typer.Option(help="How many plans are begun.", min=1)],
    years: Annotated[float, typer.Option(help="Over how many years.", min=0.1, max=50)] = 2.0,
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 1,
    until: Annotated[datetime, typer.Option(help="When it ends.", formats=["%Y-%m-%d"])] = UNTIL,
    workers: Annotated[
        int, typer.Option(help="Processes that decide; by default one per processor.", min=0)
    ] = 0,
) -> None:
    """Let invented people live with their plans for years, and write what the services say of it.

    Into an empty event store (KOOP_EVENT_STORE, KOOP_DATA_DIR), in development mode only: whoever
    knows the seed can compute the keys.
    """
    chosen = settings()
    if chosen.mode != "development":
        raise Unusable(
            "The keys of invented people can be computed from the seed and protect nothing. Set "
            "KOOP_MODE=development, and KOOP_DATA_DIR to a folder that no real people are in."
        )
    end = until.replace(tzinfo=UTC)
    population = Population(plans, years_before(end, years), end, seed)
    asyncio.run(_generate(chosen, population, workers or os.cpu_count() or 1))


async def _generate(chosen: Settings, population: Population, workers: int) -> None:
    folder, keys = chosen.data_dir, chosen.keys_at
    if not isinstance(keys, Path):
        raise Unusable(
            "Keys that anybody can compute go into a file of their own: unset KOOP_KEYS."
        )
    folder.mkdir(parents=True, exist_ok=True)
    store = await open_event_store(chosen.events_at)
    try:
        await check_empty(store)
        master = master_key(_secret(chosen), folder, chosen.mode)
        await asyncio.to_thread(write_keys, keys, master, population)
        began = perf_counter()
        with _progress(population) as report:
            count = await fill(store, population, workers, report)
    finally:
        await store.close()
    seconds = perf_counter() - began
    out.print(
        f"{count:,} events of {population.plans:,} plans, {population.begin:%d.%m.%Y} to "
        f"{population.until:%d.%m.%Y}, in {seconds:,.0f} s: {count / seconds:,.0f} events/s."
    )


def _secret(chosen: Settings) -> str | None:
    return chosen.master_key.get_secret_value() if chosen.master_key else None


@contextmanager
def _progress(population: Population) -> Iterator[Report]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    began = perf_counter()
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=(population.until - population.begin).total_seconds())

        def report(events: int, moment: datetime) -> None:
            rate = events / (perf_counter() - began)
            said = f"{moment:%d.%m.%Y}  {events:,} events  {rate:,.0f}/s"
            passed = (moment - population.begin).total_seconds()
            bar.update(task, description=said, completed=passed)

        yield report
