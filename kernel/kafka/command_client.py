"""Sends commands to a service over Kafka and hears what became of them."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Self

from aiokafka import AIOKafkaConsumer

from kernel.kafka.cluster import Cluster
from kernel.kafka.command_messages import command_message
from kernel.kafka.publisher import Publisher
from kernel.sealing.command_key import encrypted_for

WAIT = 1_000
"""Milliseconds that `results` waits for something new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Topics of one service, and the public key (JWK) that its commands are encrypted for."""

    commands: str
    results: str
    public: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A request: `body` is JSON in plain, `if_match` the revision that was seen."""

    path: str
    key: str
    body: bytes
    if_match: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What the service answered to the command of this `path` and `key`."""

    path: str
    key: str
    status: int
    body: bytes


class CommandClient:
    """`async with` connects. It hears results from then on, also those of others."""

    def __init__(self, cluster: Cluster, to: Addressed, *, token: str, sender: str) -> None:
        self._cluster, self._to = cluster, to
        self._token, self._sender = token, sender
        self._publisher = Publisher(cluster)
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Raises KafkaError."""
        await self._open.enter_async_context(self._publisher)
        self._consumer = AIOKafkaConsumer(
            f"{self._cluster.prefix}{self._to.results}",
            **self._cluster.client(),
            enable_auto_commit=False,
        )
        self._open.push_async_callback(self._consumer.stop)
        try:
            await self._consumer.start()
            await self._listen_from_now()
        except BaseException:
            await self._open.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def send(self, commands: Sequence[Command]) -> None:
        """Return when all of them are safe with the broker. Raises KafkaError: send them again."""
        topic = f"{self._cluster.prefix}{self._to.commands}"
        await self._publisher.publish(topic, [self._message(one) for one in commands])

    async def results(self) -> list[Result]:
        """Those that have come; none where nothing comes within WAIT. Raises KafkaError."""
        found = await self._consumer.getmany(timeout_ms=WAIT)
        return [one for records in found.values() for record in records if (one := _read(record))]

    async def _listen_from_now(self) -> None:
        ends = await self._consumer.end_offsets(self._consumer.assignment())
        for partition, end in ends.items():
            self._consumer.seek(partition, end)

    def _message(self, one: Command) -> Any:
        about = {} if one.if_match is None else {"if-match": f'"{one.if_match}"'}
        body = encrypted_for(self._to.public, one.body)
        return command_message(
            one.path, one.key, self._token, body, sender=self._sender, about=about
        )


def _read(record: Any) -> Result | None:
    """None for what is no result of a command."""
    said = {name: value.decode() for name, value in record.headers if value is not None}
    if not {"ce_subject", "ce_command", "ce_status"} <= said.keys():
        return None
    return Result(said["ce_subject"], said["ce_command"], int(said["ce_status"]), record.value)
