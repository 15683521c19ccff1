"""`kill -9` of each process at any moment, while commands flow and services hear of each other."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.faults.kafka.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.alone]

KILLS = 32
PEOPLE = 4


async def test_whoever_is_killed_nothing_is_lost_and_nothing_is_done_twice(
    tmp_path: Path, kafka: str
):
    chance = random.Random(4711)
    town = Town(tmp_path, kafka)
    town.add("plan", "api")
    town.add("plan", "relay,projector,reactions,deadlines")
    town.add("mediation")
    town.add("notifications")
    async with town.open(people=PEOPLE):
        killed = 0
        while killed < KILLS:
            await asyncio.sleep(chance.uniform(0.02, 1.0))
            victims = chance.sample(town.processes, chance.choice((1, 2)))
            await asyncio.gather(*(one.kill() for one in victims))
            await asyncio.gather(*(one.start() for one in victims))
            killed += len(victims)
    await town.is_sound()
    assert all(one.plans for one in town.people)
