"""Several processes share a rebuild: the rows are the same as those of one."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import inspect

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.projections import Poisoned, Projection
from kernel.projections.throttle import Throttle
from tests.kernel.projections.ledger import Ledger, rows
from tests.kernel.running import HASTY
from tests.kernel.stores import write
from tests.servers.databases import Databases

STREAMS = [f"plan-{n % 23}" for n in range(90)] + ["mediation-a"]


def crew(store: EventStore, databases: Databases, workers: int) -> Callable[[], Awaitable[None]]:
    """Each has a database of its own to the same rows, as a process has."""

    async def work() -> None:
        crew = [
            Projection(store, databases.open(), Ledger(by_stream=True), HASTY)
            for _ in range(workers)
        ]
        await asyncio.gather(*(one.take_share(n, workers) for n, one in enumerate(crew)))

    return work


@pytest.mark.parametrize("workers", [1, 2, 3, 16])
async def test_any_number_of_workers_makes_the_same_rows(
    store: EventStore, databases: Databases, workers: int
) -> None:
    last = await write(store, *STREAMS)
    alone = Projection(store, databases.open(), Ledger(by_stream=True), HASTY)
    await alone.rebuild()
    expected = await alone.read(rows)
    shared = Projection(store, databases.open(), Ledger(by_stream=True), HASTY)
    await shared.rebuild(crew=crew(store, databases, workers))
    assert await shared.read(rows) == expected
    assert (await shared.status()).generation == 2
    assert (await shared.answer(rows)).position >= last - 1


async def test_two_at_the_same_shares_end_with_every_row_once(
    store: EventStore, databases: Databases
) -> None:
    await write(store, *STREAMS)

    async def twice() -> None:
        both = [Projection(store, databases.open(), Ledger(by_stream=True)) for _ in range(2)]
        await asyncio.gather(*(one.take_share(0, 1) for one in both))

    ledger = Projection(store, databases.open(), Ledger(by_stream=True), HASTY)
    await ledger.rebuild(crew=twice)
    assert len((await ledger.read(rows))["entries"]) == 90


async def test_what_workers_left_is_done_by_whoever_goes_on(
    store: EventStore, databases: Databases
) -> None:
    await write(store, *STREAMS)

    async def half() -> None:
        one = Projection(store, databases.open(), Ledger(by_stream=True), HASTY)
        await one.take_share(0, 2)
        raise RuntimeError("the other one was killed")

    ledger = Projection(store, databases.open(), Ledger(by_stream=True), HASTY)
    with pytest.raises(RuntimeError):
        await ledger.rebuild(crew=half)
    told = (await ledger.status()).rebuild
    assert told is not None
    assert 0 < told.done < 90
    await ledger.rebuild()
    assert len((await ledger.read(rows))["entries"]) == 90


async def test_rows_that_do_not_say_which_streams_are_in_are_given_up(
    store: EventStore, databases: Databases
) -> None:
    await write(store, *STREAMS)
    database = databases.open()
    ledger = Projection(store, database, Ledger(by_stream=True), HASTY)

    async def half() -> None:
        await Projection(store, databases.open(), ledger.model, HASTY).take_share(0, 2)
        await database.write(lambda c: c.exec_driver_sql("DELETE FROM projection_shares"))
        raise RuntimeError("a version that knew no shares was interrupted")

    with pytest.raises(RuntimeError):
        await ledger.rebuild(crew=half)
    await ledger.rebuild()
    assert len((await ledger.read(rows))["entries"]) == 90
    assert (await ledger.status()).generation == 2
    names = await database.read(lambda c: inspect(c).get_table_names())
    assert {name for name in names if "entries" in name} == {"ledger_entries__v1_g2"}


async def test_a_worker_names_the_event_that_it_cannot_take(
    store: EventStore, databases: Databases
) -> None:
    await write(store, *STREAMS)
    await write(store, "plan-3", type="Poison.v1")
    broken = Projection(store, databases.open(), Ledger(by_stream=True, poison="Poison.v1"), HASTY)
    with pytest.raises(Poisoned, match="plan-3@4"):
        await broken.rebuild(crew=lambda: broken_share(store, databases))
    assert "plan-3@4" in str((await broken.status()).rebuild_failed)


async def broken_share(store: EventStore, databases: Databases) -> None:
    model = Ledger(by_stream=True, poison="Poison.v1")
    await Projection(store, databases.open(), model, HASTY).take_share(0, 1)


async def test_a_throttle_rests_for_as_long_as_its_events_are_worth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    rests: list[float] = []

    class Timeout:
        def __init__(self, seconds: float) -> None:
            rests.append(seconds)

        async def __aenter__(self) -> None:
            raise TimeoutError

        async def __aexit__(self, *_: object) -> None: ...

    monkeypatch.setattr("kernel.projections.throttle.monotonic", lambda: now)
    monkeypatch.setattr("kernel.projections.throttle.asyncio.timeout", Timeout)
    throttle, stop = Throttle(500, 10_000), asyncio.Event()
    assert throttle.most == 500
    await throttle.after(500, stop)
    now += 0.25
    await throttle.after(500, stop)
    assert rests == [1.0, 1.75]
    await Throttle(None, 10_000).after(500, stop)
    assert len(rests) == 2


async def test_a_rebuild_may_be_throttled(store: EventStore, database: Database) -> None:
    await write(store, *["plan-a", "plan-b"] * 3)
    ledger = Projection(store, database, Ledger(by_stream=True), HASTY)
    await ledger.rebuild(per_second=1_000)
    assert len((await ledger.read(rows))["entries"]) == 6
