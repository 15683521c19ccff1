"""Moving between stores: everything arrives, in order, also after an interruption."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kernel.event_store import (
    LARGEST_EVENT,
    AnyRevision,
    Appended,
    EventStore,
    NewEvent,
    StoreUnavailable,
)
from kernel.event_store.eventstoredb import EventStoreDB
from kernel.event_store.sqlite import SqliteEventStore
from koop.cli.app import app
from koop.store_copy import NotACopy, compare, copy
from tests.eventstoredb_server import Node
from tests.kernel.event_store.conformance.case import new, some


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[EventStore]:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    yield store
    await store.close()


@pytest.fixture
async def eventstoredb(tmp_path: Path) -> AsyncIterator[EventStore]:
    async with Node(tmp_path / "log") as node:
        store = await EventStoreDB.open(node.uri)
        yield store
        await store.close()


@pytest.fixture(params=["to the server", "to the file"])
def both(
    request: pytest.FixtureRequest, sqlite: EventStore, eventstoredb: EventStore
) -> tuple[EventStore, EventStore]:
    """From, to."""
    there = request.param == "to the server"
    return (sqlite, eventstoredb) if there else (eventstoredb, sqlite)


async def fill(store: EventStore) -> None:
    for n in range(300):
        await store.append(f"plan-{n % 7}", some(n % 4 + 1), AnyRevision())
    await store.append("plan-Ümit", [new(bytes(range(256)), metadata=b'{ "b":1 }')], AnyRevision())
    await store.append("plan-0", [new(bytes(LARGEST_EVENT)), *some(2)], AnyRevision())


async def content(store: EventStore) -> list[tuple[Any, ...]]:
    page = await store.read_all(limit=10_000)
    return [event[:-1] for event in page.events]


def unheard(doing: str, position: int) -> None:
    pass


class Interrupted:
    """A store that fails after so many appends."""

    def __init__(self, store: EventStore, appends: int) -> None:
        self._store, self._left = store, appends

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def append(self, stream: str, events: list[NewEvent], expected: Any) -> Appended:
        if not self._left:
            raise StoreUnavailable("as the test wants it")
        self._left -= 1
        return await self._store.append(stream, events, expected)


async def test_everything_arrives_as_it_was(both: tuple[EventStore, EventStore]) -> None:
    source, target = both
    await fill(source)
    heard: list[tuple[str, int]] = []

    copied = await copy(source, target, lambda *report: heard.append(report))

    everything = await content(source)
    assert await content(target) == everything
    assert (copied.events, copied.complete) == (len(everything), True)
    assert copied.position == await source.head()
    assert {doing for doing, _ in heard} <= {"copying", "comparing"}


async def test_an_interrupted_copy_goes_on_where_it_was(
    both: tuple[EventStore, EventStore],
) -> None:
    source, target = both
    await fill(source)
    for appends in (0, 1, 50, 120):
        with pytest.raises(StoreUnavailable):
            await copy(source, Interrupted(target, appends), unheard)

    copied = await copy(source, target, unheard)

    assert copied.complete
    assert await content(target) == await content(source)


async def test_copying_again_brings_what_is_new_and_the_digest_says_whether_it_differs(
    both: tuple[EventStore, EventStore],
) -> None:
    source, target = both
    await fill(source)
    first = await copy(source, target, unheard)
    again = await copy(source, target, unheard)
    await source.append("plan-1", [new()], AnyRevision())
    behind = await compare(source, target, await source.head())
    third = await copy(source, target, unheard)

    assert again == first
    assert (behind.complete, behind.digest) == (False, first.digest)
    assert (third.events, third.digest != first.digest) == (first.events + 1, True)


@pytest.mark.parametrize("change", ["id", "type", "data", "metadata", "stream"])
async def test_a_target_that_differs_in_anything_is_no_copy(
    both: tuple[EventStore, EventStore], change: str
) -> None:
    source, target = both
    event, stream = new(), "plan-1"
    await source.append(stream, [event], AnyRevision())
    other = {
        "id": event._replace(id=new().id),
        "type": event._replace(type="Other.v1"),
        "data": event._replace(data=b"2"),
        "metadata": event._replace(metadata=b"{ }"),
    }.get(change, event)
    await target.append("plan-2" if change == "stream" else stream, [other], AnyRevision())

    with pytest.raises(NotACopy, match="Copy into an empty store"):
        await copy(source, target, unheard)


async def test_a_target_with_more_than_the_source_is_no_copy(
    both: tuple[EventStore, EventStore],
) -> None:
    source, target = both
    await target.append("plan-1", [new()], AnyRevision())

    with pytest.raises(NotACopy, match="where the source has nothing"):
        await copy(source, target, unheard)


async def test_the_commands_copy_and_verify(tmp_path: Path, sqlite: EventStore) -> None:
    await fill(sqlite)
    await sqlite.close()
    files = ["--from", str(tmp_path / "events.db"), "--to", str(tmp_path / "copy.db")]
    run = CliRunner().invoke

    early = await in_thread(run, ["store", "verify", *files])
    copied = await in_thread(run, ["store", "copy", *files])
    verified = await in_thread(run, ["store", "verify", *files])

    assert (early.exit_code, copied.exit_code, verified.exit_code) == (1, 0, 0)
    assert "754 events are the same in both stores" in copied.output
    assert copied.output.split()[-1] == verified.output.split()[-1]


async def in_thread(run: Any, arguments: list[str]) -> Any:
    return await asyncio.to_thread(run, app, arguments)
