"""A disk without room refuses appends, loses nothing, and works again when there is room."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from kernel.event_store import AnyRevision, EventStore, NoStream, StoreFull
from kernel.event_store.sqlite import SqliteEventStore, file
from tests.kernel.event_store.conformance.case import begin, everything, ids, new

MIB = 1024 * 1024


class Quota:
    """Stands in for a small disk where nobody may mount one: SQLite itself refuses to grow."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._connections: list[sqlite3.Connection] = []
        self._connect = file.connect

    def connect(self, path: Path) -> sqlite3.Connection:
        connection = self._connect(path)
        self._connections.append(connection)
        self.allow(self._pages)
        return connection

    def allow(self, pages: int) -> None:
        for connection in self._connections:
            connection.execute(f"PRAGMA max_page_count = {pages}")


async def fill(store: EventStore) -> int:
    """Append until there is no room; how many events were acknowledged."""
    for count in range(1000):
        try:
            await store.append("plan-1", [new(bytes(50_000))], AnyRevision())
        except StoreFull:
            return count
    raise AssertionError("the disk never filled up")


async def test_a_full_disk_refuses_appends_and_keeps_all_that_it_acknowledged(
    small_disk: Path,
) -> None:
    store = await SqliteEventStore.open(small_disk / "events.db")
    acknowledged = await fill(store)

    with pytest.raises(StoreFull, match="no room left: make some"):
        await store.append("plan-1", [new(bytes(MIB))], AnyRevision())

    found = await everything(store, "plan")
    assert [event.revision for event in found] == list(range(acknowledged))
    await store.close()
    store = await SqliteEventStore.open(small_disk / "events.db")
    assert await everything(store, "plan") == found
    await store.close()


async def test_a_full_disk_refuses_all_that_came_together_and_each_may_come_again(
    small_disk: Path,
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(MIB))
    store = await SqliteEventStore.open(small_disk / "events.db")
    acknowledged = await fill(store)
    events = [new(bytes(40_000)) for _ in range(10)]

    async def append_all() -> list[object]:
        appends = (store.append(f"case-{n}", [event], NoStream()) for n, event in enumerate(events))
        return await asyncio.gather(*appends, return_exceptions=True)

    refused = await append_all()
    head = await store.head()
    ballast.unlink()
    accepted = await append_all()

    assert {type(one) for one in refused} == {StoreFull}
    assert head == acknowledged
    assert [one.revision for one in accepted] == [0] * 10
    assert [event.position for event in await everything(store, "case")] == [
        head + n for n in range(1, 11)
    ]
    await store.close()


async def test_a_full_disk_still_answers_readers_and_followers(small_disk: Path) -> None:
    store = await SqliteEventStore.open(small_disk / "events.db")
    events = await begin(store, "early-1", 3)
    await fill(store)

    page = await anext(store.subscribe(categories=["early"]))

    assert ids(await store.read_stream("early-1")) == ids(events)
    assert ids(page.events) == ids(events)
    await store.close()


async def check_often(store: EventStore) -> None:
    """Often enough to use up what room the log may have of its own."""
    for _ in range(100):
        await store.check_writable()


async def test_a_store_on_a_full_disk_says_that_it_cannot_be_written_to(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(MIB))
    store = await SqliteEventStore.open(small_disk / "events.db")
    await store.check_writable()
    await fill(store)

    with pytest.raises(StoreFull):
        await check_often(store)
    ballast.unlink()
    await store.check_writable()
    await store.close()


async def test_a_disk_without_room_for_an_empty_store_says_so(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(4 * MIB))

    with pytest.raises(StoreFull):
        await SqliteEventStore.open(small_disk / "events.db")


async def test_a_file_that_may_not_grow_is_full_until_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota = Quota(pages=200)
    monkeypatch.setattr(file, "connect", quota.connect)
    store = await SqliteEventStore.open(tmp_path / "events.db")
    acknowledged = await fill(store)

    quota.allow(10_000)
    appended = await store.append("plan-1", [new(bytes(50_000))], AnyRevision())

    assert (appended.revision, appended.position) == (acknowledged, acknowledged + 1)
    assert len(await everything(store, "plan")) == acknowledged + 1
    await store.close()
