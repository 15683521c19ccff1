"""Sleeps until a timer is due, then fires it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from kernel.clock import Clock
from kernel.dead_letters import DeadLetter, DeadLetters
from kernel.deadlines import queries
from kernel.deadlines.read_model import Deadlines
from kernel.deadlines.timers import Timer
from kernel.delivery import PASSES, Delivery, Transient
from kernel.following import Patience, Place, Status
from kernel.projections import Projection
from kernel.tasks import given_up

MOST = 500
"""Timers of one instant that are fired before the rows are looked at again."""

CATCH_UP_SECONDS = 5.0
"""How long due timers wait for the newest events, which may have cancelled them."""

Fire = Callable[[Timer], Awaitable[None]]
"""Issues the command that a timer leads to, under the id `timer.id`."""


class DeadlineRunner:
    """Fires the timers of a projection of Deadlines, which must run beside it. A Follower.

    In the order in which they are due, also when many have become so meanwhile: those of one
    instant beside each other, but never two of one stream. After each instant the events that it
    led to are looked at first. Each fires at least once and, unless this process dies between the
    firing and the note of it, only once. A refusal becomes a dead letter.
    """

    def __init__(
        self,
        projection: Projection[Table],
        clock: Clock,
        fire: Fire,
        *,
        patience: Patience | None = None,
        transient: Transient = PASSES,
    ) -> None:
        if not isinstance(projection.model, Deadlines):
            raise TypeError(f"{projection.name} holds no deadlines")
        self._projection, self._model = projection, projection.model
        self._clock, self._fire = clock, fire
        self._patience = patience or Patience()
        self._place = Place(self.name, projection.store, self._model.categories)
        self.dead_letters = DeadLetters(projection.database, clock)
        self._delivery = Delivery(self.name, self.dead_letters, self._patience, transient)
        self._resting, self._looked_at = False, -1
        self._next: datetime | None = None

    @property
    def name(self) -> str:
        return f"{self._model.name}_firing"

    async def run(self) -> None:
        await self._place.hold(self._watch, None, self._patience)

    def stop(self) -> None:
        self._place.stopping.set()

    async def status(self) -> Status:
        return await self._place.status((await self._projection.status()).position, None)

    async def caught_up(self, position: int, within: float) -> bool:
        """Whether no timer set up to `position` is due and unfired, within so many seconds."""
        try:
            async with asyncio.timeout(within):
                return await self._projection.caught_up(position, within) and await self._quiet()
        except TimeoutError:
            return False

    async def replay(self, letter: DeadLetter) -> None:
        """Fire once more and forget the letter; raises what `fire` raises.

        Raises LookupError where the timer has been cancelled since: discard the letter.
        """
        timers = await self._projection.read(lambda c, t: queries.of_stream(c, t, letter.stream))
        timer = {str(one.id): one for one in timers}.get(letter.subject)
        if timer is None:
            raise LookupError(f"{letter.type} of {letter.stream} is not set any more")
        try:
            await self._fire(timer)
        except Exception as error:
            await self.dead_letters.add(self.name, timer, error, letter.attempts + 1)
            raise
        await self.dead_letters.discard(letter)

    async def _watch(self) -> None:
        self._place.begin(-1)
        await self._until(self._rows())
        while not self._place.stopping.is_set():
            self._looked_at = self._projection.position
            earliest = await self._projection.read(queries.earliest)
            if earliest is not None and earliest <= self._clock.now():
                await self._fire_due()
            else:
                await self._rest(earliest)

    async def _fire_due(self) -> None:
        """Those of the earliest instant, if they are still set when all events are known."""
        head = await self._projection.store.head()
        await self._projection.caught_up(head, CATCH_UP_SECONDS)
        now = self._clock.now()
        timers = await self._projection.read(lambda c, t: queries.due(c, t, now, MOST))
        done, error = await self._delivery.each(timers, lambda timer: timer.stream, self._fire_one)
        if done:
            await self._projection.amend(lambda c, t: queries.mark_fired(c, t, done))
        if error:
            raise error

    async def _fire_one(self, timer: Timer) -> None:
        await self._delivery.one(timer, lambda: self._fire(timer))

    async def _rest(self, until: datetime | None) -> None:
        def asleep() -> None:
            self._resting, self._next = True, until
            self._place.move(self._looked_at)

        try:
            if until is None:
                await self._until(self._news(), begun=asleep)
            else:
                await self._until(self._news(), self._clock.sleep_until(until), begun=asleep)
        finally:
            self._resting = False

    async def _quiet(self) -> bool:
        """Wait until nothing is due that the rows know of; False once it has stopped."""
        while True:
            seen = self._place.moved.count
            due = self._next is not None and self._next <= self._clock.now()
            if self._resting and not due and self._model.newest <= self._looked_at:
                return True
            if self._place.state == "stopped":
                return False
            await self._place.moved.after(seen)

    async def _rows(self) -> None:
        """Wait until there are rows of this version at all."""
        await self._projected(lambda: self._projection.position >= 0)

    async def _news(self) -> None:
        """Wait until a timer was set since the rows were looked at."""
        await self._projected(
            lambda: (
                self._looked_at < self._projection.position and self._looked_at < self._model.newest
            )
        )

    async def _projected(self, enough: Callable[[], bool]) -> None:
        while not enough():
            await self._projection.moved.after(self._projection.moved.count)

    async def _until(
        self, *some: Coroutine[Any, Any, object], begun: Callable[[], None] = lambda: None
    ) -> None:
        """Return when the first of them does, or `stop` was called."""
        waiting = [asyncio.ensure_future(one) for one in (*some, self._place.stopping.wait())]
        try:
            await asyncio.sleep(0)  # from here on each of them waits, also on a clock that is set
            begun()
            ended, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for one in ended:
                one.result()
        finally:
            await given_up(waiting)
