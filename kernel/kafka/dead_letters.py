"""A service's dead letters on a topic of their own: kept as they came, until somebody looks."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaTimeoutError

from kernel.clock import Clock
from kernel.dead_letters import DeadLetter, Located
from kernel.following.patience import describe
from kernel.kafka.cloud_events import Headers
from kernel.kafka.cluster import Cluster
from kernel.kafka.publisher import Publisher
from kernel.kafka.received import Received

SILENCE = 10_000
"""Milliseconds without an answer after which the topic is not read on."""

_OURS = "dead_letter_"


@dataclass(frozen=True, slots=True)
class Original:
    """A message as it first came: Message, for whoever handles it once more."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers


class DeadLetterTopic:
    """The topic is compacted: of each subject the newest word counts, and a message without a
    value says that it was dealt with. Raises KafkaError where nobody answers."""

    def __init__(self, cluster: Cluster, topic: str, publisher: Publisher, clock: Clock) -> None:
        self._cluster, self._publisher, self._clock = cluster, publisher, clock
        self._topic = f"{cluster.prefix}{topic}"

    async def add(self, source: str, at: Located, error: Exception, attempts: int = 1) -> None:
        """Keep it; a second time for the same subject replaces the first. `at` is a Received."""
        assert isinstance(at, Received)
        message = at.message
        ours: dict[str, Any] = {
            "source": source,
            "reason": describe(error),
            "attempts": attempts,
            "recorded_at": self._clock.now().isoformat(),
            "topic": message.topic,
            "partition": message.partition,
            "offset": message.offset,
        }
        headers = [(f"{_OURS}{name}", str(value).encode()) for name, value in ours.items()]
        if message.key is not None:
            headers.append((f"{_OURS}key", message.key))
        if message.value is None:
            headers.append((f"{_OURS}without_value", b""))
        letter = (_key(source, str(at.id)), message.value or b"", [*headers, *message.headers])
        await self._publisher.publish(self._topic, [letter])

    async def all(self, source: str | None = None) -> list[DeadLetter]:
        """Those of one reaction, or of all, in the order of their events."""
        found = [_letter(one) for one in (await self._originals()).values()]
        wanted = [one for one in found if source in (None, one.source)]
        return sorted(wanted, key=lambda one: (one.position, one.subject))

    async def original(self, letter: DeadLetter) -> Original:
        """What came, as it came. Raises LookupError where it was dealt with meanwhile."""
        found = (await self._originals()).get(_key(letter.source, letter.subject))
        if found is None:
            raise LookupError(f"{letter.subject} of {letter.source} was dealt with")
        return _original(found)

    async def details(self, letter: DeadLetter) -> Mapping[str, str]:
        """The message as it came, readable: bytes that are no UTF-8 are marked."""
        original = await self.original(letter)
        told = {
            "came from": f"{original.topic}/{original.partition}/{original.offset}",
            "key": _readable(original.key),
            "value": _readable(original.value),
        }
        return {**told, **{name: _readable(value) for name, value in original.headers}}

    async def discard(self, letter: DeadLetter) -> None:
        """It was dealt with, or need not be."""
        await self._publisher.publish(
            self._topic, [(_key(letter.source, letter.subject), None, [])]
        )

    async def _originals(self) -> dict[bytes, Any]:
        found: dict[bytes, Any] = {}
        async with self._reading() as consumer:
            (partition,) = consumer.assignment()
            (end,) = (await consumer.end_offsets([partition])).values()
            while await consumer.position(partition) < end:
                records = (await consumer.getmany(timeout_ms=SILENCE)).get(partition, [])
                if not records:
                    raise KafkaTimeoutError(f"{self._topic} was heard of no more while it was read")
                for record in records:
                    found.pop(record.key, None)
                    if record.value is not None:
                        found[record.key] = record
        return found

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AIOKafkaConsumer]:
        consumer = AIOKafkaConsumer(
            **self._cluster.client(), auto_offset_reset="earliest", enable_auto_commit=False
        )
        try:
            await consumer.start()
            consumer.assign([TopicPartition(self._topic, 0)])
            yield consumer
        finally:
            await asyncio.shield(consumer.stop())


def _key(source: str, subject: str) -> bytes:
    return f"{source}|{subject}".encode()


def _letter(record: Any) -> DeadLetter:
    ours, at = _ours(record), Received(_original(record))
    return DeadLetter(
        source=ours["source"].decode(),
        subject=record.key.decode().rpartition("|")[2],
        position=at.position,
        stream=at.stream,
        type=at.type,
        reason=ours["reason"].decode(),
        attempts=int(ours["attempts"]),
        recorded_at=datetime.fromisoformat(ours["recorded_at"].decode()),
    )


def _original(record: Any) -> Original:
    ours = _ours(record)
    return Original(
        topic=ours["topic"].decode(),
        partition=int(ours["partition"]),
        offset=int(ours["offset"]),
        key=ours.get("key"),
        value=None if "without_value" in ours else record.value,
        headers=[(n, v) for n, v in record.headers if not n.startswith(_OURS)],
    )


def _readable(value: bytes | None) -> str:
    return "–" if value is None else value.decode("utf-8", "backslashreplace")


def _ours(record: Any) -> dict[str, Any]:
    return {n.removeprefix(_OURS): v for n, v in record.headers if n.startswith(_OURS)}
