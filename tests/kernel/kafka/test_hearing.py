"""A reaction that is fed from topics: everything is heard, in effect once, and nothing blocks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid5

import pytest

from contracts.envelope import Recorded
from contracts.refusal import Refusal
from contracts.topics import DEAD_LETTERS, Topic
from kernel.clock import SimulatedClock
from kernel.codec import to_store
from kernel.delivery import PASSES
from kernel.event_store import StoredEvent, StoreUnavailable
from kernel.kafka.cloud_events import published
from kernel.kafka.cluster import Cluster
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.hearing import Hearing
from kernel.kafka.publisher import Publisher
from kernel.reactions import Reacting, command_id
from tests.kernel.kafka.reader import everything, send
from tests.kernel.notes import CODEC, SPACE, START, NoteTaken, metadata
from tests.kernel.running import HASTY, running

pytestmark = pytest.mark.slow


class NotNow(Refusal):
    pass


class Listening:
    """Remembers what it heard, and the effects that it had: one for each command id."""

    name = "plan.listening"
    categories = ("plan",)

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.effects: dict[object, int] = {}
        self.refuses: set[int] = set()
        self.fails = 0

    async def react(self, recorded: Recorded[Any]) -> None:
        stream, revision = recorded.envelope.stream, recorded.envelope.revision
        self.heard.append((stream, revision))
        if revision in self.refuses:
            raise NotNow("not this one", allowed="another")
        if self.fails:
            self.fails -= 1
            raise StoreUnavailable("gone for a moment")
        self.effects.setdefault(command_id(recorded.envelope.id, self.name), revision)


def event(revision: int, stream: str = "plan-a", type: str = "NoteTaken.v1") -> StoredEvent:
    note = NoteTaken(key=str(revision), days=1)
    new = to_store(uuid5(SPACE, f"{stream}{revision}"), note, metadata(stream).to_json())
    return StoredEvent(*new._replace(type=type), stream, revision, revision + 1)


def record(*events: StoredEvent) -> list[dict[str, Any]]:
    return [
        {"key": key, "value": value, "headers": list(headers)}
        for key, value, headers in (published(one, "plan") for one in events)
    ]


class Stage:
    """A topic, a reaction that listens to it, and its dead letters."""

    def __init__(self, cluster: Cluster, topic: Topic, publisher: Publisher) -> None:
        self.cluster, self.topic = cluster, topic
        self.letters = DeadLetterTopic(
            cluster, DEAD_LETTERS["plan"].name, publisher, SimulatedClock(START)
        )
        self.listening = Listening()

    def hearing(self, listening: Listening | None = None) -> Hearing:
        reacting = Reacting(CODEC, listening or self.listening, self.letters, HASTY, PASSES)
        return Hearing(self.cluster, [self.topic.name], reacting, self.letters, patience=HASTY)

    async def say(self, *records: dict[str, Any]) -> None:
        await send(self.cluster.servers, f"{self.cluster.prefix}{self.topic.name}", *records)


@pytest.fixture
async def stage(cluster: Cluster, notes: Topic) -> AsyncIterator[Stage]:
    async with Publisher(cluster) as publisher:
        yield Stage(cluster, notes, publisher)


@asynccontextmanager
async def hearing(stage: Stage, *some: Hearing) -> AsyncIterator[Hearing]:
    """Listening until everything that was said is done."""
    listeners = some or (stage.hearing(),)
    async with running(*listeners):
        yield listeners[0]
        for one in listeners:
            assert await one.caught_up(0, 30), await one.status()


async def test_who_waits_waits_for_what_was_said_a_moment_ago(stage: Stage):
    async with hearing(stage) as listener:
        for n in range(20):
            await stage.say(*record(event(n)))
            assert await listener.caught_up(0, 30)
            assert len(stage.listening.effects) == n + 1


async def test_everything_is_heard_in_the_order_of_its_plan(stage: Stage):
    streams = ["plan-a", "plan-b", "plan-c"]
    await stage.say(*record(*(event(n, s) for n in range(50) for s in streams)))
    async with hearing(stage):
        pass
    for stream in streams:
        assert [n for s, n in stage.listening.heard if s == stream] == list(range(50))
    assert len(stage.listening.effects) == 150


async def test_what_is_said_while_it_listens_is_heard(stage: Stage):
    async with hearing(stage):
        await stage.say(*record(event(0)))
        await stage.say(*record(event(1)))
    assert stage.listening.heard == [("plan-a", 0), ("plan-a", 1)]


async def test_what_was_done_is_not_heard_again_after_a_restart(stage: Stage):
    await stage.say(*record(event(0)))
    async with hearing(stage):
        pass
    await stage.say(*record(event(1)))
    async with hearing(stage):
        pass
    assert stage.listening.heard == [("plan-a", 0), ("plan-a", 1)]


async def test_surroundings_that_fail_for_long_bring_it_again_and_lose_nothing(stage: Stage):
    stage.listening.fails = HASTY.attempts * 2
    await stage.say(*record(event(0), event(1)))
    async with hearing(stage) as listener:
        pass
    assert set(stage.listening.effects.values()) == {0, 1}
    assert [n for _, n in stage.listening.heard][-2:] == [0, 1]
    assert await stage.letters.all() == []
    assert (await listener.status()).reason is None


async def test_a_refused_event_becomes_a_dead_letter_and_blocks_nobody(stage: Stage):
    stage.listening.refuses = {1}
    await stage.say(*record(event(0), event(1), event(2)))
    async with hearing(stage):
        pass
    (letter,) = await stage.letters.all()
    assert (letter.source, letter.stream, letter.position) == ("plan.listening", "plan-a", 2)
    assert letter.type == "NoteTaken.v1"
    assert letter.reason == "NotNow: not this one"
    assert set(stage.listening.effects.values()) == {0, 2}


POISON: dict[str, dict[str, Any]] = {
    "a null header": {"value": b"{}", "headers": [("ce_id", None)]},
    "no headers": {"value": b"{}", "headers": []},
    "a header that is no UTF-8": {"value": b"{}", "headers": [("ce_type", b"\xff\xfe")]},
    "no value": {"key": b"k", "value": None},
    "a value that is no UTF-8": {**record(event(7))[0], "value": b"\xff\xfe"},
    "a value that is no JSON": {**record(event(7))[0], "value": b"{"},
    "a value that fits no model": {**record(event(7))[0], "value": b'{"type": "NoteTaken.v1"}'},
    "an unknown type": record(event(7, type="NoteSung.v1"))[0],
    "an unknown version": record(event(7, type="NoteTaken.v9"))[0],
}


@pytest.mark.parametrize("what", POISON)
async def test_poison_between_good_ones_is_parked_as_it_came(stage: Stage, what: str):
    poison = {"key": b"plan", **POISON[what]}
    await stage.say(*record(event(0)), poison, *record(event(1)))
    async with hearing(stage):
        pass
    assert set(stage.listening.effects.values()) == {0, 1}
    (letter,) = await stage.letters.all()
    original = await stage.letters.original(letter)
    assert original.value == poison["value"]
    assert list(original.headers) == list(poison.get("headers", []))
    assert original.key == poison["key"]
    assert original.topic == f"{stage.cluster.prefix}{stage.topic.name}"


async def test_a_replayed_letter_is_done_and_gone(stage: Stage):
    stage.listening.refuses = {0}
    await stage.say(*record(event(0)))
    async with hearing(stage) as listener:
        pass
    (letter,) = await stage.letters.all()

    with pytest.raises(NotNow):
        await listener.replay(letter)
    (again,) = await stage.letters.all()
    assert again.attempts == 2

    stage.listening.refuses = set()
    await listener.replay(again)
    assert await stage.letters.all() == []
    assert set(stage.listening.effects.values()) == {0}
    with pytest.raises(LookupError):
        await listener.replay(again)


async def test_a_discarded_letter_is_gone_for_every_reader(stage: Stage):
    stage.listening.refuses = {0}
    await stage.say(*record(event(0)))
    async with hearing(stage):
        pass
    (letter,) = await stage.letters.all()
    await stage.letters.discard(letter)
    assert await stage.letters.all() == []
    topic = f"{stage.cluster.prefix}{DEAD_LETTERS['plan'].name}"
    assert [one.value is None for one in await everything(stage.cluster.servers, topic)] == [
        False,
        True,
    ]


async def test_two_processes_share_the_work_and_a_third_that_joins_gets_its_part(stage: Stage):
    streams = [f"plan-{number}" for number in range(12)]
    one, other = Listening(), Listening()
    first, second = stage.hearing(one), stage.hearing(other)
    await stage.say(*record(*(event(0, stream) for stream in streams)))
    async with hearing(stage, first, second):
        await stage.say(*record(*(event(1, stream) for stream in streams)))
        async with hearing(stage, stage.hearing(stage.listening)):
            await stage.say(*record(*(event(2, stream) for stream in streams)))
    done = {**one.effects, **other.effects, **stage.listening.effects}
    assert len(done) == 36
    for stream in streams:
        heard = [n for all in (one, other, stage.listening) for s, n in all.heard if s == stream]
        assert set(heard) == {0, 1, 2}


async def test_it_says_whether_it_has_partitions(stage: Stage):
    listener = stage.hearing()
    assert (await listener.status()).state == "idle"
    async with hearing(stage, listener):
        async with asyncio.timeout(20):
            while (await listener.status()).state != "live":  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    assert (await listener.status()).state == "idle"
