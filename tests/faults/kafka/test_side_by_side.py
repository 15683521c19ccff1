"""Two instances of everything: one leads, both listen, and either may fall out."""

import asyncio
from pathlib import Path

import pytest

from kernel.leases import TERM
from tests.faults.kafka.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.alone]

RELAY = "plan.relay"


async def test_two_of_everything_do_nothing_twice_whoever_is_killed_or_sleeps(
    tmp_path: Path, kafka: str
):
    town = Town(tmp_path, kafka)
    for service in ("plan", "mediation", "notifications") * 2:
        town.add(service)
    async with town.open(people=3):
        await town.more_plans()
        first = town.leader("plan", RELAY)
        assert first is not None
        await town.falls_asleep(first)  # what it hears and what it leads goes to the other one
        await asyncio.sleep(TERM)
        await town.replaced(first, RELAY)
        first.wake()
        await town.more_plans()
        second = town.leader("plan", RELAY)
        assert second not in (None, first)
        await second.kill()
        await town.replaced(second, RELAY)
        await second.start()
        await town.more_plans()
    await town.is_sound()
