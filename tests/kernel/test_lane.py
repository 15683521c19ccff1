"""Threads that work off requests: batches, their bound, and answers for everyone."""

import asyncio
from collections.abc import Iterator, Sequence
from threading import Event

import pytest

from kernel.lane import HandOver, Lane

PATIENCE = 30.0


class Recorder:
    """Answers each request with itself, after somebody opened the gate."""

    def __init__(self) -> None:
        self.begun, self.gate = Event(), Event()
        self.batches: list[list[str]] = []

    def work(self, requests: Sequence[str], hand_over: HandOver) -> list[str | Exception]:
        self.batches.append(list(requests))
        self.begun.set()
        assert self.gate.wait(PATIENCE)
        if "impossible" in requests:
            raise LookupError("impossible")
        return list(requests)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def lane(recorder: Recorder) -> Iterator[Lane[str, str]]:
    lane = Lane[str, str]("test", [recorder.work], most=4)
    yield lane
    recorder.gate.set()
    lane.close()


async def busy(lane: Lane[str, str], recorder: Recorder) -> asyncio.Future[str]:
    """Give the lane its first batch, so that all else has to wait."""
    first = lane.submit("first")
    assert await asyncio.to_thread(recorder.begun.wait, PATIENCE)
    return first


async def test_requests_that_come_while_the_lane_is_busy_are_one_batch(
    lane: Lane[str, str], recorder: Recorder
) -> None:
    answers = [await busy(lane, recorder), *(lane.submit(name) for name in "abc")]
    recorder.gate.set()

    assert await asyncio.gather(*answers) == ["first", "a", "b", "c"]
    assert recorder.batches == [["first"], ["a", "b", "c"]]


async def test_a_batch_takes_no_more_requests_once_it_weighs_enough(
    lane: Lane[str, str], recorder: Recorder
) -> None:
    answers = [await busy(lane, recorder)]
    weights = {"a": 1, "b": 9, "c": 2, "d": 2, "e": 3, "f": 1}
    answers += [lane.submit(name, weight) for name, weight in weights.items()]
    recorder.gate.set()
    await asyncio.gather(*answers)

    assert recorder.batches[1:] == [["a", "b"], ["c", "d"], ["e", "f"]]


async def test_answers_wait_for_the_next_batch_until_it_waits_for_its_disk() -> None:
    at_the_disk, gate = Event(), Event()

    def work(requests: Sequence[str], hand_over: HandOver) -> list[str | Exception]:
        if "second" in requests:
            assert gate.wait(PATIENCE)
            hand_over()
            at_the_disk.set()
        elif "first" in requests:
            assert begun.wait(PATIENCE)
        return list(requests)

    begun = Event()
    lane = Lane[str, str]("test", [work], most=4)
    first = lane.submit("first", 4)
    second = lane.submit("second")
    begun.set()
    await asyncio.sleep(0.05)
    assert not first.done()
    gate.set()
    assert await first == "first"
    assert await asyncio.to_thread(at_the_disk.wait, PATIENCE)
    assert await second == "second"
    await asyncio.to_thread(lane.close)


async def test_a_worker_that_fails_answers_its_batch_with_that_and_works_on(
    lane: Lane[str, str], recorder: Recorder
) -> None:
    recorder.gate.set()

    with pytest.raises(LookupError):
        await lane.submit("impossible")
    assert await lane.submit("possible") == "possible"


def test_an_answer_that_comes_after_its_event_loop_has_ended_does_no_harm(
    lane: Lane[str, str], recorder: Recorder
) -> None:
    async def leave() -> None:
        await busy(lane, recorder)

    async def come_back() -> str:
        return await lane.submit("again")

    asyncio.run(leave())
    recorder.gate.set()

    assert asyncio.run(come_back()) == "again"


async def test_a_worker_that_answers_the_first_few_is_asked_for_the_rest() -> None:
    asked: list[list[str]] = []

    def two_at_a_time(requests: Sequence[str], hand_over: HandOver) -> list[str | Exception]:
        hand_over()
        asked.append(list(requests))
        return list(requests[:2])

    lane = Lane[str, str]("test", [two_at_a_time], most=9)
    assert await asyncio.gather(*(lane.submit(name) for name in "abcde")) == list("abcde")
    lane.close()
    assert "".join(one for batch in asked for one in batch[:2]) == "abcde"


async def test_a_worker_that_answers_nothing_leaves_nobody_waiting() -> None:
    lane = Lane[str, str]("test", [lambda *_: []], most=9)
    with pytest.raises(RuntimeError, match="answered nothing"):
        await asyncio.wait_for(lane.submit("a"), PATIENCE)
    lane.close()
