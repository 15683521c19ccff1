"""Whoever comes late finds thousands of messages, and poison between them."""

import asyncio
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer

from kernel.event_store import Exact, NewEvent, NoStream
from kernel.event_store.sqlite import SqliteEventStore
from koop.generate.cast import Population
from koop.generate.matter import Written
from koop.generate.workers import all_days
from tests.faults.kafka.serving import PARTITIONS
from tests.faults.kafka.town import Town
from tests.faults.kafka.witness import kept, relayed
from tests.kernel.kafka.reader import everything
from tests.koop.generate.test_population import population

pytestmark = [pytest.mark.slow, pytest.mark.alone]

POISON: list[dict[str, object]] = [
    {"key": b"k", "value": b"{}", "headers": [("ce_id", None)]},
    {"key": b"k", "value": None},
    {"key": b"k", "value": b"\xff\xfe", "headers": [("ce_type", b"\xff")]},
]


async def test_who_hears_of_everything_late_does_what_who_heard_it_at_once_did(
    tmp_path: Path, kafka: str
):
    told = lived(population(plans=30))
    town = Town(tmp_path, kafka)
    file = town.folder / "events.db"
    heard = [one for one in told if not one[3].startswith("notification-")]
    half = len(heard) // 2
    await write(file, heard[:half])
    relays = [town.add(service, "relay") for service in ("plan", "mediation")]
    await asyncio.gather(*(one.start() for one in relays))
    await town.until(lambda: relayed(kafka, town.prefix, file, "plan.events", "mediation.events"))
    await poison(kafka, f"{town.prefix}plan.events", f"{town.prefix}mediation.events")
    await write(file, heard[half:])
    late = town.add("notifications", "reactions")
    await late.start()
    wanted = {one[3] for one in told if one[3].startswith("notification-")}
    assert len(wanted) > 100

    async def all_are_planned() -> None:
        assert {one.stream for one in kept(file, "notification")} == wanted
        letters = await everything(kafka, f"{town.prefix}notifications.dead-letters")
        assert len({one.key for one in letters}) == 2 * PARTITIONS * len(POISON)

    await town.until(all_are_planned)
    await asyncio.gather(*(one.stop() for one in town.processes))
    planned = [one for one in kept(file, "notification") if one.type == "NotificationPlanned.v1"]
    assert len(planned) == len(wanted)


def lived(of: Population) -> list[Written]:
    return [one for day in all_days(of, 1) for one in day]


async def write(file: Path, told: Sequence[Written]) -> None:
    store = await SqliteEventStore.open(file)
    for _, _, _, stream, first, rows in told:
        new = [NewEvent(UUID(bytes=id), *rest) for id, *rest in rows]
        await store.append(stream, new, Exact(first - 1) if first else NoStream())
    await store.close()


async def poison(kafka: str, *topics: str) -> None:
    """Behind what has come so far, and before what still comes: on every partition."""
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for topic in topics:
            for one, partition in product(POISON, await producer.partitions_for(topic)):
                await producer.send_and_wait(topic, partition=partition, **one)
