"""A read model follows its store."""

import asyncio

import pytest

from kernel.event_store import EventStore
from kernel.projections import ProjectionNotReady
from tests.kernel.projections.conftest import Project
from tests.kernel.projections.ledger import Ledger, positions, rows
from tests.kernel.running import running
from tests.kernel.stores import write


async def test_what_was_written_before_and_after_the_start_is_in_the_rows(
    store: EventStore, projection_of: Project
) -> None:
    await write(store, "plan-a", "plan-b")
    ledger = projection_of(Ledger())
    async with running(ledger):
        last = await write(store, "plan-a")
        assert await ledger.caught_up(last, 5)
        assert await ledger.read(positions) == [1, 2, 3]


async def test_events_of_other_categories_do_not_concern_it(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    async with running(ledger):
        last = await write(store, "plan-a", "mediation-a", "plan-a", "mediation-a")
        assert await ledger.caught_up(last, 5)
        assert await ledger.read(positions) == [1, 3]
        assert (await ledger.status()).lag == 0


async def test_after_a_restart_it_goes_on_where_it_stood(
    store: EventStore, projection_of: Project
) -> None:
    for _ in range(3):
        ledger = projection_of(Ledger())
        async with running(ledger):
            assert await ledger.caught_up(await write(store, "plan-a", "plan-b"), 5)
    assert await ledger.read(positions) == [1, 2, 3, 4, 5, 6]


async def test_one_projection_may_be_stopped_and_run_again(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    for expected in (1, 2):
        last = await write(store, "plan-a")
        async with running(ledger):
            assert await ledger.caught_up(last, 5)
            assert len(await ledger.read(positions)) == expected


async def test_waiting_for_what_nobody_wrote_ends(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    await write(store, "plan-a")
    assert not await ledger.caught_up(1, 0.01)


async def test_before_it_was_ever_built_it_says_so(projection_of: Project) -> None:
    with pytest.raises(ProjectionNotReady):
        await projection_of(Ledger()).read(rows)


async def test_its_status_tells_where_it_stands(store: EventStore, projection_of: Project) -> None:
    ledger = projection_of(Ledger())
    assert (await ledger.status()).state == "idle"
    async with running(ledger):
        await ledger.caught_up(await write(store, "plan-a"), 5)
        last = await write(store, "plan-b")
        await ledger.caught_up(last, 5)
        status = await ledger.status()
    assert (status.name, status.version, status.generation) == ("ledger", 1, 1)
    assert (status.state, status.position, status.head, status.lag) == ("live", last, last, 0)
    assert status.rate > 0


async def test_one_who_does_not_run_lags_behind(store: EventStore, projection_of: Project) -> None:
    ledger = projection_of(Ledger())
    async with running(ledger):
        await ledger.caught_up(await write(store, "plan-a"), 5)
    await write(store, "plan-a", "mediation-a")
    assert (await projection_of(Ledger()).status()).lag == 2


async def test_an_answer_names_the_position_it_is_true_for(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    async with running(ledger):
        await ledger.caught_up(await write(store, "plan-a", "plan-a"), 5)
        answer = await ledger.answer(positions)
    assert (answer.value, answer.position, answer.stopped) == ([1, 2], 2, None)


async def test_all_statements_of_a_query_see_the_same_moment(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    loop = asyncio.get_running_loop()

    async def another() -> None:
        assert await ledger.caught_up(await write(store, "plan-a"), 5)

    async with running(ledger):
        await another()

        def before_and_after(connection, tables):
            before = positions(connection, tables)
            asyncio.run_coroutine_threadsafe(another(), loop).result(5)
            return before, positions(connection, tables)

        assert await ledger.read(before_and_after) == ([1], [1])
        assert await ledger.read(positions) == [1, 2]
