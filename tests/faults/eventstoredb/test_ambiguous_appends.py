"""Appends of which nobody knows whether they happened: looked up, never guessed, never doubled."""

import asyncio

import pytest

from kernel.event_store import (
    AnyRevision,
    Exact,
    ExpectedRevision,
    NoStream,
    StoreUnavailable,
    WrongExpectedRevision,
)
from kernel.event_store.eventstoredb import EventStoreDB
from tests.eventstoredb_server import Misbehaviour
from tests.kernel.event_store.conformance.case import assert_stands_at, begin, ids, new, some

EXPECTED = pytest.mark.parametrize("expected", [Exact(1), AnyRevision()], ids=repr)


@EXPECTED
@pytest.mark.parametrize("wrong", ["drop_before", "drop_after", "busy", "not_leader"])
async def test_an_append_that_was_cut_off_happens_once(
    store: EventStoreDB, wrongs: Misbehaviour, wrong: str, expected: ExpectedRevision
) -> None:
    before, events = await begin(store, "plan-1", 2), some(3)
    setattr(wrongs, wrong, 2)

    appended = await store.append("plan-1", events, expected)

    assert appended.revision == 4
    await assert_stands_at(store, "plan-1", appended)
    assert ids(await store.read_stream("plan-1")) == ids([*before, *events])


@pytest.mark.parametrize("wrong", ["drop_before", "drop_after"])
async def test_a_stream_whose_beginning_was_cut_off_begins_once(
    store: EventStoreDB, wrongs: Misbehaviour, wrong: str
) -> None:
    events = some(2)
    setattr(wrongs, wrong, 1)

    appended = await store.append("plan-1", events, NoStream())

    assert appended.revision == 1
    assert ids(await store.read_stream("plan-1")) == ids(events)


async def test_many_appends_under_way_when_the_connection_breaks_all_happen_once(
    store: EventStoreDB, wrongs: Misbehaviour
) -> None:
    wrongs.drop_after, wrongs.drop_before = 5, 5
    events = some(200)

    answers = await asyncio.gather(
        *(store.append(f"plan-{n}", [event], NoStream()) for n, event in enumerate(events))
    )

    assert {one.revision for one in answers} == {0}
    found = (await store.read_all(limit=1000)).events
    assert sorted(ids(found)) == sorted(ids(events))
    assert sorted(event.position for event in found) == sorted(one.position for one in answers)


async def test_an_append_that_lost_the_race_while_it_was_cut_off_is_a_conflict(
    store: EventStoreDB, wrongs: Misbehaviour
) -> None:
    await begin(store, "plan-1", 1)
    mine, theirs = new(), new()
    wrongs.stall()
    losing = asyncio.create_task(store.append("plan-1", [mine], Exact(0)))
    await asyncio.sleep(0.1)
    wrongs.drop_before = 1
    wrongs.go_on()
    await asyncio.sleep(0)
    winning = asyncio.create_task(store.append("plan-1", [theirs], Exact(0)))

    outcomes = await asyncio.gather(losing, winning, return_exceptions=True)

    [conflict] = [one for one in outcomes if isinstance(one, WrongExpectedRevision)]
    assert (conflict.expected, conflict.actual) == (Exact(0), 1)
    assert len(await store.read_stream("plan-1")) == 2


async def test_an_append_without_an_answer_is_looked_up_when_the_server_goes_on(
    store: EventStoreDB, wrongs: Misbehaviour
) -> None:
    events = some(2)
    wrongs.stall()
    appending = asyncio.create_task(store.append("plan-1", events, NoStream()))
    await asyncio.sleep(0.8)  # longer than one request may take
    assert not appending.done()
    wrongs.go_on()

    assert (await appending).revision == 1
    assert ids(await store.read_stream("plan-1")) == ids(events)


async def test_an_append_to_a_server_that_stays_stalled_is_unavailable_and_may_come_again(
    impatient: EventStoreDB, wrongs: Misbehaviour
) -> None:
    event = new()
    wrongs.stall()
    with pytest.raises(StoreUnavailable, match="does not answer"):
        await impatient.append("plan-1", [event], NoStream())
    wrongs.go_on()

    assert (await impatient.append("plan-1", [event], NoStream())).revision == 0
    assert ids(await impatient.read_stream("plan-1")) == ids([event])


@EXPECTED
async def test_an_answer_without_a_position_is_completed_by_reading(
    store: EventStoreDB, wrongs: Misbehaviour, expected: ExpectedRevision
) -> None:
    await begin(store, "plan-1", 2)
    wrongs.forget_position = 1

    appended = await store.append("plan-1", some(2), expected)

    await assert_stands_at(store, "plan-1", appended)


async def test_a_repetition_is_recognised_by_a_server_that_has_forgotten_all_ids(
    store: EventStoreDB, node
) -> None:
    events = some(2)
    first = await store.append("plan-1", events, AnyRevision())
    await store.append("plan-1", some(3), AnyRevision())
    node.judge.recent.clear()
    fresh = await EventStoreDB.open(node.uri)

    assert await fresh.append("plan-1", events, AnyRevision()) == first
    assert await store.append("plan-1", events, NoStream()) == first
    assert len(await store.read_stream("plan-1")) == 5
    await fresh.close()


async def test_writers_in_several_processes_append_anywhere_without_loss(
    store: EventStoreDB, node
) -> None:
    other = await EventStoreDB.open(node.uri)

    await asyncio.gather(
        *(one.append("plan-1", some(2), AnyRevision()) for one in (store, other) for _ in range(40))
    )

    found = await store.read_stream("plan-1")
    assert [event.revision for event in found] == list(range(160))
    assert len(set(ids(found))) == 160
    await other.close()


async def test_a_caller_who_gives_up_does_not_harm_the_others(store: EventStoreDB) -> None:
    await begin(store, "plan-0", 1)
    cancelled = [
        asyncio.create_task(store.append(f"plan-{n}", [new()], NoStream())) for n in range(1, 20)
    ]
    kept = asyncio.create_task(store.append("other-1", some(2), NoStream()))
    await asyncio.sleep(0)
    for task in cancelled:
        task.cancel()

    assert (await kept).revision == 1
    assert (await store.append("other-1", [new()], Exact(1))).revision == 2
