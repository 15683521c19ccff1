"""A read model is built anew beside the rows that answer."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, inspect

from kernel.database import Database
from kernel.event_store import EventStore, StoreUnavailable
from kernel.following import GaveUp
from kernel.projections import Progress, Projection, ProjectionNotReady, StillNeeded
from tests.kernel.faulty_store import FaultyStore
from tests.kernel.projections.conftest import Project
from tests.kernel.projections.ledger import Ledger, positions, rows
from tests.kernel.running import HASTY, running
from tests.kernel.stores import write
from tests.servers.databases import Databases


def texts(connection: Connection, tables: Any) -> set[str]:
    return {text for _, _, text in rows(connection, tables)["entries"]}


def generations(connection: Connection) -> set[str]:
    names = inspect(connection).get_table_names()
    return {name.removeprefix("ledger_entries") for name in names if "entries" in name}


@pytest.mark.parametrize("by_stream", [False, True])
async def test_a_rebuild_leaves_the_rows_as_they_were(
    store: EventStore, projection_of: Project, by_stream: bool
) -> None:
    ledger = projection_of(Ledger(by_stream=by_stream))
    async with running(ledger):
        last = await write(store, "plan-a", "plan-b", "mediation-a", "plan-a")
        assert await ledger.caught_up(last, 5)
        before = await ledger.read(rows)
        await ledger.rebuild()
        assert await ledger.read(rows) == before
        assert (await ledger.status()).generation == 2


async def test_whoever_follows_goes_on_in_the_new_rows(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    async with running(ledger):
        await ledger.caught_up(await write(store, "plan-a"), 5)
        await ledger.rebuild()
        assert await ledger.caught_up(await write(store, "plan-a", "plan-b"), 5)
        assert await ledger.read(positions) == [1, 2, 3]


@pytest.mark.parametrize("by_stream", [False, True])
async def test_meanwhile_the_old_rows_answer_and_follow(
    store: EventStore, database: Database, projection_of: Project, by_stream: bool
) -> None:
    await write(store, "plan-a", "plan-b")
    ledger, slow = projection_of(Ledger()), FaultyStore(store)
    async with running(ledger):
        assert await ledger.caught_up(2, 5)
        other = Projection(slow, database, Ledger(by_stream=by_stream), HASTY)
        rebuilding = asyncio.create_task(other.rebuild())
        await slow.held.wait()
        assert await ledger.caught_up(await write(store, "plan-a"), 5)
        assert await ledger.read(positions) == [1, 2, 3]
        slow.open()
        await rebuilding
        assert (await ledger.status()).generation == 2
        assert await ledger.read(positions) == [1, 2, 3]


async def test_a_new_version_builds_itself_while_the_old_rows_answer(
    store: EventStore, database: Database, projection_of: Project
) -> None:
    last = await write(store, "plan-a", "plan-b")
    old, slow = projection_of(Ledger(version=1)), FaultyStore(store)
    async with running(old):
        assert await old.caught_up(last, 5)
    new = Projection(slow, database, Ledger(version=2), HASTY)
    async with running(new):
        await slow.held.wait()
        assert await new.read(texts) == {"as version 1 saw it"}
        assert (await new.status()).state == "rebuilding"
        slow.open()
        assert await new.caught_up(last, 5)
        assert await new.read(texts) == {"as version 2 saw it"}
        assert (await new.status()).state == "live"


async def test_going_back_to_the_version_before_needs_no_rebuild(
    store: EventStore, projection_of: Project, database: Database
) -> None:
    for version in (1, 2, 1):
        ledger = projection_of(Ledger(version=version))
        async with running(ledger):
            assert await ledger.caught_up(await write(store, "plan-a"), 5)
    assert await ledger.read(texts) == {"as version 1 saw it"}
    assert await ledger.read(positions) == [1, 2, 3]
    assert await database.read(generations) == {"__v1_g1", "__v2_g2"}


async def test_rows_that_answered_before_are_kept_until_they_are_dropped(
    store: EventStore, projection_of: Project, database: Database
) -> None:
    await write(store, "plan-a")
    ledger = projection_of(Ledger())
    for _ in range(3):
        await ledger.rebuild()
    assert await database.read(generations) == {"__v1_g1", "__v1_g2", "__v1_g3"}
    assert [one.number for one in (await ledger.status()).kept] == [2, 1]
    assert [one.number for one in await ledger.drop(2)] == [2]
    assert [one.number for one in await ledger.drop()] == [1]
    assert await database.read(generations) == {"__v1_g3"}
    assert await ledger.read(positions) == [1]


async def test_what_answers_is_not_dropped(store: EventStore, projection_of: Project) -> None:
    ledger = projection_of(Ledger())
    await ledger.rebuild()
    with pytest.raises(StillNeeded, match="in use"):
        await ledger.drop(1)
    with pytest.raises(StillNeeded, match="no generation 7"):
        await ledger.drop(7)
    assert await ledger.drop() == []


async def test_two_versions_answer_and_follow_side_by_side(
    store: EventStore, databases: Databases
) -> None:
    old = Projection(store, databases.open(), Ledger(version=1), HASTY)
    new = Projection(store, databases.open(), Ledger(version=2), HASTY)
    async with running(old):
        assert await old.caught_up(await write(store, "plan-a"), 5)
        async with running(new):
            assert await new.caught_up(await write(store, "plan-b"), 5)
            last = await write(store, "plan-a", "plan-b")
            for one, saw in ((old, "as version 1 saw it"), (new, "as version 2 saw it")):
                assert await one.caught_up(last, 5)
                assert await one.read(texts) == {saw}
                assert await one.read(positions) == [1, 2, 3, 4]


@pytest.mark.parametrize("by_stream", [False, True])
async def test_an_interrupted_rebuild_goes_on_where_it_was(
    store: EventStore, database: Database, projection_of: Project, by_stream: bool
) -> None:
    await write(store, "plan-a", "plan-b", "plan-a", "plan-c")
    slow = FaultyStore(store, pages=2)
    first = asyncio.create_task(
        Projection(slow, database, Ledger(by_stream=by_stream), HASTY).rebuild()
    )
    await slow.held.wait()
    first.cancel()
    await asyncio.wait([first])
    ledger = projection_of(Ledger(by_stream=by_stream))
    with pytest.raises(ProjectionNotReady):
        await ledger.read(positions)
    await ledger.rebuild()
    assert await ledger.read(positions) == [1, 2, 3, 4]
    assert await database.read(generations) == {"__v1_g1"}


async def test_a_rebuild_of_a_version_that_never_came_is_given_up(
    store: EventStore, database: Database, projection_of: Project
) -> None:
    last = await write(store, "plan-a", "plan-b")
    slow = FaultyStore(store)
    first = asyncio.create_task(Projection(slow, database, Ledger(version=1), HASTY).rebuild())
    await slow.held.wait()
    first.cancel()
    await asyncio.wait([first])
    ledger = projection_of(Ledger(version=2))
    async with running(ledger):
        assert await ledger.caught_up(last, 5)
    assert await database.read(generations) == {"__v2_g2"}


async def test_a_stop_ends_a_first_build_between_two_pages(
    store: EventStore, database: Database
) -> None:
    await write(store, "plan-a", "plan-b")
    slow = FaultyStore(store)
    ledger = Projection(slow, database, Ledger(), HASTY)
    async with running(ledger):
        await slow.held.wait()
    assert (await ledger.status()).state == "idle"


async def test_it_tells_how_far_it_is(store: EventStore, projection_of: Project) -> None:
    await write(store, *["plan-a"] * 5)
    heard: list[Progress] = []
    await projection_of(Ledger()).rebuild(heard.append)
    assert (heard[-1].done, heard[-1].total) == (5, 5)
    assert heard[-1].rate > 0


@pytest.mark.parametrize("by_stream", [False, True])
async def test_a_store_that_fails_now_and_then_does_not_end_it(
    store: EventStore, database: Database, by_stream: bool
) -> None:
    await write(store, "plan-a", "plan-b", "plan-a")
    shaky = FaultyStore(store, then=StoreUnavailable, failures=2)
    ledger = Projection(shaky, database, Ledger(by_stream=by_stream), HASTY)
    await ledger.rebuild()
    assert await ledger.read(positions) == [1, 2, 3]


async def test_a_store_that_keeps_failing_does(store: EventStore, database: Database) -> None:
    await write(store, "plan-a", "plan-b", "plan-a")
    ledger = Projection(FaultyStore(store, then=StoreUnavailable), database, Ledger(), HASTY)
    with pytest.raises(GaveUp, match="3 times in a row"):
        await ledger.rebuild()
    assert "StoreUnavailable" in str((await ledger.status()).rebuild_failed)
