"""How long it takes until an appended event shows in the rows, while 500 a second arrive.

In files everything is in one process, as in the embedded system; on a server each service is a
process of its own, as in docker-compose.yml.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import IO, Any

import uvloop

from benchmarks.apart import apart
from benchmarks.figure import Figure
from benchmarks.population import population
from benchmarks.stores import opened
from kernel.event_store import EventStore
from kernel.following import Following
from kernel.garbage import look_seldom
from kernel.projections import Projection
from koop.embedded import Embedded
from koop.generate.days import days
from koop.generate.matter import Written
from koop.generate.writing import Append, append_of

A_SECOND = 500
"""Events: a hundred times what all of Germany says on average."""

LOOKED_AT = {"plan": "plan_view", "audit": "trail"}
"""By service."""

Moments = Sequence[tuple[int, float]]
"""Up to which position something was done, and when: seconds on the clock that the processes of a
machine share."""


def figures(seconds: float, server: str | None, where: str) -> list[Figure]:
    """All views follow, in files or in an empty database on a server; two of them are looked at."""
    with TemporaryDirectory() as folder:
        lags = apart("lag", folder, str(seconds), *([server] if server else []))
    return [Figure(f"lag of {name}, p99{where}", own, "ms") for name, own in lags.items()]


async def measured(folder: Path, seconds: float, server: str | None) -> dict[str, float]:
    """Milliseconds, by the slowest of a hundred."""
    told = [append_of(one) for one in islice(_written(), int(seconds * A_SECOND))]
    until = sum(len(events) for _, events, _ in told)
    async with opened(folder, server) as embedded:
        for projection in embedded.projections:
            await projection.rebuild()
        following = _apart(folder, server, until) if server else _here(embedded, until)
        async with following as shown:
            appended = await _appended(embedded.store, told)
            lags = {name: _lags(appended, await seen) for name, seen in shown.items()}
    return {name: sorted(own)[len(own) * 99 // 100] * 1e3 for name, own in lags.items()}


async def shown(projection: Projection[Any], until: int) -> Moments:
    """Whenever its rows have changed, how far they are."""
    moments: list[tuple[int, float]] = []
    while not moments or moments[-1][0] < until:
        changed = projection.moved.count
        answer = await projection.answer(lambda *_: None)
        if not moments or answer.position > moments[-1][0]:
            moments.append((answer.position, perf_counter()))
        if answer.position < until:
            await projection.moved.after(changed)
    return moments


Shown = Mapping[str, "asyncio.Future[Moments]"]


@asynccontextmanager
async def _here(embedded: Embedded, until: int) -> AsyncIterator[Shown]:
    by_name = {one.name: one for one in embedded.projections}
    async with Following(embedded.store, embedded.projections), asyncio.TaskGroup() as looking:
        yield {
            name: looking.create_task(shown(by_name[name], until)) for name in LOOKED_AT.values()
        }


@asynccontextmanager
async def _apart(folder: Path, server: str, until: int) -> AsyncIterator[Shown]:
    async with AsyncExitStack() as stack, opened(folder, server) as embedded:
        running = {
            service: stack.enter_context(_service(folder, server, service, until))
            for service in embedded.services
        }
        for process in running.values():
            await asyncio.to_thread(_line, process.stdout)
        yield {
            name: asyncio.ensure_future(asyncio.to_thread(_line, running[service].stdout))
            for service, name in LOOKED_AT.items()
        }


def _service(folder: Path, server: str, service: str, until: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.following", str(folder), server, service]
    return subprocess.Popen([*command, str(until)], stdout=subprocess.PIPE, text=True)


def _line(output: IO[str] | None) -> Any:
    assert output is not None
    return json.loads(output.readline())


async def _appended(store: EventStore, told: Sequence[Append]) -> Moments:
    """Each when it is due, whether those before it are done or not."""

    async def append(one: Append) -> tuple[int, float]:
        done = await store.append(*one)
        return done.position, perf_counter()

    began, appending = perf_counter(), list[asyncio.Task[tuple[int, float]]]()
    async with asyncio.TaskGroup() as group:
        for number, one in enumerate(told):
            await asyncio.sleep(began + number / A_SECOND - perf_counter())
            appending.append(group.create_task(append(one)))
    return sorted(task.result() for task in appending)


def _lags(appended: Moments, shown: Moments) -> list[float]:
    """Seconds from the answer to an append until the rows show it, for each event."""
    lags: list[float] = []
    events = iter(appended)
    position, at = next(events)
    for reached, then in shown:
        while position <= reached:
            lags.append(then - at)
            position, at = next(events, (sys.maxsize, 0.0))
    return lags


def _written() -> Iterator[Written]:
    """Of a thousand plans: as many as there is time for."""
    return (one for day in days(population(1_000)) for one in day)


if __name__ == "__main__":
    look_seldom()
    folder, seconds, *server = sys.argv[1:]
    found = measured(Path(folder), float(seconds), server[0] if server else None)
    print(json.dumps(uvloop.run(found)))
