"""What one request asks of read models: how fresh at least, and how fresh the answers were.

A question is known to whatever its task calls: between a route and the read model that is asked
lie a desk, a room and a register, and each of them could forget to hand it on.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from contracts.refusal import Refusal
from kernel.clock import Clock
from kernel.event_store import EventStore
from kernel.projections.model import Answer, TrueFor

WITHIN = 5.0
"""Seconds that a question waits for a read model that is not there yet."""


class PositionNotReached(Refusal):
    """A read model that was asked is not at the position that the answer has to be true for."""

    title_en = "This is not there yet"
    title_de = "So weit ist diese Übersicht noch nicht"

    def __init__(self, wanted: int, reached: int, *, stopped: bool = False) -> None:
        why = "stands still" if stopped else "is still on its way"
        super().__init__(
            f"What was asked {why} at position {reached}.",
            allowed="Ask again in a while, or without `consistent-with`.",
            wanted=wanted,
            reached=reached,
        )


class Source(Protocol):
    """A projection, to whoever wants to know how fresh it is."""

    @property
    def name(self) -> str: ...

    async def true_for(self, answer: Answer[Any], clock: Clock) -> TrueFor: ...


@dataclass(slots=True)
class Question:
    """`at_least` is the position that every answer has to hold. At `asked` the newest event of the
    store was at `head`, which is None where the store did not say."""

    at_least: int
    head: int | None
    asked: datetime
    until: float = field(default_factory=lambda: asyncio.get_running_loop().time() + WITHIN)
    heard: dict[Source, Answer[Any]] = field(default_factory=dict)
    told: list[TrueFor] = field(default_factory=list)

    def hear(self, source: Source, answer: Answer[Any]) -> None:
        """Of several answers of one read model the oldest counts."""
        before = self.heard.get(source)
        if before is None or answer.position < before.position:
            self.heard[source] = answer

    def left(self) -> float:
        """Seconds that may still be waited."""
        return self.until - asyncio.get_running_loop().time()


_current: ContextVar[Question | None] = ContextVar("question", default=None)


def current_question() -> Question | None:
    """None outside of a request: whoever follows events takes rows as they are."""
    return _current.get()


async def newest(store: EventStore, clock: Clock) -> tuple[int, datetime]:
    """Where the newest event is, and at what time: when the question that is being answered was
    asked, so that all of its answer is true for one moment; otherwise now."""
    question = current_question()
    if question is not None and question.head is not None:
        return question.head, question.asked
    now = clock.now()
    return await store.head(), now


def tell(truth: TrueFor) -> TrueFor:
    """Let an answer that is about the past be true for then, also where `heard` says more."""
    question = current_question()
    if question is not None:
        question.told.append(truth)
    return truth


@contextmanager
def asking(question: Question) -> Iterator[None]:
    """Until it ends, all that this task reads from read models answers `question`."""
    token = _current.set(question)
    try:
        yield
    finally:
        _current.reset(token)
