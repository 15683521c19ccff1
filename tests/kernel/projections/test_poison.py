"""A read model that cannot take an event stops there, alone, and says so."""

import pytest

from kernel.database import Database
from kernel.event_store import EventStore, StoreUnavailable
from kernel.projections import Poisoned, Projection
from tests.kernel.faulty_store import FaultyStore
from tests.kernel.projections.conftest import Project
from tests.kernel.projections.ledger import Ledger, positions
from tests.kernel.running import HASTY, running
from tests.kernel.stores import write

POISON = "Poison.v1"


async def poisoned(store: EventStore) -> int:
    await write(store, "plan-a", "plan-b", "plan-a")
    await write(store, "plan-b", type=POISON)
    return await write(store, "plan-a", "plan-c")


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


async def test_a_store_that_is_away_for_long_stops_it_too(
    store: EventStore, database: Database
) -> None:
    shaky = FaultyStore(store, size=9, pages=1_000, then=StoreUnavailable)
    ledger = Projection(shaky, database, Ledger(), HASTY)
    async with running(ledger):
        assert await ledger.caught_up(await write(store, "plan-a"), 5)
        shaky.pages = 0
        assert not await ledger.caught_up(await write(store, "plan-a"), 5)
        status = await ledger.status()
    assert status.state == "stopped"
    assert "StoreUnavailable" in str(status.reason)
