"""A small store and a large one: written once, found again, and asked by way of copies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import uvloop
from pydantic import SecretStr

from benchmarks import population, server
from kernel.event_store.sqlite import SqliteEventStore
from kernel.sealing.master import master_key
from koop.embedded import Embedded
from koop.generate.cast import Population
from koop.generate.keys import write_keys
from koop.settings import Settings

SMALL = 10_000
SMALL_SEED = 4717
"""With it, two of the 122 plans in the small store have a disputed fact, like two of a hundred in
the large one, and two come to mediation."""
EVENTS = "events.db"
_KEPT = (EVENTS, "keys.db", "master.key")


@dataclass(frozen=True, slots=True)
class Stores:
    """Folders with a store each; `count` is what the large one holds, and `rate` how fast it was
    written, None where it was there."""

    small: Path
    large: Path
    count: int
    rate: float | None


def found(folder: Path, events: int) -> Stores:
    """Those that are kept in `folder`; what is missing is written."""
    folder.mkdir(parents=True, exist_ok=True)
    few = min(SMALL, events // 2)
    small, large = folder / f"{few}", folder / f"{events}"
    if not small.exists():
        _write(small, population.of(few, SMALL_SEED))
    rate = None if large.exists() else _write(large, population.of(events))
    return Stores(small, large, uvloop.run(_count(large)), rate)


@contextmanager
def without_views(kept: Path) -> Iterator[Path]:
    """The same store and keys in a folder where no view is yet; what is made there goes."""
    with TemporaryDirectory(dir=kept.parent) as folder:
        for name in _KEPT:
            os.link(kept / name, Path(folder) / name)
        yield Path(folder)


def opened(folder: Path, url: str | None = None) -> Embedded:
    """With its views beside it, or on a server."""
    database = SecretStr(url) if url else None
    return Embedded(Settings(mode="development", data_dir=folder, database=database))


@contextmanager
def in_memory(*stores: Settings) -> Iterator[None]:
    """Meanwhile all of them is in memory: what is measured is not the disk. Files are held by
    another process: one that closes a file gives up the locks that SQLite holds on it there."""
    files = [str(file) for one in stores for file in sorted(one.data_dir.glob("*.db"))]
    for url in [one.database for one in stores if one.database]:
        server.into_memory(url.get_secret_value())
    command = [sys.executable, "-m", "benchmarks.held", *files]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holding:
        assert holding.stdout is not None
        holding.stdout.readline()
        yield


def _write(folder: Path, people: Population) -> float:
    """Events a second. What was not written to its end does not get the name."""
    with TemporaryDirectory(dir=folder.parent) as passing:
        unfinished = Path(passing) / "store"
        unfinished.mkdir()
        write_keys(unfinished / "keys.db", master_key(None, unfinished, "development"), people)
        rate = uvloop.run(_filled(unfinished, people))
        unfinished.rename(folder)
    return rate


async def _filled(folder: Path, people: Population) -> float:
    store = await SqliteEventStore.open(folder / EVENTS)
    began = perf_counter()
    try:
        return await population.fill(store, people) / (perf_counter() - began)
    finally:
        await store.close()


async def _count(folder: Path) -> int:
    store = await SqliteEventStore.open(folder / EVENTS)
    try:
        return await store.head()
    finally:
        await store.close()
