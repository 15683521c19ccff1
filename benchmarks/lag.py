"""How long it takes until an appended event shows in the rows, while 500 a second arrive."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.figure import Figure
from benchmarks.population import population
from kernel.following import Following
from kernel.projections import Projection
from koop.embedded import Embedded
from koop.generate.days import days
from koop.generate.matter import Written
from koop.generate.writing import append_of
from koop.settings import Settings

A_SECOND = 500
"""Events: a hundred times what all of Germany says on average."""

_LOOK = 0.002
"""Seconds between two looks at the rows."""

_MODELS = ("plan_view", "trail")


async def figures(folder: Path, seconds: float) -> list[Figure]:
    """All views follow; two of them are looked at."""
    async with Embedded(Settings(mode="development", data_dir=folder)) as embedded:
        looked_at = [one for one in embedded.projections if one.name in _MODELS]
        for projection in embedded.projections:
            await projection.rebuild()
        async with Following(embedded.store, embedded.projections):
            lags = await _lags(embedded, looked_at, int(seconds * A_SECOND))
    return [
        Figure(f"lag of {name}, p99", sorted(own)[len(own) * 99 // 100] * 1e3, "ms")
        for name, own in lags.items()
    ]


async def _lags(
    embedded: Embedded, looked_at: Sequence[Projection[Any]], count: int
) -> dict[str, list[float]]:
    """Seconds from the answer to an append until the rows show it, for each event."""
    told = list(islice(_written(), count))
    appended: list[tuple[int, float]] = []
    whole = asyncio.Event()

    async def look(projection: Projection[Any]) -> list[float]:
        lags: list[float] = []
        while len(lags) < len(appended) or not whole.is_set():
            answer = await projection.answer(lambda *_: None)
            now = perf_counter()
            while len(lags) < len(appended) and appended[len(lags)][0] <= answer.position:
                lags.append(now - appended[len(lags)][1])
            await asyncio.sleep(_LOOK)
        return lags

    async with asyncio.TaskGroup() as group:
        looking = {one.name: group.create_task(look(one)) for one in looked_at}
        began = perf_counter()
        for number, written in enumerate(told):
            await asyncio.sleep(began + number / A_SECOND - perf_counter())
            done = await embedded.store.append(*append_of(written))
            appended.append((done.position, perf_counter()))
        whole.set()
    return {name: task.result() for name, task in looking.items()}


def _written() -> Iterator[Written]:
    """Of a thousand plans: as many as there is time for."""
    return (one for day in days(population(1_000)) for one in day)
