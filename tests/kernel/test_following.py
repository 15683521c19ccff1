"""Followers together: started, stopped, asked, waited for."""

import asyncio
from typing import Any

import pytest

from contracts.envelope import Recorded
from kernel.clock import SimulatedClock
from kernel.database import Database
from kernel.event_store import EventStore
from kernel.following import Following, GaveUp, NotSettled, Patience, pages
from kernel.projections import Projection
from kernel.reactions import ReactionRunner
from tests.kernel.notes import CODEC, START, NoteDropped, NoteTaken, say
from tests.kernel.projections.ledger import Ledger, positions
from tests.kernel.running import HASTY

NOTE = NoteTaken(key="a", days=1)


class Echo:
    """Answers each note on a plan with a word in another stream, `times` times over."""

    name = "echo"
    categories = ("plan",)

    def __init__(self, store: EventStore, times: int = 3) -> None:
        self.store, self.times = store, times

    async def react(self, recorded: Recorded[Any]) -> None:
        if self.times:
            self.times -= 1
            await say(self.store, recorded.envelope.stream, NoteDropped(key="a"))


@pytest.fixture
def ledger(store: EventStore, database: Database) -> Projection[Any]:
    return Projection(store, database, Ledger(), HASTY)


def echoing(store: EventStore, database: Database, times: int) -> ReactionRunner:
    echo = Echo(store, times)
    return ReactionRunner(store, database, CODEC, echo, SimulatedClock(START), patience=HASTY)


async def test_it_settles_when_all_that_followed_is_handled_too(
    store: EventStore, database: Database, ledger: Projection[Any]
) -> None:
    async with Following(store, [ledger, echoing(store, database, 3)]) as following:
        await say(store, "plan-a", NOTE)
        await following.settled()
        assert await ledger.read(positions) == [1, 2, 3, 4]


async def test_those_who_lead_each_other_on_for_ever_do_not_settle(
    store: EventStore, database: Database
) -> None:
    async with Following(store, [echoing(store, database, 1_000_000)]) as following:
        await say(store, "plan-a", NOTE)
        with pytest.raises(NotSettled):
            await following.settled(0.2)


async def test_one_who_has_stopped_is_named(
    store: EventStore, database: Database, ledger: Projection[Any]
) -> None:
    broken = Projection(store, database, Ledger(poison="NoteTaken.v1"), HASTY)
    async with Following(store, [broken]) as following:
        await following.settled()
        await say(store, "plan-a", NOTE)
        with pytest.raises(NotSettled, match="broke on NoteTaken"):
            await following.settled()
        [status] = await following.status()
    assert status.state == "stopped"


async def test_it_tells_how_each_one_fares(
    store: EventStore, database: Database, ledger: Projection[Any]
) -> None:
    echo = echoing(store, database, 0)
    async with Following(store, [ledger, echo]) as following:
        await say(store, "plan-a", NOTE)
        await following.settled()
        status = await following.status()
    assert [(one.name, one.state, one.lag) for one in status] == [
        ("ledger", "live", 0),
        ("echo", "live", 0),
    ]
    assert [one.state for one in await following.status()] == ["idle", "idle"]


async def test_it_can_be_started_again(store: EventStore, ledger: Projection[Any]) -> None:
    following = Following(store, [ledger])
    for expected in (1, 2):
        async with following:
            await say(store, "plan-a", NOTE)
            await following.settled()
        assert len(await ledger.read(positions)) == expected


async def test_one_that_does_not_end_in_time_is_ended(
    store: EventStore, database: Database
) -> None:
    class Stuck(Echo):
        async def react(self, recorded: Recorded[Any]) -> None:
            began.set()
            await asyncio.Event().wait()

    began = asyncio.Event()
    runner = ReactionRunner(store, database, CODEC, Stuck(store), SimulatedClock(START))
    following = Following(store, [runner])
    await following.start()
    await say(store, "plan-a", NOTE)
    await asyncio.wait_for(began.wait(), 5)
    await following.stop(grace=0.01)
    assert (await runner.status()).position == 0


async def test_patience_ends() -> None:
    attempts = []

    async def fail() -> None:
        attempts.append(1)
        raise OSError("no")

    with pytest.raises(GaveUp, match="3 times in a row: OSError: no"):
        await HASTY.keep(fail)
    assert len(attempts) == 3


async def test_patience_begins_anew_with_every_progress() -> None:
    attempts: list[int] = []

    async def fail_seldom() -> str:
        attempts.append(1)
        if len(attempts) < 8:
            raise OSError("no")
        return "done"

    assert await HASTY.keep(fail_seldom, progress=lambda: len(attempts) // 2) == "done"


async def test_what_does_not_pass_is_not_tried_again() -> None:
    attempts = []

    async def fail() -> None:
        attempts.append(1)
        raise KeyError("no")

    with pytest.raises(KeyError):
        await HASTY.keep(fail)
    assert len(attempts) == 1


def test_pauses_grow_up_to_the_longest() -> None:
    patience = Patience(first=1, longest=8)
    for failures, longest in [(1, 1), (2, 2), (4, 8), (9, 8), (900, 8)]:
        assert longest / 2 <= patience.pause(failures) <= longest


async def test_pages_end_with_their_source(store: EventStore) -> None:
    await say(store, "plan-a", NOTE, NOTE)
    head = await store.head()
    source = store.scan_streams(categories=("plan",), until=head)  # type: ignore[attr-defined]
    found = [page async for page in pages(source, asyncio.Event())]
    assert [event.revision for page in found for event in page.events] == [0, 1]


async def _followed(store: EventStore, stop: asyncio.Event, found: list[int]) -> str:
    """All pages until it is to stop; then something that takes its time."""
    async for page in pages(store.subscribe(), stop):
        found += [event.position for event in page.events]
    await asyncio.sleep(0)
    return "stopped"


async def _waits_for_more(
    store: EventStore, following: asyncio.Task[str], found: list[int]
) -> None:
    await say(store, "plan-a", NOTE)
    async with asyncio.timeout(5):
        while not found:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    assert not following.done()


async def test_a_stop_ends_the_wait_for_a_page_and_nothing_else(store: EventStore) -> None:
    stop, found = asyncio.Event(), list[int]()
    following = asyncio.create_task(_followed(store, stop, found))
    await _waits_for_more(store, following, found)
    stop.set()
    assert await asyncio.wait_for(following, 5) == "stopped"
    assert following.cancelling() == 0


async def test_one_who_is_cancelled_while_it_is_to_stop_stays_cancelled(store: EventStore) -> None:
    stop, found = asyncio.Event(), list[int]()
    following = asyncio.create_task(_followed(store, stop, found))
    await _waits_for_more(store, following, found)
    stop.set()
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(following, 5)
