"""A read model that cannot take an event stops there, alone, and says so."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from kernel.database import Database, bulk_insert
from kernel.event_store import EventStore, StoredEvent, StoreUnavailable
from kernel.projections import Poisoned, Projection
from tests.kernel.faulty_store import FaultyStore
from tests.kernel.projections.conftest import Project
from tests.kernel.projections.ledger import Ledger, Tables, positions
from tests.kernel.running import HASTY, running
from tests.kernel.stores import write

POISON = "Poison.v1"


async def poisoned(store: EventStore) -> int:
    await write(store, "plan-a", "plan-b", "plan-a")
    await write(store, "plan-b", type=POISON)
    return await write(store, "plan-a", "plan-c")


async def mended(ledger: Projection[Any], last: int) -> None:
    async with asyncio.timeout(5):
        while not await ledger.caught_up(last, 5):  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # it looks now and then whether it was mended


async def test_it_names_the_event_and_keeps_the_rows_before_it(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger(poison=POISON))
    async with running(ledger):
        await ledger.caught_up(0, 5)
        last = await poisoned(store)
        assert not await ledger.caught_up(last, 5)
        status = await ledger.status()
        answer = await ledger.answer(positions)
    assert (status.state, status.position) == ("stopped", 3)
    assert "Poison.v1 at plan-b@1 (position 4" in str(status.reason)
    assert "ValueError: cannot take this" in str(status.reason)
    assert (answer.value, answer.stopped) == ([1, 2, 3], status.reason)


async def test_another_process_sees_why_it_stopped(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger(poison=POISON))
    async with running(ledger):
        await ledger.caught_up(0, 5)
        await ledger.caught_up(await poisoned(store), 5)
    status = await projection_of(Ledger()).status()
    assert status.state == "stopped"
    assert "plan-b@1" in str(status.reason)


async def test_after_a_repair_it_goes_on_without_a_gap(
    store: EventStore, projection_of: Project
) -> None:
    broken = projection_of(Ledger(poison=POISON))
    async with running(broken):
        await broken.caught_up(0, 5)
        last = await poisoned(store)
        await broken.caught_up(last, 5)
    repaired = projection_of(Ledger())
    async with running(repaired):
        assert await repaired.caught_up(last, 5)
        assert await repaired.read(positions) == [1, 2, 3, 4, 5, 6]
        assert (await repaired.status()).reason is None


async def test_the_others_go_on(store: EventStore, projection_of: Project) -> None:
    broken, sound = Ledger(poison=POISON), Ledger()
    broken.name = "broken"
    broken.tables = lambda metadata, suffix: Ledger().tables(metadata, f"_broken{suffix}")
    one, other = projection_of(broken), projection_of(sound)
    async with running(one, other):
        last = await poisoned(store)
        assert await other.caught_up(last, 5)
        assert not await one.caught_up(last, 5)


@pytest.mark.parametrize("by_stream", [False, True])
async def test_a_rebuild_breaks_off_and_leaves_the_old_rows(
    store: EventStore, projection_of: Project, by_stream: bool
) -> None:
    sound = projection_of(Ledger())
    last = await poisoned(store)
    async with running(sound):
        assert await sound.caught_up(last, 5)
        broken = projection_of(Ledger(poison=POISON, by_stream=by_stream))
        with pytest.raises(Poisoned, match=r"plan-b@1"):
            await broken.rebuild()
        assert "plan-b@1" in str((await broken.status()).rebuild_failed)
        assert await sound.caught_up(await write(store, "plan-a"), 5)
        assert await sound.read(positions) == [1, 2, 3, 4, 5, 6, 7]


class Index(Ledger):
    """Wants headings: they do not say their stream."""

    bodies = frozenset[str]()

    def project(
        self, connection: Connection, tables: Tables, events: Sequence[StoredEvent]
    ) -> None:
        bulk_insert(connection, tables.entries, [(e.position, e.stream, None) for e in events])
        if any(event.type == self.poison for event in events):
            raise ValueError("cannot take this")


async def test_where_only_headings_were_read_the_event_is_named_with_its_stream(
    store: EventStore, projection_of: Project
) -> None:
    await poisoned(store)
    with pytest.raises(Poisoned, match=r"Poison.v1 at plan-b@1 \(position 4.*cannot take this"):
        await projection_of(Index(poison=POISON)).rebuild()


@pytest.mark.parametrize("by_stream", [False, True])
async def test_after_a_repair_the_rebuild_is_finished(
    store: EventStore, projection_of: Project, by_stream: bool
) -> None:
    await poisoned(store)
    with pytest.raises(Poisoned):
        await projection_of(Ledger(poison=POISON, by_stream=by_stream)).rebuild()
    repaired = projection_of(Ledger(by_stream=by_stream))
    await repaired.rebuild()
    assert await repaired.read(positions) == [1, 2, 3, 4, 5, 6]


async def test_taking_the_reason_away_makes_it_try_again_in_the_same_process(
    store: EventStore, database: Database
) -> None:
    model = Ledger(poison=POISON)
    ledger = Projection(store, database, model, HASTY)
    async with running(ledger):
        await ledger.caught_up(0, 5)
        last = await poisoned(store)
        assert not await ledger.caught_up(last, 5)
        await Projection(store, database, Ledger(), HASTY).resume()
        async with asyncio.timeout(5):
            while (await ledger.answer(positions)).stopped is None:  # noqa: ASYNC110
                await asyncio.sleep(0.01)  # tried again, in vain
        model.poison = ""
        assert (await ledger.status()).state == "stopped"
        await Projection(store, database, Ledger(), HASTY).resume()
        await mended(ledger, last)
        assert await ledger.read(positions) == [1, 2, 3, 4, 5, 6]
        assert (await ledger.status()).reason is None


async def test_a_first_build_that_broke_goes_on_when_the_reason_is_taken_away(
    store: EventStore, database: Database
) -> None:
    model = Ledger(poison=POISON, by_stream=True)
    last = await poisoned(store)
    ledger = Projection(store, database, model, HASTY)
    async with running(ledger):
        assert not await ledger.caught_up(last, 5)
        model.poison = ""
        await ledger.resume()
        await mended(ledger, last)
        assert await ledger.read(positions) == [1, 2, 3, 4, 5, 6]


async def test_a_store_that_is_away_for_long_is_waited_for(
    store: EventStore, database: Database
) -> None:
    shaky = FaultyStore(store, size=9, pages=1_000, then=StoreUnavailable)
    patience = replace(HASTY, rest=600)
    ledger = Projection(shaky, database, Ledger(), patience)
    async with running(ledger):
        assert await ledger.caught_up(await write(store, "plan-a"), 5)
        shaky.pages = 0
        assert not await ledger.caught_up(await write(store, "plan-a"), 0.2)
        status = await ledger.status()
        answer = await ledger.answer(positions)
    assert status.state == "waiting"
    assert "StoreUnavailable" in str(status.reason)
    assert answer.stopped is None


async def test_when_it_is_back_it_goes_on_by_itself(store: EventStore, database: Database) -> None:
    shaky = FaultyStore(store, size=9, pages=1_000, then=StoreUnavailable)
    ledger = Projection(shaky, database, Ledger(), HASTY)
    async with running(ledger):
        assert await ledger.caught_up(await write(store, "plan-a"), 5)
        shaky.pages = 0
        last = await write(store, "plan-a")
        assert not await ledger.caught_up(last, 0.2)
        shaky.pages = 1_000
        assert await ledger.caught_up(last, 5)
        assert (await ledger.status()).state == "live"
