"""How long it takes until an appended event shows in the rows, while 500 a second arrive."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import uvloop

from benchmarks.apart import apart
from benchmarks.figure import Figure
from benchmarks.population import population
from benchmarks.stores import opened
from kernel.following import Following
from kernel.garbage import look_seldom
from kernel.projections import Projection
from koop.embedded import Embedded
from koop.generate.days import days
from koop.generate.matter import Written
from koop.generate.writing import append_of

A_SECOND = 500
"""Events: a hundred times what all of Germany says on average."""

_LOOK = 0.01
"""Seconds after which the rows are looked at even if nothing says that they have changed."""

_MODELS = ("plan_view", "trail")


def figures(seconds: float, server: str | None, where: str) -> list[Figure]:
    """All views follow, in files or in an empty database on a server; two of them are looked at."""
    with TemporaryDirectory() as folder:
        lags = apart("lag", folder, str(seconds), *([server] if server else []))
    return [Figure(f"lag of {name}, p99{where}", own, "ms") for name, own in lags.items()]


async def measured(folder: Path, seconds: float, server: str | None) -> dict[str, float]:
    """Milliseconds, by the slowest of a hundred."""
    async with opened(folder, server) as embedded:
        looked_at = [one for one in embedded.projections if one.name in _MODELS]
        for projection in embedded.projections:
            await projection.rebuild()
        async with Following(embedded.store, embedded.projections):
            lags = await _lags(embedded, looked_at, int(seconds * A_SECOND))
    return {name: sorted(own)[len(own) * 99 // 100] * 1e3 for name, own in lags.items()}


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
            seen = projection.moved.count
            answer = await projection.answer(lambda *_: None)
            now = perf_counter()
            while len(lags) < len(appended) and appended[len(lags)][0] <= answer.position:
                lags.append(now - appended[len(lags)][1])
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await projection.moved.after(seen)
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


if __name__ == "__main__":
    look_seldom()
    folder, seconds, *server = sys.argv[1:]
    found = measured(Path(folder), float(seconds), server[0] if server else None)
    print(json.dumps(uvloop.run(found)))
