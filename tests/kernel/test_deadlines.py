"""Deadlines: what falls due fires once, in order, whoever was asleep."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, select

from contracts.refusal import Refusal
from kernel.clock import SimulatedClock, SystemClock
from kernel.database import Database
from kernel.deadlines import DeadlineRunner, Deadlines, SetTimer, Timer
from kernel.event_store import EventStore, StoreUnavailable
from kernel.following import Following, travel
from kernel.projections import Projection
from tests.kernel.memory_store import MemoryStore
from tests.kernel.notes import (
    CODEC,
    START,
    NoteDropped,
    NoteFellDue,
    NotesClosed,
    NoteTaken,
    say,
    timers,
)
from tests.kernel.projections.ledger import Ledger
from tests.kernel.running import HASTY

DAY = timedelta(days=1)


class AlreadyAnswered(Refusal):
    pass


class Office:
    """Followers over a store, and a `fire` that says NoteFellDue, unless told otherwise."""

    def __init__(self, store: EventStore, database: Database, clock: SimulatedClock) -> None:
        self.clock, self.store = clock, store
        self.fired: list[Timer] = []
        self.errors: list[Exception] = []
        self.says_so = True
        model = Deadlines("note_deadlines", 1, ("plan",), CODEC, timers)
        self.projection = Projection(store, database, model, HASTY)
        self.runner = DeadlineRunner(self.projection, clock, self.fire, patience=HASTY)
        self.following = Following(store, [self.projection, self.runner])

    async def fire(self, timer: Timer) -> None:
        self.fired.append(timer)
        if self.errors:
            raise self.errors.pop(0)
        if self.says_so:
            await say(self.store, timer.stream, NoteFellDue(key=timer.key))

    @property
    def keys(self) -> list[str]:
        return [timer.key for timer in self.fired]

    async def at(self, day: float) -> None:
        """Jump there at once, as a machine that was switched off does."""
        self.clock.set(START + day * DAY)
        await self.following.settled()


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(START)


@pytest.fixture
def office(store: EventStore, database: Database, clock: SimulatedClock) -> Office:
    return Office(store, database, clock)


def note(key: str, days: int) -> NoteTaken:
    return NoteTaken(key=key, days=days)


async def test_a_timer_fires_when_it_is_due_and_not_before(office: Office) -> None:
    async with office.following:
        await say(office.store, "plan-a", note("a", 3))
        await office.at(2.9)
        assert office.keys == []
        await office.at(3)
        assert office.keys == ["a"]
        [timer] = office.fired
        assert (timer.stream, timer.due_at, timer.payload) == (
            "plan-a",
            START + 3 * DAY,
            {"note": "a"},
        )


async def test_an_earlier_one_set_later_fires_first(office: Office) -> None:
    async with office.following:
        await say(office.store, "plan-a", note("late", 5))
        await office.following.settled()
        await say(office.store, "plan-b", note("early", 1))
        await office.following.settled()
        assert office.clock.next_wake() == START + DAY
        await office.at(1)
        assert office.keys == ["early"]


async def test_a_long_sleep_over_many_fires_each_once_in_order(office: Office) -> None:
    async with office.following:
        for stream, key, days in [("a", "3", 3), ("b", "1", 1), ("a", "2", 2), ("c", "4", 4)]:
            await say(office.store, f"plan-{stream}", note(key, days))
        await office.following.settled()
        await office.at(30)
        assert office.keys == ["1", "2", "3", "4"]
        await office.at(60)
        assert len(office.fired) == 4


async def test_those_of_one_instant_all_fire(office: Office) -> None:
    async with office.following:
        for number in range(40):
            await say(office.store, f"plan-{number % 20}", note(f"{number}", 1))
        await office.at(1)
        assert sorted(map(int, office.keys)) == list(range(40))


async def test_what_was_cancelled_does_not_fire(office: Office) -> None:
    async with office.following:
        await say(office.store, "plan-a", note("a", 1), note("b", 1), NoteDropped(key="a"))
        await office.at(2)
        assert office.keys == ["b"]


async def test_all_timers_whose_keys_begin_alike_are_cancelled_together(office: Office) -> None:
    async with office.following:
        notes = [note(key, 1) for key in ("due-1", "due_2", "due", "other")]
        await say(office.store, "plan-a", *notes)
        await say(office.store, "plan-b", note("due-3", 1))
        await office.following.settled()
        await say(office.store, "plan-a", note("due-4", 1), NotesClosed(prefix="due"))
        await office.at(2)
        assert sorted(office.keys) == ["due-3", "other"]


async def test_one_that_fires_may_cancel_the_next_that_is_overdue_too(office: Office) -> None:
    async def close(timer: Timer) -> None:
        office.fired.append(timer)
        await say(office.store, timer.stream, NotesClosed())

    runner = DeadlineRunner(office.projection, office.clock, close, patience=HASTY)
    async with Following(office.store, [office.projection, runner]) as following:
        await say(office.store, "plan-a", note("first", 1), note("second", 2))
        await following.settled()
        office.clock.set(START + 9 * DAY)
        await following.settled()
    assert office.keys == ["first"]


async def test_one_that_fell_due_while_all_was_switched_off_fires_at_the_start(
    office: Office, store: EventStore, database: Database
) -> None:
    async with office.following:
        await say(store, "plan-a", note("a", 3))
        await office.following.settled()
    later = Office(store, database, SimulatedClock(START + 5 * DAY))
    async with later.following:
        await later.following.settled()
    assert later.keys == ["a"]


async def test_one_that_was_cancelled_while_all_was_switched_off_does_not(
    office: Office, store: EventStore, database: Database
) -> None:
    async with office.following:
        await say(store, "plan-a", note("a", 3))
        await office.following.settled()
    await say(store, "plan-a", NoteDropped(key="a"))
    later = Office(store, database, SimulatedClock(START + 5 * DAY))
    async with later.following:
        await later.following.settled()
    assert later.keys == []


async def test_one_that_leads_to_nothing_does_not_fire_again(
    office: Office, store: EventStore, database: Database
) -> None:
    office.says_so = False
    async with office.following:
        await say(store, "plan-a", note("a", 1))
        await office.at(1)
        await office.at(2)
        await say(store, "plan-b", note("b", 2))
        await office.following.settled()
        assert office.keys == ["a", "b"]
    again = Office(store, database, office.clock)
    async with again.following:
        await again.following.settled()
    assert again.keys == []


async def test_a_key_that_is_set_again_after_it_fired_is_another_timer(office: Office) -> None:
    async with office.following:
        await say(office.store, "plan-a", note("a", 1))
        await office.at(1)
        await say(office.store, "plan-a", note("a", 1))
        await office.following.settled()
    first, second = office.fired
    assert first.due_at == second.due_at
    assert first.id != second.id


async def test_after_a_crash_between_firing_and_noting_it_fires_under_the_same_id(
    office: Office, store: EventStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.says_so = False
    monkeypatch.setattr(office.projection, "amend", _crash)
    async with office.following:
        await say(store, "plan-a", note("a", 0))
        assert not await office.runner.caught_up(await store.head(), 5)
    again = Office(store, database, office.clock)
    async with again.following:
        await again.following.settled()
    assert [timer.id for timer in office.fired] == [timer.id for timer in again.fired]


async def _crash(_: Callable[[Connection, Table], None]) -> None:
    raise RuntimeError("the process ends here")


async def test_a_refusal_becomes_a_dead_letter_that_can_be_replayed(office: Office) -> None:
    office.errors = [AlreadyAnswered("there was an answer", allowed="nothing")]
    async with office.following:
        await say(office.store, "plan-a", note("a", 1))
        await office.at(2)
        await office.at(3)
        [letter] = await office.runner.dead_letters.all()
        assert (letter.source, letter.type) == ("note_deadlines_firing", "timer a")
        assert letter.reason == "AlreadyAnswered: there was an answer"
        assert office.keys == ["a"]
        await office.runner.replay(letter)
        assert await office.runner.dead_letters.all() == []
        await office.following.settled()
        with pytest.raises(LookupError, match="not set any more"):
            await office.runner.replay(letter)


async def test_when_the_surroundings_keep_failing_it_waits_and_fires_after_all(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.errors = [StoreUnavailable("no answer")] * HASTY.attempts * 2
    async with office.following:
        await say(office.store, "plan-a", note("a", 0), note("b", 0))
        await office.following.settled()
        assert "waits and begins again" in caplog.text
        assert set(office.keys) == {"a", "b"}
        assert (await office.runner.status()).state == "live"


async def test_on_a_real_clock_it_fires_by_itself(store: EventStore, database: Database) -> None:
    def soon(_: Any) -> Sequence[SetTimer]:
        return [SetTimer("a", datetime.now(UTC) + timedelta(milliseconds=30))]

    fired: asyncio.Future[Timer] = asyncio.get_running_loop().create_future()

    async def fire(timer: Timer) -> None:
        fired.set_result(timer)

    projection = Projection(store, database, Deadlines("soon", 1, ("plan",), CODEC, soon), HASTY)
    runner = DeadlineRunner(projection, SystemClock(), fire)
    async with Following(store, [projection, runner]):
        await say(store, "plan-a", note("a", 0))
        timer = await asyncio.wait_for(fired, 5)
    assert datetime.now(UTC) >= timer.due_at


async def test_it_refuses_a_read_model_without_timers(office: Office) -> None:
    other: Any = Projection(office.store, office.projection.database, Ledger())
    with pytest.raises(TypeError, match="no deadlines"):
        DeadlineRunner(other, office.clock, office.fire)


async def test_time_that_passes_step_by_step_lets_each_see_what_the_one_before_led_to(
    office: Office,
) -> None:
    """A timer that sets the next one: as if somebody had waited all along."""
    hours: list[datetime] = []

    async def again(timer: Timer) -> None:
        hours.append(office.clock.now())
        if len(hours) < 4:
            await say(office.store, timer.stream, note(timer.key, 7 * len(hours) + 7))

    runner = DeadlineRunner(office.projection, office.clock, again, patience=HASTY)
    async with Following(office.store, [office.projection, runner]) as following:
        await say(office.store, "plan-a", note("weekly", 7))
        await travel(office.clock, START + 60 * DAY, following.settled)
    assert hours == [START + 7 * week * DAY for week in (1, 2, 3, 4)]
    assert office.clock.now() == START + 60 * DAY


keys = st.sampled_from(["a", "ab", "b"])
said = st.lists(
    st.tuples(
        st.sampled_from(["plan-x", "plan-y"]),
        st.one_of(
            st.builds(NoteTaken, key=keys, days=st.integers(0, 9)),
            st.builds(NoteDropped, key=keys),
            st.builds(NotesClosed, prefix=st.sampled_from(["", "a"])),
        ),
    ),
    max_size=20,
)


def expected_rows(events: Sequence[Any]) -> set[tuple[str, str, datetime]]:
    left: dict[tuple[str, str], datetime] = {}
    for stream, event in events:
        match event:
            case NoteTaken(key=key, days=days):
                left[stream, key] = START + days * DAY
            case NoteDropped(key=key):
                left.pop((stream, key), None)
            case NotesClosed(prefix=prefix):
                gone = [k for k in left if k[0] == stream and k[1].startswith(prefix)]
                for one in gone:
                    del left[one]
    return {(stream, key, due_at) for (stream, key), due_at in left.items()}


def timer_rows(connection: Connection, table: Table) -> set[Any]:
    query = select(table.c.stream, table.c.key, table.c.due_at)
    return {tuple(row) for row in connection.execute(query)}


async def projected(events: Sequence[Any], split: int, where: Path) -> list[set[Any]]:
    store, database = MemoryStore(), Database(where / "service.db")
    model = Deadlines("note_deadlines", 1, ("plan",), CODEC, timers)
    projection = Projection(store, database, model, HASTY)
    for stream, event in events[:split]:
        await say(store, stream, event)
    following = Following(store, [projection])
    async with following:
        await following.settled()
        for stream, event in events[split:]:
            await say(store, stream, event)
        await following.settled()
        live = await projection.read(timer_rows)
        await projection.rebuild()
        rebuilt = await projection.read(timer_rows)
    await database.close()
    return [live, rebuilt]


@settings(max_examples=30, deadline=None)
@given(events=said, split=st.integers(0, 20))
def test_the_rows_are_what_the_events_say(events: Sequence[Any], split: int) -> None:
    with TemporaryDirectory() as where:
        for rows in asyncio.run(projected(events, split, Path(where))):
            assert rows == expected_rows(events)


async def lived(
    days: Sequence[int], jumps: Sequence[float], restart: int, where: Path
) -> list[list[Timer]]:
    store, database = MemoryStore(), Database(where / "service.db")
    clock = SimulatedClock(START)
    for number, day in enumerate(days):
        await say(store, f"plan-{number % 3}", note(f"{number}", day))
    offices = [Office(store, database, clock) for _ in range(2)]
    for office, some in zip(offices, (jumps[:restart], jumps[restart:]), strict=True):
        async with office.following:
            for jump in some:
                await office.at((clock.now() - START) / DAY + jump)
    await database.close()
    return [office.fired for office in offices]


@settings(max_examples=30, deadline=None)
@given(
    days=st.lists(st.integers(0, 12), max_size=8),
    jumps=st.lists(st.floats(0, 5, allow_subnormal=False), max_size=6),
    restart=st.integers(0, 6),
)
def test_each_fires_exactly_once_in_order(
    days: Sequence[int], jumps: Sequence[float], restart: int
) -> None:
    with TemporaryDirectory() as where:
        lives = asyncio.run(lived(days, jumps, restart, Path(where)))
    fired = [timer for life in lives for timer in life]
    passed = sum((timedelta(days=jump) for jump in jumps), timedelta())
    due = [day for day in days if day * DAY <= passed] if jumps else []
    assert [timer.due_at for timer in fired] == [START + day * DAY for day in sorted(due)]
    assert len({timer.id for timer in fired}) == len(fired)
