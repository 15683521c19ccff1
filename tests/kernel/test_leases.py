"""Of several processes one leads; when it is gone another one does, and none does harm."""

import asyncio

import pytest

from kernel import leases
from kernel.clock import SimulatedClock
from kernel.database import Database
from kernel.event_store import EventStore
from kernel.leases import Lease, Led
from kernel.reactions import ReactionRunner
from tests.kernel.notes import CODEC, START, NoteTaken, say
from tests.kernel.running import HASTY, running
from tests.kernel.test_reactions import Listening

NOTE = NoteTaken(key="a", days=1)


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "TERM", 0.3)
    monkeypatch.setattr(leases, "BEAT", 0.03)


async def until_held(lease: Lease) -> None:
    async with asyncio.timeout(10):
        while not await lease.beat():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_only_one_holds_it(database: Database):
    one, other = (Lease(database, "relay", name) for name in ("one", "other"))
    assert await one.beat()
    for _ in range(3):
        assert not await other.beat()
        assert await one.beat()


async def test_two_leases_have_nothing_to_do_with_each_other(database: Database):
    assert await Lease(database, "relay", "one").beat()
    assert await Lease(database, "deadlines", "other").beat()


async def test_who_beats_no_more_is_replaced_and_notices(database: Database):
    one, other = (Lease(database, "relay", name) for name in ("one", "other"))
    assert await one.beat()
    await until_held(other)
    assert not one.surely_held
    assert not await one.beat()
    assert await other.beat()


async def test_who_releases_it_is_replaced_at_once(database: Database):
    one, other = (Lease(database, "relay", name) for name in ("one", "other"))
    assert await one.beat()
    assert not await other.beat()
    await one.release()
    assert await other.beat()


async def test_releasing_what_another_holds_changes_nothing(database: Database):
    one, other = (Lease(database, "relay", name) for name in ("one", "other"))
    assert await one.beat()
    await until_held(other)
    await one.release()
    assert not await one.beat()


async def test_the_same_process_takes_up_what_it_held_before_it_died(database: Database):
    assert await Lease(database, "relay", "one").beat()
    assert await Lease(database, "relay", "one").beat()


async def test_of_many_who_begin_at_once_one_leads(database: Database):
    some = [Lease(database, "relay", str(number)) for number in range(8)]
    assert sorted(await asyncio.gather(*(one.beat() for one in some))) == [False] * 7 + [True]


def led(store: EventStore, database: Database, holder: str) -> tuple[Led, Listening]:
    listening = Listening()
    runner = ReactionRunner(
        store, database, CODEC, listening, SimulatedClock(START), patience=HASTY
    )
    return Led(Lease(database, "listening", holder), runner), listening


async def test_only_the_leader_works_and_another_goes_on_where_it_was(
    store: EventStore, database: Database
):
    (one, heard), (other, also_heard) = (led(store, database, name) for name in ("one", "other"))
    async with running(one):
        assert await one.caught_up(await say(store, "plan-a", NOTE), 5)
        async with running(other):
            assert await one.caught_up(await say(store, "plan-a", NOTE), 5)
            await asyncio.sleep(0.1)
            assert (await other.status()).state == "standby"
            one.stop()
            async with asyncio.timeout(10):
                while (await other.status()).state != "live":  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            assert await other.caught_up(await say(store, "plan-a", NOTE), 5)
    assert heard.heard == [("plan-a", 0), ("plan-a", 1)]
    assert also_heard.heard == [("plan-a", 2)]


async def test_a_leader_that_lost_its_lease_works_no_more_until_it_leads_again(
    store: EventStore, database: Database
):
    one, heard = led(store, database, "one")
    async with running(one):
        assert await one.caught_up(await say(store, "plan-a", NOTE), 5)
        usurper = Lease(database, "listening", "usurper")
        await usurp(usurper, database)
        async with asyncio.timeout(5):
            while (await one.status()).state != "standby":
                await usurper.beat()
                await asyncio.sleep(0.01)
        await say(store, "plan-a", NOTE)
        for _ in range(10):
            assert await usurper.beat()
            await asyncio.sleep(0.02)
        assert len(heard.heard) == 1
        await usurper.release()
        assert await one.caught_up(await store.head(), 5)
    assert len(heard.heard) == 2


async def usurp(lease: Lease, database: Database) -> None:
    """As if the leader had slept for a TERM."""
    await lease.beat()
    lease._since -= 1
    while not await lease.beat():
        lease._since -= 1
