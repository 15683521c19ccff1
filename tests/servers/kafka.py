"""Apache Kafka, one node, small and quick; it can be paused, killed and started again."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from typing import Self

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from docker.models.containers import Container
from testcontainers.core.container import DockerContainer

from tests.servers.engine import free_port, need_docker

IMAGE = "apache/kafka:4.3.0"
SECONDS = 90.0
"""For a start, with recovery of the log after a kill."""


class Broker:
    """Keeps its port and its data whatever happens to it. `bootstrap` is its address.

    Whoever listens at the port `detour` and passes on to `behind` has its clients in hand.
    """

    def __init__(self) -> None:
        port, self.detour, self.behind = free_port(), free_port(), free_port()
        self.bootstrap = f"127.0.0.1:{port}"
        self._container = DockerContainer(IMAGE).with_envs(**_settings(port, self.detour))
        self._container.ports["9092"] = ("127.0.0.1", port)
        self._container.ports["9094"] = ("127.0.0.1", self.behind)

    async def pause(self) -> None:
        """Freeze it: connections stay open, and nothing answers until `unpause`."""
        await asyncio.to_thread(self._wrapped.pause)

    async def unpause(self) -> None:
        await asyncio.to_thread(self._wrapped.unpause)

    async def kill(self) -> None:
        """`kill -9`, until `start`."""
        await asyncio.to_thread(self._wrapped.kill)

    async def stop(self) -> None:
        """In good order, until `start`."""
        await asyncio.to_thread(self._wrapped.stop)

    async def start(self) -> None:
        """Return when it answers again."""
        await asyncio.to_thread(self._wrapped.start)
        await self._until_it_answers()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def mend(self) -> None:
        """Undo whatever a test did to it."""
        await asyncio.to_thread(self._wrapped.reload)
        if self._wrapped.status == "paused":
            await self.unpause()
        elif self._wrapped.status != "running":
            await self.start()
        await self._until_it_answers()

    def __enter__(self) -> Self:
        self._container.start()
        try:
            with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
                runner.run(self._until_it_answers())
        except BaseException:
            self._container.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._container.stop()

    async def _until_it_answers(self) -> None:
        """Raises RuntimeError, with the end of its log, if it never does."""
        until = asyncio.get_running_loop().time() + SECONDS
        while not await _answers(self.bootstrap):
            await asyncio.sleep(0.2)  # nobody tells us
            await asyncio.to_thread(self._wrapped.reload)
            late = asyncio.get_running_loop().time() > until
            if late or self._wrapped.status == "exited":
                said = self._wrapped.logs(tail=60).decode(errors="replace")
                raise RuntimeError(f"Kafka is {self._wrapped.status} and does not answer:\n{said}")

    @property
    def _wrapped(self) -> Container:
        return self._container.get_wrapped_container()


async def _answers(bootstrap: str) -> bool:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=2_000)
    try:
        await admin.start()
        return bool((await admin.describe_cluster())["brokers"])
    except (KafkaError, OSError):
        return False
    finally:
        await admin.close()


def _settings(port: int, detour: int) -> dict[str, str]:
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,DETOUR://:9094,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{port},DETOUR://127.0.0.1:{detour}",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": (
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,DETOUR:PLAINTEXT"
        ),
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_LOG_DIRS": "/var/lib/kafka/data",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "4",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS": "4",
        # after a kill the controller waits until the broker's former session has run out
        "KAFKA_BROKER_SESSION_TIMEOUT_MS": "6000",
        "KAFKA_BROKER_HEARTBEAT_INTERVAL_MS": "500",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        # the cleaner's buffer is half of such a heap by default, and in one piece: not always there
        "KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE": "4194304",
        "KAFKA_HEAP_OPTS": "-Xms128m -Xmx256m",
    }


@pytest.fixture(scope="session")
def kafka_container() -> Iterator[Broker]:
    need_docker("Kafka", "Start Docker, or name a broker with KOOP_TEST_KAFKA=host:port.")
    with Broker() as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka(request: pytest.FixtureRequest) -> str:
    """The bootstrap address of a broker that others use as well: name your topics and groups."""
    if there := os.environ.get("KOOP_TEST_KAFKA"):
        return there
    broker: Broker = request.getfixturevalue("kafka_container")
    return broker.bootstrap


@pytest.fixture
async def broker(kafka_container: Broker) -> AsyncIterator[Broker]:
    """A broker to be treated badly; it is well again after the test. Always a container."""
    yield kafka_container
    await kafka_container.mend()
