"""Events are read where they are kept, and a store that lost some is found out."""

from pathlib import Path
from uuid import uuid4

import pytest

from contracts import plan as p
from contracts.examples import SEALED
from kernel.event_store.sqlite import SqliteEventStore
from services.audit import bodies
from services.audit.bodies import EventsMissing, events_at
from services.audit.read_models.trail import Place
from tests.services.audit.world import World


async def test_events_come_in_the_order_in_which_they_were_asked_for(world: World) -> None:
    plan = await world.opened()
    for _ in range(30):
        await world.says(plan, p.RemarkAdded(text=SEALED), stream=f"mediation-{uuid4()}")
        await world.says(plan, p.RemarkAdded(text=SEALED))
    page = await world.store.read_all(limit=100)
    places = [Place(one.position, one.revision, one.type, None) for one in page.events]

    found = await events_at(world.store, places[::-7])

    assert [one.envelope.id for one in found] == [one.id for one in page.events[::-7]]


@pytest.mark.parametrize("page", [1, 3, 4, 5, 500])
async def test_a_history_is_whole_wherever_its_pages_end(
    world: World, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(bodies, "HISTORY_PAGE", page)
    plan = await world.opened()
    stream = f"plan-{plan}"
    while len(await world.store.read_stream(stream)) < 4:
        await world.says(plan, p.RemarkAdded(text=SEALED))

    read = [one async for some in bodies.history(world.store, stream) for one in some]

    assert [one.envelope.revision for one in read] == [0, 1, 2, 3]


async def test_a_store_that_lost_events_is_found_out(tmp_path: Path) -> None:
    store = await SqliteEventStore.open(tmp_path / "events.db")

    with pytest.raises(EventsMissing, match="3"):
        await events_at(store, [Place(3, 0, "PlanOpened.v1", None)])

    await store.close()
