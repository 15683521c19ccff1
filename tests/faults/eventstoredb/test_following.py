"""Subscriptions that break, repeat, lie or fall silent: every event once, in order."""

import asyncio
from contextlib import aclosing

import pytest

from kernel.event_store import AnyRevision, StoreUnavailable
from kernel.event_store.eventstoredb import EventStoreDB
from tests.eventstoredb_server import Misbehaviour, Node
from tests.faults.eventstoredb.conftest import HASTY
from tests.kernel.event_store.conformance.case import begin, ids, some
from tests.kernel.event_store.conformance.following import PATIENCE, caught_up, heard


@pytest.mark.parametrize("wrong", ["too_slow", "break_off", "repeat", "checkpoints_ahead"])
async def test_what_goes_wrong_while_catching_up_is_not_noticed_by_the_follower(
    store: EventStoreDB, wrongs: Misbehaviour, wrong: str
) -> None:
    events = await begin(store, "plan-1", 30)
    setattr(wrongs, wrong, 7)

    async with aclosing(store.subscribe(categories=["plan"], page=4)) as pages:
        assert await caught_up(pages) == ids(events)


@pytest.mark.parametrize("wrong", ["too_slow", "break_off", "repeat", "checkpoints_ahead"])
async def test_what_goes_wrong_later_is_not_noticed_either(
    store: EventStoreDB, wrongs: Misbehaviour, wrong: str
) -> None:
    async with aclosing(store.subscribe(categories=["plan"])) as pages:
        await caught_up(pages)
        for _ in range(3):
            setattr(wrongs, wrong, 2)
            events = some(5)
            await store.append("plan-1", events, AnyRevision())
            assert await heard(pages, 5) == ids(events)


async def test_a_position_never_lies_behind_an_event_that_was_not_delivered(
    store: EventStoreDB, wrongs: Misbehaviour
) -> None:
    events = await begin(store, "plan-1", 10)
    wrongs.checkpoints_ahead, wrongs.break_off = 100, 4
    found, position = [], 0
    for _ in range(10):
        async with aclosing(store.subscribe(after=position, categories=["plan"], page=1)) as pages:
            page = await asyncio.wait_for(anext(pages), PATIENCE)
            found += ids(page.events)
            position = page.position

    assert found == ids(events)


async def test_a_subscription_that_fell_silent_is_noticed_and_begun_again(
    store: EventStoreDB, wrongs: Misbehaviour
) -> None:
    async with aclosing(store.subscribe(categories=["plan"])) as pages:
        await caught_up(pages)
        wrongs.silent = True
        events = await begin(store, "plan-1", 3)
        listening = asyncio.create_task(heard(pages, 3))
        await asyncio.sleep(0.3)
        wrongs.silent = False

        assert await listening == ids(events)


async def test_a_follower_of_rare_events_is_told_how_far_the_others_have_come(
    store: EventStoreDB,
) -> None:
    async with aclosing(store.subscribe(categories=["mediation"])) as pages:
        await caught_up(pages)
        await begin(store, "plan-1", 3)
        head = await store.head()
        async with asyncio.timeout(PATIENCE):
            async for page in pages:
                assert (list(page.events), page.caught_up) == ([], True)
                if page.position == head:
                    break


async def test_a_server_that_is_gone_for_a_while_is_followed_again_when_it_is_back(
    store: EventStoreDB, node: Node
) -> None:
    before = await begin(store, "plan-1", 3)
    async with aclosing(store.subscribe(categories=["plan"])) as pages:
        assert await caught_up(pages) == ids(before)
        await node.stop()
        listening = asyncio.create_task(heard(pages, 2))
        await asyncio.sleep(1.0)
        await node.start()
        events = some(2)
        await store.append("plan-1", events, AnyRevision())

        assert await listening == ids(events)


async def test_a_server_that_stays_away_is_unavailable_and_the_follower_begins_anew(
    impatient: EventStoreDB, node: Node
) -> None:
    events = await begin(impatient, "plan-1", 3)
    await node.stop()

    with pytest.raises(StoreUnavailable, match="does not answer"):
        await caught_up(impatient.subscribe(categories=["plan"]))
    await node.start()

    async with aclosing(impatient.subscribe(categories=["plan"])) as pages:
        assert await caught_up(pages) == ids(events)


async def test_a_slow_follower_holds_up_nobody(node: Node) -> None:
    store = await EventStoreDB.open(node.uri, HASTY)
    async with aclosing(store.subscribe(page=1)) as slow:
        await caught_up(slow)
        events = []
        for n in range(20):
            events += await begin(store, f"plan-{n}", 50)

        async with aclosing(store.subscribe()) as quick:
            assert await caught_up(quick) == ids(events)
        assert await heard(slow, 1000) == ids(events)
    await store.close()


async def test_closing_the_store_wakes_its_followers(store: EventStoreDB) -> None:
    waits = asyncio.Event()

    async def follow() -> None:
        async for _ in store.subscribe():
            waits.set()

    followers = [asyncio.create_task(follow()) for _ in range(3)]
    await waits.wait()
    await store.close()

    for follower in followers:
        with pytest.raises(StoreUnavailable, match="is closed"):
            await asyncio.wait_for(follower, PATIENCE)
