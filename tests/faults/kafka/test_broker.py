"""A broker that is killed, frozen, or cut off in the middle of a batch."""

import asyncio
from pathlib import Path

import pytest

from kernel.clock import SystemClock
from kernel.event_store.sqlite import SqliteEventStore
from kernel.security import DevelopmentIssuer
from tests.faults.kafka.proxy import Proxy
from tests.faults.kafka.serving import Serving
from tests.faults.kafka.town import Town
from tests.faults.kafka.witness import kept, relayed
from tests.kernel.notes import NoteTaken, say
from tests.servers.kafka import Broker

pytestmark = [pytest.mark.slow, pytest.mark.alone]

FROZEN = 30.0
EVENTS, CUTS = 3_000, 6


async def test_commands_go_on_while_the_broker_is_away_and_all_is_heard_when_it_is_back(
    tmp_path: Path, broker: Broker
):
    town = Town(tmp_path, broker.bootstrap)
    for service in ("plan", "mediation", "notifications"):
        town.add(service)
    async with town.open(people=2):
        await town.more_plans()
        await broker.kill()
        await town.more_plans()
        await broker.start()
        await town.more_plans()
        await broker.pause()
        begun = asyncio.get_running_loop().time()
        await town.more_plans()
        await asyncio.sleep(begun + FROZEN - asyncio.get_running_loop().time())
        await broker.unpause()
    await town.is_sound()


async def test_a_connection_cut_in_the_middle_of_a_batch_costs_nothing_but_time(
    tmp_path: Path, broker: Broker
):
    DevelopmentIssuer(tmp_path, SystemClock(), "development")
    store = await SqliteEventStore.open(tmp_path / "events.db")
    for number in range(EVENTS // 100):
        note = NoteTaken(key="x" * 500, days=number)
        await say(store, f"plan-{number}", *[note] * 100)
    await store.close()
    relay = Serving(tmp_path, f"127.0.0.1:{broker.detour}", "cut.", "plan", "relay")
    async with Proxy(broker.detour, broker.behind) as proxy:
        proxy.cut_after(40_000)
        await relay.start()
        for cut in range(1, CUTS):
            async with asyncio.timeout(120):
                while proxy.cuts < cut:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            proxy.cut_after(100_000 * cut)
        await until_all_is_there(broker.bootstrap, tmp_path / "events.db")
        await relay.stop()
    assert proxy.cuts >= CUTS - 1
    assert len(kept(tmp_path / "events.db")) == EVENTS


async def until_all_is_there(kafka: str, file: Path) -> None:
    async with asyncio.timeout(120):
        while True:
            try:
                await relayed(kafka, "cut.", file, "plan.events")
                return
            except AssertionError:
                await asyncio.sleep(0.5)
