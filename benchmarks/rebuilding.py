"""One read model filled anew, by itself in a process of its own: the real way, or a bare one.

Says `ready`, waits for a line, and answers with one line of JSON: seconds, and megabytes of memory
at the end of each tenth of the way.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bare import InFile, OnServer, rebuilt
from kernel.database import Database
from kernel.event_store.sqlite import SqliteEventStore
from kernel.garbage import look_seldom
from kernel.projections import Progress, Projection, ReadModel
from services.audit.read_models.trail import TrailModel
from services.plan.read_models.plan_view import PlanView

MODELS: dict[str, Callable[[], ReadModel[Any]]] = {"plan_view": PlanView, "trail": TrailModel}
Report = dict[str, Any]


def megabytes() -> float:
    """Resident in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def ours(model: ReadModel[Any], events: Path, where: str) -> Report:
    store = await SqliteEventStore.open(events)
    database = (
        Database(where, schema=model.name)
        if _is_server(where)
        else Database(Path(where) / f"{model.name}.db")
    )
    memory: list[float] = []

    def report(progress: Progress) -> None:
        if progress.done * 10 >= progress.total * (len(memory) + 1):
            memory.append(megabytes())

    _ready()
    began = perf_counter()
    await Projection(store, database, model).rebuild(report)
    seconds = perf_counter() - began
    await database.close()
    await store.close()
    return {"seconds": seconds, "memory": [*memory, megabytes()]}


def bare(model: ReadModel[Any], events: Path, where: str, *, leanest: bool) -> Report:
    target = OnServer(where, model.name) if _is_server(where) else InFile(Path(where), model.name)
    steps = rebuilt(model, events, target, leanest=leanest)
    next(steps)
    _ready()
    seconds = next(steps)
    next(steps, None)
    return {"seconds": seconds, "memory": []}


def _is_server(where: str) -> bool:
    return "://" in where


def _ready() -> None:
    look_seldom()
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    way, name, events, where = sys.argv[1:]
    one = MODELS[name]()
    if way == "ours":
        report = asyncio.run(ours(one, Path(events), where))
    else:
        report = bare(one, Path(events), where, leanest=way == "leanest")
    print(json.dumps(report))
