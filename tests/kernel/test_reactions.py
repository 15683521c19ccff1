"""Reactions: every event is reacted to, what it leads to happens once."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from contracts.envelope import Recorded
from contracts.refusal import Refusal
from kernel.clock import SimulatedClock
from kernel.database import Database
from kernel.dead_letters import DeadLetters
from kernel.event_store import AnyRevision, EventStore, NewEvent, StoreUnavailable
from kernel.following import GaveUp
from kernel.reactions import Reacting, ReactionRunner, command_id
from tests.kernel.notes import CODEC, START, NotesClosed, NoteTaken, metadata, say
from tests.kernel.running import HASTY, running


class TooLate(Refusal):
    pass


class Listening:
    """Remembers what it heard, and the effects that it had: one for each command id."""

    name = "listening"
    categories = ("plan",)

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.effects: set[object] = set()
        self.errors: list[Exception | None] = []

    async def react(self, recorded: Recorded[Any]) -> None:
        envelope = recorded.envelope
        self.heard.append((envelope.stream, envelope.revision))
        await asyncio.sleep(0)
        if self.errors and (error := self.errors.pop(0)):
            raise error
        self.effects.add(command_id(envelope.id, self.name))


@pytest.fixture
def listening() -> Listening:
    return Listening()


Run = Callable[[], ReactionRunner]


@pytest.fixture
def runner_of(store: EventStore, database: Database, listening: Listening) -> Run:
    clock = SimulatedClock(START)
    return lambda: ReactionRunner(store, database, CODEC, listening, clock, patience=HASTY)


NOTE = NoteTaken(key="a", days=1)


async def test_each_event_of_its_categories_is_reacted_to(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    await say(store, "plan-a", NOTE)
    runner = runner_of()
    async with running(runner):
        await say(store, "mediation-a", NOTE)
        assert await runner.caught_up(await say(store, "plan-a", NOTE, NOTE), 5)
    assert listening.heard == [("plan-a", 0), ("plan-a", 1), ("plan-a", 2)]


async def test_events_of_one_plan_keep_their_order(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    for _ in range(5):
        await say(store, "plan-a", NOTE, NOTE)
        last = await say(store, "plan-b", NOTE)
    runner = runner_of()
    async with running(runner):
        assert await runner.caught_up(last, 5)
    of_a = [revision for stream, revision in listening.heard if stream == "plan-a"]
    assert of_a == list(range(10))


async def test_after_a_restart_it_goes_on_where_it_was(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    for _ in range(2):
        runner = runner_of()
        async with running(runner):
            assert await runner.caught_up(await say(store, "plan-a", NOTE), 5)
    assert listening.heard == [("plan-a", 0), ("plan-a", 1)]


async def test_what_was_heard_before_it_gave_up_is_heard_again_and_takes_effect_once(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    last = await say(store, "plan-a", NOTE, NOTE)
    listening.errors = [None, *[StoreUnavailable()] * HASTY.attempts]
    runner = runner_of()
    async with running(runner):
        assert await runner.caught_up(last, 5)
    assert [revision for _, revision in listening.heard] == [0, 1, 1, 1, 0, 1]
    assert len(listening.effects) == 2


async def test_what_may_pass_is_tried_again(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    listening.errors = [StoreUnavailable(), OSError()]
    runner = runner_of()
    async with running(runner):
        assert await runner.caught_up(await say(store, "plan-a", NOTE), 5)
    assert len(listening.heard) == 3
    assert await runner.dead_letters.all() == []


async def test_when_the_surroundings_keep_failing_it_waits_and_goes_on_by_itself(
    store: EventStore, runner_of: Run, listening: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    listening.errors = [StoreUnavailable("no answer")] * HASTY.attempts * 3
    runner = runner_of()
    async with running(runner):
        last = await say(store, "plan-a", NOTE)
        assert await runner.caught_up(last, 5)
        assert (await runner.status()).reason is None
    assert len(listening.heard) == HASTY.attempts * 3 + 1
    assert caplog.text.count("waits and begins again") == 3
    assert await runner.dead_letters.all() == []


async def test_a_refusal_becomes_a_dead_letter_and_the_next_event_is_heard(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    listening.errors = [TooLate("the mediation has ended", allowed="nothing")]
    runner = runner_of()
    async with running(runner):
        assert await runner.caught_up(await say(store, "plan-a", NOTE, NOTE), 5)
    [letter] = await runner.dead_letters.all("listening")
    assert (letter.position, letter.stream, letter.type) == (1, "plan-a", "NoteTaken.v1")
    assert letter.reason == "TooLate: the mediation has ended"
    assert (letter.attempts, letter.recorded_at) == (1, START)
    assert len(listening.heard) == 2


async def test_an_event_that_cannot_be_read_becomes_a_dead_letter(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    unknown = NewEvent(command_id(START_ID, "x"), "Unknown.v9", b"{}", b"{}")
    await store.append("plan-a", [unknown], AnyRevision())
    runner = runner_of()
    async with running(runner):
        assert await runner.caught_up(await say(store, "plan-a", NOTE), 5)
    [letter] = await runner.dead_letters.all()
    assert letter.subject == str(unknown.id)
    assert listening.heard == [("plan-a", 1)]


START_ID = metadata("plan-a").correlation


async def test_a_dead_letter_is_replayed_once_the_cause_is_gone(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    listening.errors = [KeyError("missing"), ValueError("still")]
    runner = runner_of()
    async with running(runner):
        assert await runner.caught_up(await say(store, "plan-a", NOTE), 5)
    [letter] = await runner.dead_letters.all()
    with pytest.raises(ValueError, match="still"):
        await runner.replay(letter)
    [letter] = await runner.dead_letters.all()
    assert (letter.attempts, letter.reason) == (2, "ValueError: still")
    await runner.replay(letter)
    assert await runner.dead_letters.all() == []
    assert len(listening.effects) == 1


async def test_a_dead_letter_can_be_discarded(
    store: EventStore, runner_of: Run, listening: Listening
) -> None:
    listening.errors = [KeyError("missing"), KeyError("missing")]
    runner = runner_of()
    async with running(runner):
        await runner.caught_up(await say(store, "plan-a", NOTE, NOTE), 5)
    first, second = await runner.dead_letters.all()
    await runner.dead_letters.discard(first)
    assert await runner.dead_letters.all() == [second]


async def test_events_may_come_from_elsewhere_than_the_store(
    store: EventStore, database: Database, listening: Listening
) -> None:
    await say(store, "plan-a", NotesClosed())
    [stored] = await store.read_stream("plan-a")
    letters = DeadLetters(database, SimulatedClock(START))
    reacting = Reacting(CODEC, listening, letters, HASTY)
    arrived = await reacting.understood(stored, stored)
    assert arrived is not None
    assert await reacting.each([arrived]) is None
    assert listening.heard == [("plan-a", 0)]
    listening.errors = [StoreUnavailable()] * HASTY.attempts
    assert isinstance(await reacting.each([arrived]), GaveUp)
    assert await letters.all() == []
