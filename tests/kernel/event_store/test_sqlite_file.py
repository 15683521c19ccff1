"""The store's file: made, opened again, refused when it is something else."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from kernel.event_store import Exact, StoreUnavailable
from kernel.event_store.sqlite import SqliteEventStore
from kernel.event_store.sqlite.file import NotAnEventStore
from tests.kernel.event_store.conformance.case import begin, ids, new


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


def run_sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def content(path: Path) -> bytes:
    return path.read_bytes()


async def test_a_store_opened_again_goes_on_where_it_stood(path: Path) -> None:
    store = await SqliteEventStore.open(path)
    events = await begin(store, "plan-1", 3)
    await store.close()

    store = await SqliteEventStore.open(path)
    later = new()
    appended = await store.append("plan-1", [later], Exact(2))

    assert (appended.revision, appended.position) == (3, 4)
    assert ids(await store.read_stream("plan-1")) == ids([*events, later])
    await store.close()


async def test_a_new_file_may_be_opened_by_many_at_once(path: Path) -> None:
    stores = await asyncio.gather(*(SqliteEventStore.open(path) for _ in range(8)))

    for n, store in enumerate(stores):
        await begin(store, f"plan-{n}", 1)

    assert await stores[0].head() == 8
    for store in stores:
        await store.close()


async def test_a_file_of_a_later_layout_is_refused_with_a_way_out(path: Path) -> None:
    await (await SqliteEventStore.open(path)).close()
    run_sql(path, "PRAGMA user_version = 7")

    with pytest.raises(NotAnEventStore, match=r"has layout 7.* reads layout 1: use the version"):
        await SqliteEventStore.open(path)


@pytest.mark.parametrize("statement", ["PRAGMA application_id = 77", "CREATE TABLE other(x)"])
async def test_a_file_of_another_program_is_refused_and_left_as_it_was(
    path: Path, statement: str
) -> None:
    run_sql(path, statement)
    before = content(path)

    with pytest.raises(NotAnEventStore, match="belongs to another program"):
        await SqliteEventStore.open(path)

    assert content(path) == before


@pytest.fixture
def diary(path: Path) -> Path:
    path.write_text("Dear diary, " * 1000)
    return path


async def test_a_file_that_is_no_database_is_refused(diary: Path) -> None:
    with pytest.raises(NotAnEventStore, match="is not an event store"):
        await SqliteEventStore.open(diary)


async def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"nowhere/events\.db"):
        await SqliteEventStore.open(tmp_path / "nowhere" / "events.db")


@pytest.mark.parametrize("statement", ["UPDATE events SET data = x'00'", "DELETE FROM events"])
async def test_what_happened_cannot_be_changed_by_sql_either(path: Path, statement: str) -> None:
    store = await SqliteEventStore.open(path)
    await begin(store, "plan-1", 2)
    await store.close()

    with pytest.raises(sqlite3.IntegrityError, match="what happened is never"):
        run_sql(path, statement)
