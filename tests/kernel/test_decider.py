"""A decider, run: load, already done, may they, decide, append."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4, uuid5

import pytest

from contracts.envelope import Actor, Metadata, Recorded
from contracts.model import Contract, Event
from contracts.refusal import Refusal
from kernel.codec import Codec
from kernel.decider import CommandHandler, CommandRepeatedDifferently, RevisionMismatch
from kernel.event_store import EventStore
from kernel.event_store.sqlite import SqliteEventStore


class Counted(Event):
    type: Literal["Counted.v1"] = "Counted.v1"
    by: int


class Count(Contract):
    by: int


class TooMuch(Refusal):
    pass


@dataclass
class Counter:
    """Counts up to ten, and never further."""

    initial: int = 0

    def decide(self, command: Count, state: int, metadata: Metadata) -> Sequence[Event]:
        if state + command.by > 10:
            raise TooMuch("above ten", allowed=f"at most {10 - state}")
        return [Counted(by=1)] * command.by

    def evolve(self, state: int, recorded: Recorded[Counted]) -> int:
        return state + recorded.event.by


CODEC = Codec({"Counted.v1": Counted})
ACTOR = Actor(sub="someone", role="system")


def metadata(command: UUID, request: str | None = None) -> Metadata:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return Metadata(
        time=now, actor=ACTOR, correlation=command, causation=command, regime="r", request=request
    )


class Handling:
    def __init__(self, store: EventStore) -> None:
        self.store = store
        self.handler = CommandHandler[int](store, CODEC, Counter())

    async def count(self, by: int, command: UUID | None = None, **more):
        command = command or uuid4()
        request = more.pop("request", None)
        return await self.handler.handle(
            "counter-1", Count(by=by), metadata(command, request), command_id=command, **more
        )

    async def stored(self) -> int:
        return len(await self.store.read_stream("counter-1"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[EventStore]:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    yield store
    await store.close()


@pytest.fixture
def here(store: EventStore) -> Handling:
    return Handling(store)


@pytest.fixture
def elsewhere(store: EventStore) -> Handling:
    """Another process on the same store: it knows nothing of what the first has cached."""
    return Handling(store)


async def test_a_command_appends_what_was_decided(here: Handling):
    outcome = await here.count(3)
    assert (outcome.revision, outcome.repeated, len(outcome.events)) == (2, False, 3)
    assert await here.stored() == 3


async def test_events_are_named_after_their_command(here: Handling, store: EventStore):
    command = uuid4()
    await here.count(2, command)
    ids = [event.id for event in await store.read_stream("counter-1")]
    assert ids == [uuid5(command, "0"), uuid5(command, "1")]


async def test_a_repeated_command_appends_nothing_and_answers_the_same(here: Handling):
    command = uuid4()
    first = await here.count(3, command)
    await here.count(1)
    again = await here.count(3, command)
    assert (again.revision, again.events, again.repeated) == (first.revision, first.events, True)
    assert await here.stored() == 4


async def test_a_repetition_is_recognised_by_another_process(here: Handling, elsewhere: Handling):
    command = uuid4()
    await here.count(3, command)
    assert (await elsewhere.count(3, command)).repeated
    assert await here.stored() == 3


async def test_a_repetition_is_answered_even_when_it_would_now_be_refused(here: Handling):
    command = uuid4()
    await here.count(8, command)
    assert (await here.count(8, command)).repeated


async def test_the_same_command_with_another_request_is_a_mistake(here: Handling):
    command = uuid4()
    await here.count(3, command, request="one")
    with pytest.raises(CommandRepeatedDifferently):
        await here.count(4, command, request="two")


async def test_a_refusal_writes_nothing(here: Handling):
    with pytest.raises(TooMuch):
        await here.count(11)
    assert await here.stored() == 0


async def test_nothing_to_do_answers_with_the_revision_as_it_is(here: Handling):
    await here.count(2)
    outcome = await here.count(0)
    assert (outcome.revision, outcome.position, outcome.events) == (1, 0, ())


async def test_a_decision_on_an_old_state_is_decided_anew(here: Handling, elsewhere: Handling):
    await here.count(1)
    await elsewhere.count(4)
    assert (await here.count(5)).revision == 9


async def test_a_refusal_is_held_against_the_newest_events(here: Handling, elsewhere: Handling):
    await here.count(9)
    await elsewhere.count(1)
    with pytest.raises(TooMuch) as refusal:
        await here.count(5)
    assert refusal.value.allowed == "at most 0"


async def test_one_who_may_not_is_stopped_before_deciding(here: Handling):
    def nobody(_: int) -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        await here.count(11, authorise=nobody)


async def test_a_caller_who_saw_an_older_revision_is_told(here: Handling):
    await here.count(2)
    with pytest.raises(RevisionMismatch) as mismatch:
        await here.count(1, if_match=0)
    assert (mismatch.value.expected, mismatch.value.actual) == (0, 1)
    assert (await here.count(1, if_match=1)).revision == 2


async def test_a_hundred_at_once_count_to_ten_and_no_further(here: Handling, elsewhere: Handling):
    one_each = [who.count(1) for _ in range(50) for who in (here, elsewhere)]
    outcomes = await asyncio.gather(*one_each, return_exceptions=True)
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 10
    assert await here.stored() == 10
