"""Events are read where they are kept, and a store that lost some is found out."""

from pathlib import Path
from uuid import uuid4

import pytest

from contracts import plan as p
from contracts.examples import SEALED
from kernel.event_store.sqlite import SqliteEventStore
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


async def test_a_store_that_lost_events_is_found_out(tmp_path: Path) -> None:
    store = await SqliteEventStore.open(tmp_path / "events.db")

    with pytest.raises(EventsMissing, match="3"):
        await events_at(store, [Place(3, 0, "PlanOpened.v1", None)])

    await store.close()
