"""For which position and time an answer is true: headers of every answer that knows who asked."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from contracts.refusal import Refusal
from kernel.clock import Clock
from kernel.event_store import EventStore, StoreUnavailable
from kernel.http.call import Call
from kernel.projections import PositionNotReached, Question, TrueFor, asking

POSITION, AS_OF, STALE = "Koop-Position", "Koop-As-Of", "Koop-Stale"
TRUTH = "koop.truth"
"""Where the scope keeps them for the edge, because a refusal is true for some position, too."""

PATIENCE = 1.0
"""Seconds within which the store has to say where it is: rows answer without it."""

POLL = 0.05
"""Seconds between two looks at a store that has not heard of a position that it gave out."""

Answering = Callable[[], Awaitable[Response]]


async def told(call: Call, answering: Answering) -> Response:
    """What an endpoint answers, and for when that is true. Raises PositionNotReached."""
    truths: Truths = call.scope["app"].state.truths
    of = truths.of_query if call.method == "GET" else truths.of_command
    return await of(call, answering)


class Truths:
    """Of one service."""

    def __init__(self, store: EventStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def of_command(self, call: Call, answering: Answering) -> Response:
        """With the position to be consistent with: the newest one, where the endpoint says none."""
        answer = await answering()
        if POSITION not in answer.headers and (head := await self._head()) is not None:
            _tell(call, {POSITION: str(head)})
        return answer

    async def of_query(self, call: Call, answering: Answering) -> Response:
        """Whatever the endpoint reads holds as much as is asked for."""
        question = await self._question(call.consistent_with)
        with asking(question):
            try:
                answer = await answering()
            except Refusal:
                await self._say(call, question)
                raise
            await self._say(call, question)
        return answer

    async def _question(self, at_least: int) -> Question:
        """Of a store that has come to `at_least` itself: a replica may not have yet."""
        question = Question(at_least, None, self._clock.now())
        while (head := await self._head()) is not None and head < at_least:
            if question.left() <= 0:
                raise PositionNotReached(at_least, head)
            await asyncio.sleep(POLL)
            question.asked = self._clock.now()
        question.head = head
        return question

    async def _say(self, call: Call, question: Question) -> None:
        heard = question.heard
        stale = sorted({source.name for source, answer in heard.items() if answer.stopped})
        truth = await self._truth(question)
        headers = {STALE: ", ".join(stale)} if stale else {}
        if truth is not None:
            headers |= {POSITION: str(truth.position), AS_OF: truth.time.isoformat()}
        elif heard:
            headers[POSITION] = str(min(answer.position for answer in heard.values()))
        _tell(call, headers)

    async def _truth(self, question: Question) -> TrueFor | None:
        """The oldest of all that was heard; what comes from the store itself is as new as that."""
        if question.head is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                truths = [
                    await source.true_for(answer, self._clock)
                    for source, answer in question.heard.items()
                ]
        except (StoreUnavailable, TimeoutError):
            return None
        now = TrueFor(question.head, question.asked)
        return min((*question.told, *truths), key=_position, default=now)

    async def _head(self) -> int | None:
        """None where the store does not say: what was done or read is told all the same."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._store.head()
        except (StoreUnavailable, TimeoutError):
            return None


def _position(truth: TrueFor) -> int:
    return truth.position


def _tell(call: Call, headers: dict[str, str]) -> None:
    call.scope[TRUTH] = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
