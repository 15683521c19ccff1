"""One read model filled anew, by itself in a process of its own: the real way, or the bare one.

Says `ready`, waits for a line, and answers with one line of JSON: seconds, and megabytes of memory
at the end of each tenth of the way.
"""

import asyncio
import json
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from contracts import catalogue
from contracts.envelope import Metadata
from kernel.database import Database
from kernel.event_store.sqlite import SqliteEventStore
from kernel.event_store.sqlite.file import connect_reader
from kernel.garbage import look_seldom
from kernel.projections import Progress, Projection, ReadModel
from services.audit.read_models.trail import TrailModel
from services.plan.read_models.plan_view import PlanView

MODELS: dict[str, Callable[[], ReadModel[Any]]] = {"plan_view": PlanView, "trail": TrailModel}
PAGE = 10_000
Report = dict[str, Any]


def megabytes() -> float:
    """Resident in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def ours(model: ReadModel[Any], events: Path, folder: Path) -> Report:
    store = await SqliteEventStore.open(events)
    database = Database(folder / f"{model.name}.db")
    memory: list[float] = []

    def report(progress: Progress) -> None:
        if progress.done * 10 >= progress.total * (len(memory) + 1):
            memory.append(megabytes())

    _ready()
    began, busy = perf_counter(), process_time()
    await Projection(store, database, model).rebuild(report)
    seconds, busy = perf_counter() - began, process_time() - busy
    await database.close()
    await store.close()
    return {"seconds": seconds, "busy": busy, "memory": [*memory, megabytes()]}


def bare(model: ReadModel[Any], events: Path, folder: Path) -> Report:
    """Read pages, parse them as the read model does, insert its rows as they were found."""
    metadata = MetaData()
    model.tables(metadata, f"__v{model.version}_g1")
    tables = [
        (table, _rows(folder / f"{model.name}.db", table)) for table in metadata.sorted_tables
    ]
    reader = connect_reader(events)
    writer = sqlite3.connect(folder / f"bare_{model.name}.db", isolation_level=None)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "cache_size=-64000",
        "wal_autocheckpoint=16000",
    ):
        writer.execute(f"PRAGMA {pragma}")
    (total,) = reader.execute("SELECT count(*) FROM events").fetchone()
    inserts = [
        (_insert(table), iter(rows), len(rows) * PAGE // total + 1) for table, rows in tables
    ]
    parse = _parse_all if model.name == "plan_view" else _parse_metadata
    _ready()
    began, busy = perf_counter(), process_time()
    for table, _ in tables:
        writer.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
    for page in _pages(reader, model.categories):
        parse(page)
        writer.execute("BEGIN")
        for statement, rows, share in inserts:
            writer.executemany(statement, islice(rows, share))
        writer.execute("COMMIT")
    for table, _ in tables:
        for index in table.indexes:
            writer.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
    seconds, busy = perf_counter() - began, process_time() - busy
    reader.close()
    writer.close()
    return {"seconds": seconds, "busy": busy, "memory": []}


def _rows(file: Path, table: Table) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(f"SELECT * FROM {table.name}").fetchall()


def _insert(table: Table) -> str:
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"


def _pages(reader: sqlite3.Connection, categories: Sequence[str]) -> Iterator[list[Any]]:
    """Position, type, metadata and data of all events of these categories."""
    marks = ", ".join("?" * len(categories))
    query = (
        "SELECT position, (SELECT type FROM kinds WHERE id = kind), metadata, data FROM events"
        f" WHERE position > ? AND kind IN (SELECT id FROM kinds WHERE category IN ({marks}))"
        " ORDER BY position LIMIT ?"
    )
    after = 0
    while page := reader.execute(query, (after, *categories, PAGE)).fetchall():
        yield page
        after = page[-1][0]


def _parse_all(page: list[Any]) -> None:
    of_metadata = Metadata.__pydantic_validator__.validate_json
    of = {t: model.__pydantic_validator__.validate_json for t, model in catalogue.PLAN.items()}
    for _, type, metadata, data in page:
        of_metadata(metadata)
        of[type](data)


def _parse_metadata(page: list[Any]) -> None:
    of_metadata = Metadata.__pydantic_validator__.validate_json
    for _, _, metadata, _ in page:
        of_metadata(metadata)


def _ready() -> None:
    look_seldom()
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    way, name, events, folder = sys.argv[1:]
    told = (Path(events), Path(folder))
    one = MODELS[name]()
    print(json.dumps(asyncio.run(ours(one, *told)) if way == "ours" else bare(one, *told)))
