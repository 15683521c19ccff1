"""Threads that work off requests in batches and answer a whole batch with one wake-up."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from kernel.event_store import StoreUnavailable

R = TypeVar("R")
A = TypeVar("A")
Answered = tuple[asyncio.Future[Any], Any]
HandOver = Callable[[], None]
Worker = Callable[[Sequence[R], HandOver], Sequence[A | Exception]]


class Lane(Generic[R, A]):
    """A queue of requests, and one thread for each of `workers`.

    A worker answers some requests at once, in their order: all, or the first few, and then is asked
    for the rest; an exception is an answer too. When it begins to wait for a disk, it calls the
    function that it is given: only then are its answers before handed over. Whoever gets one goes
    on at once and keeps the interpreter busy, so that a worker that still needs it would come to
    its disk later: with 128 appenders this makes a command an eighth faster. Where no request
    waits, answers are handed over without delay.
    """

    def __init__(self, name: str, workers: Sequence[Worker[R, A]], most: int) -> None:
        """`most` is the weight that a batch may reach before no further request joins it.

        `name` is that of the threads, too.
        """
        self._queue: SimpleQueue[tuple[R, asyncio.Future[A], int] | None] = SimpleQueue()
        self._name, self._most, self._closed = name, most, False
        self._threads = [
            Thread(target=self._run, args=(work,), name=name, daemon=True) for work in workers
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, request: R, weight: int = 1) -> asyncio.Future[A]:
        """Raises StoreUnavailable after the lane was closed."""
        if self._closed:
            raise StoreUnavailable(f"{self._name} is closed")
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._queue.put((request, future, weight))
        return future

    def close(self) -> None:
        """Finish what was submitted; returns when all threads have ended."""
        if not self._closed:
            self._closed = True
            for _ in self._threads:
                self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self, work: Worker[R, A]) -> None:
        ready, last = _Ready(), False
        while not last:
            requests, futures, last = self._take(wait=ready.is_empty)
            if not requests:
                ready.hand_over()
            while requests:
                answers = _answers(work, requests, ready.hand_over)
                ready.hand_over()
                ready.add(zip(futures, answers, strict=False))
                requests, futures = requests[len(answers) :], futures[len(answers) :]
        ready.hand_over()

    def _take(self, *, wait: bool) -> tuple[list[R], list[asyncio.Future[A]], bool]:
        """A request (if need be, wait for one), and what has come with it; whether that is all."""
        requests: list[R] = []
        futures: list[asyncio.Future[A]] = []
        weight = 0
        try:
            while (item := self._queue.get(block=wait and not requests)) is not None:
                requests.append(item[0])
                futures.append(item[1])
                weight += item[2]
                if weight >= self._most:
                    return requests, futures, False
        except Empty:
            return requests, futures, False
        return requests, futures, True


class _Ready:
    """Answers that have not been handed over yet."""

    def __init__(self) -> None:
        self._answered: list[Answered] = []

    @property
    def is_empty(self) -> bool:
        return not self._answered

    def add(self, answered: Iterable[Answered]) -> None:
        self._answered += answered

    def hand_over(self) -> None:
        answered, self._answered = self._answered, []
        settle(answered)


def settle(answered: Iterable[Answered]) -> None:
    """Hand answers over from any thread, waking each event loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Answered]] = defaultdict(list)
    for one in answered:
        by_loop[one[0].get_loop()].append(one)
    for loop, some in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, some)


def _settle(answered: Sequence[Answered]) -> None:
    for future, answer in answered:
        if future.done():  # whoever asked has been cancelled meanwhile
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


def _answers(
    work: Worker[R, A], requests: Sequence[R], hand_over: HandOver
) -> Sequence[A | Exception]:
    """A worker that fails must not leave anyone waiting, nor end its thread."""
    try:
        answers = work(requests, hand_over)
        return answers or [RuntimeError("a worker answered nothing")] * len(requests)
    except Exception as error:
        return [error] * len(requests)
