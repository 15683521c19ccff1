"""One writer, many callers: what one of them does wrong is not the others' trouble."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store import (
    AnyRevision,
    Appended,
    Exact,
    NoStream,
    StoreUnavailable,
    WrongExpectedRevision,
)
from kernel.event_store.sqlite import SqliteEventStore, file, ledger
from tests.kernel.event_store.conformance.case import begin, everything, ids, new, some


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteEventStore]:
    store = await SqliteEventStore.open(path)
    yield store
    await store.close()


async def test_positions_have_no_gaps_whoever_was_refused_in_between(
    store: SqliteEventStore,
) -> None:
    await asyncio.gather(
        *(store.append(f"plan-{n % 5}", [new()], NoStream()) for n in range(50)),
        *(store.append(f"plan-{n % 5}", some(3), AnyRevision()) for n in range(50)),
        return_exceptions=True,
    )

    found = await everything(store, "plan")
    assert [event.position for event in found] == list(range(1, len(found) + 1))
    assert len(found) >= 150


async def test_an_append_that_cannot_be_written_does_not_harm_its_neighbours(
    store: SqliteEventStore,
) -> None:
    impossible = "plan-\ud800"

    outcomes = await asyncio.gather(
        store.append("plan-1", [new()], NoStream()),
        store.append(impossible, [new()], NoStream()),
        store.append("plan-2", some(2), NoStream()),
        return_exceptions=True,
    )

    assert outcomes[0] == Appended(0, 1)
    assert isinstance(outcomes[1], UnicodeEncodeError)
    assert outcomes[2] == Appended(1, 3)
    assert await store.append("plan-1", [new()], Exact(0)) == Appended(1, 4)


async def test_an_append_whose_caller_was_cancelled_does_not_harm_its_neighbours(
    store: SqliteEventStore,
) -> None:
    cancelled = asyncio.create_task(store.append("plan-1", [new()], NoStream()))
    kept = asyncio.create_task(store.append("plan-2", [new()], NoStream()))
    await asyncio.sleep(0)
    cancelled.cancel()

    assert (await kept).revision == 0
    assert (await store.append("plan-2", [new()], Exact(0))).revision == 1


async def test_another_writers_append_is_seen_before_the_next_is_judged(
    store: SqliteEventStore, path: Path
) -> None:
    await begin(store, "plan-1", 1)
    other = await SqliteEventStore.open(path)
    theirs = new(type="Another.v1")
    await other.append("plan-1", [theirs], Exact(0))

    with pytest.raises(WrongExpectedRevision) as conflict:
        await store.append("plan-1", [new()], Exact(0))
    mine = new(type="Another.v1")
    appended = await store.append("plan-1", [mine], Exact(1))
    await other.append("plan-2", [new()], NoStream())

    assert conflict.value.actual == 1
    assert (appended.revision, appended.position) == (2, 3)
    assert ids(await store.read_stream("plan-1"))[1:] == ids([theirs, mine])
    assert {event.type for event in await store.read_stream("plan-2")} == {"Noted.v1"}
    await other.close()


async def test_two_writers_at_once_never_share_a_revision_or_a_position(
    store: SqliteEventStore, path: Path
) -> None:
    other = await SqliteEventStore.open(path)

    await asyncio.gather(
        *(
            one.append("plan-1", some(2), AnyRevision())
            for one in (store, other)
            for _ in range(100)
        )
    )

    found = await store.read_stream("plan-1")
    assert [event.revision for event in found] == list(range(400))
    assert [event.position for event in found] == list(range(1, 401))
    await other.close()


async def test_asking_whether_the_store_can_be_written_to_leaves_no_event(
    store: SqliteEventStore,
) -> None:
    await begin(store, "plan-1", 2)

    await asyncio.gather(*(store.check_writable() for _ in range(10)))

    assert await store.head() == 2
    assert await store.append("plan-1", [new()], Exact(1)) == Appended(2, 3)


async def test_more_streams_than_are_remembered_are_judged_as_well(
    store: SqliteEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "REMEMBERED", 4)
    names = [f"plan-{n}" for n in range(20)]
    for name in names:
        await begin(store, name, 2)

    appended = [await store.append(name, [new()], Exact(1)) for name in names]

    assert {one.revision for one in appended} == {2}
    for name in names:
        with pytest.raises(WrongExpectedRevision):
            await store.append(name, [new()], Exact(1))


async def test_a_file_that_another_process_holds_is_unavailable_until_it_lets_go(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "PATIENCE", 0.02)
    store = await SqliteEventStore.open(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    event = new()

    for request in (store.append("plan-1", [event], NoStream()), store.check_writable()):
        with pytest.raises(StoreUnavailable, match="does not answer"):
            await request
    holder.execute("ROLLBACK")

    assert (await store.append("plan-1", [event], NoStream())).revision == 0
    holder.close()
    await store.close()


def test_a_store_may_outlive_an_event_loop(path: Path) -> None:
    async def open_and_append() -> SqliteEventStore:
        store = await SqliteEventStore.open(path)
        await begin(store, "plan-1", 1)
        return store

    async def append_and_close() -> int:
        appended = await store.append("plan-1", [new()], Exact(0))
        await store.close()
        return appended.revision

    store = asyncio.run(open_and_append())

    assert asyncio.run(append_and_close()) == 1
