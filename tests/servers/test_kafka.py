"""The broker that other tests are given keeps its word, also after it was treated badly."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tests.servers.kafka import Broker

pytestmark = pytest.mark.slow


@pytest.fixture
async def topic(kafka: str) -> AsyncIterator[str]:
    name, admin = f"servers-{uuid4()}", AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    yield name
    await admin.delete_topics([name])
    await admin.close()


async def say(bootstrap: str, topic: str, *words: bytes) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        for word in words:
            await producer.send_and_wait(topic, word)


async def heard(bootstrap: str, topic: str, count: int) -> list[bytes]:
    async with AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    ) as consumer:
        return [(await anext(consumer)).value for _ in range(count)]


async def test_what_was_said_is_heard(kafka: str, topic: str):
    await say(kafka, topic, b"one", b"two")
    assert await heard(kafka, topic, 2) == [b"one", b"two"]


async def test_a_killed_broker_comes_back_at_the_same_address_with_its_data(
    broker: Broker, topic: str
):
    await say(broker.bootstrap, topic, b"before")
    await broker.kill()
    await broker.start()
    await say(broker.bootstrap, topic, b"after")
    assert await heard(broker.bootstrap, topic, 2) == [b"before", b"after"]


async def test_a_paused_broker_is_well_again_for_the_next_test(broker: Broker, topic: str):
    await broker.pause()
    await broker.mend()
    await say(broker.bootstrap, topic, b"after")
    assert await heard(broker.bootstrap, topic, 1) == [b"after"]
