"""Rows are verified against some that are built anew, at the very same position."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, inspect, update

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.projections import Difference, Projection, ProjectionNotReady
from tests.kernel.projections.conftest import Project
from tests.kernel.projections.ledger import Ledger, Tables
from tests.kernel.running import running
from tests.kernel.stores import write

by_stream = pytest.mark.parametrize("by_stream", [False, True])


async def verified(ledger: Projection[Any]) -> tuple[int, list[Difference]]:
    found: list[Difference] = []
    return await ledger.verify(found.append), found


async def filled(store: EventStore, ledger: Projection[Any], *streams: str) -> int:
    async with running(ledger):
        last = await write(store, *streams)
        assert await ledger.caught_up(last, 5)
    return last


@by_stream
async def test_rows_that_are_right_have_no_difference(
    store: EventStore, projection_of: Project, by_stream: bool
) -> None:
    ledger = projection_of(Ledger(by_stream=by_stream))
    last = await filled(store, ledger, *["plan-a", "plan-b", "mediation-a", "plan-a"] * 3)
    assert await verified(ledger) == (last, [])


@by_stream
async def test_every_difference_is_named_by_row_and_column(
    store: EventStore, projection_of: Project, by_stream: bool
) -> None:
    ledger = projection_of(Ledger(by_stream=by_stream))
    await filled(store, ledger, *["plan-a", "plan-b", "plan-c"] * 3)

    def spoil(connection: Any, tables: Tables) -> None:
        entries, heads = tables.entries, tables.heads
        connection.execute(delete(entries).where(entries.c.position == 4))
        connection.execute(update(entries).where(entries.c.position == 5).values(text="other"))
        connection.execute(insert(heads).values(stream="plan-x", revision=7))
        connection.execute(update(heads).where(heads.c.stream == "plan-c").values(revision=9))

    await ledger.amend(spoil)
    _, found = await verified(ledger)
    said = {str(one).partition(" ")[2] for one in found}
    assert said == {
        "4: only rebuilt",
        "5: text: live 'other', rebuilt 'as version 1 saw it'",
        "plan-x: only live",
        "plan-c: revision: live 9, rebuilt 2",
    }


async def test_more_rows_than_a_chunk_are_compared(
    store: EventStore, projection_of: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.projections.comparing.CHUNK", 3)
    ledger = projection_of(Ledger())
    await filled(store, ledger, *["plan-a"] * 11)
    assert (await verified(ledger))[1] == []
    await ledger.amend(lambda c, t: c.execute(delete(t.entries).where(t.entries.c.position > 8)))
    assert [one.key for one in (await verified(ledger))[1]] == [(9,), (10,), (11,)]


async def test_rows_that_lag_are_compared_where_they_stand(
    store: EventStore, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    last = await filled(store, ledger, "plan-a", "plan-b")
    await write(store, "plan-a", "plan-c")
    assert await verified(ledger) == (last, [])


async def test_nothing_of_it_is_left_and_it_never_answers(
    store: EventStore, database: Database, projection_of: Project
) -> None:
    ledger = projection_of(Ledger())
    await filled(store, ledger, "plan-a")
    before = await database.read(lambda c: inspect(c).get_table_names())
    await verified(ledger)
    assert await database.read(lambda c: inspect(c).get_table_names()) == before
    assert (await ledger.status()).generation == 1


async def test_what_was_never_built_cannot_be_verified(projection_of: Project) -> None:
    with pytest.raises(ProjectionNotReady):
        await verified(projection_of(Ledger()))
