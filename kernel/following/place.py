"""Where a follower stands in the store, how it fares, and waiting for it to get somewhere."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kernel.event_store import EventStore
from kernel.following.patience import TRANSIENT, GaveUp, Patience
from kernel.following.progress import Rate, Signal

State = Literal["idle", "standby", "rebuilding", "live", "waiting", "stopped"]
"""On standby while another process leads. `waiting` goes on by itself when what is around it works
again; `stopped` has to be mended."""

PAUSE = 0.01
"""Seconds between two pages of one who has caught up and whom nobody waits for: events that come
in quick succession are taken together, for a fraction of the work."""

_log = logging.getLogger(__name__)


class StopRequested(Exception):
    """Somebody asked for an end before all was done; the next time it goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`lag` is in positions, 0 where nothing that concerns the follower is left; `rate` is in
    events a second; `reason` says why it waits or stopped."""

    name: str
    state: State
    position: int
    head: int
    lag: int
    rate: float
    reason: str | None = None


class Place:
    """`position` is -1 until the checkpoint has been read. Set `stopping` to end `hold`."""

    def __init__(self, name: str, store: EventStore, categories: Sequence[str]) -> None:
        self._name, self._store, self._categories = name, store, categories
        self.position = -1
        self.state: State = "idle"
        self.reason: str | None = None
        self.rate = Rate()
        self.moved = Signal()
        self.stopping = asyncio.Event()
        self._waiting = 0
        self._pause: asyncio.Future[None] | None = None

    async def hold(
        self,
        work: Callable[[], Awaitable[None]],
        note: Callable[[str], Awaitable[None]] | None,
        patience: Patience,
        transient: tuple[type[Exception], ...] = TRANSIENT,
        mended: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """Keep at `work` until `stopping`; nothing is raised.

        What the surroundings do is waited out, however long it takes. Whatever else ends it is
        noted and told; it then goes on when it is `mended`, or not at all.
        """
        self._rest("idle")
        try:
            while await self._broke(work, note, patience, transient):
                if not await self._goes_on(patience, mended):
                    break
        finally:
            self.stopping.clear()
            if self.state != "stopped":
                self._rest("idle")

    def begin(self, position: int) -> None:
        """Stand at a checkpoint, ready to follow."""
        self.state, self.reason = "live", None
        self.move(position)

    def move(self, position: int, events: int = 0) -> None:
        self.position = max(self.position, position)
        self.rate.add(events)
        self.moved.send()

    async def reached(self, position: int, within: float) -> bool:
        """Whether everything up to `position` was handled, within so many seconds."""
        self._waiting += 1
        _end(self._pause)
        try:
            async with asyncio.timeout(within):
                return await self._reached(position)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1

    async def pause(self) -> None:
        """A moment's rest between two pages, unless somebody waits."""
        if self._waiting:
            return
        loop = asyncio.get_running_loop()
        self._pause = loop.create_future()
        timer = loop.call_later(PAUSE, _end, self._pause)
        try:
            await self._pause
        finally:
            timer.cancel()

    async def status(self, position: int, reason: str | None) -> Status:
        """What is kept in the database holds for all processes; the rest for this one."""
        head = await self._store.head()
        return Status(
            name=self._name,
            state="stopped" if reason and not self.reason else self.state,
            position=position,
            head=head,
            lag=head - position if await self.is_more(position, head) else 0,
            rate=self.rate.per_second(),
            reason=self.reason or reason,
        )

    async def _reached(self, position: int) -> bool:
        while True:
            seen, here = self.moved.count, self.position
            if here >= 0 and not await self.is_more(here, position):
                return True
            if self.state == "stopped":
                return False
            await self.moved.after(seen)

    async def is_more(self, after: int, until: int) -> bool:
        """Whether there are events between that concern the follower."""
        if after >= until:
            return False
        page = await self._store.read_all(after=after, categories=self._categories, limit=1)
        return bool(page.events) and page.events[0].position <= until

    async def _broke(
        self,
        work: Callable[[], Awaitable[None]],
        note: Callable[[str], Awaitable[None]] | None,
        patience: Patience,
        transient: tuple[type[Exception], ...],
    ) -> bool:
        """Whether `work` ended without being asked to."""
        try:
            await patience.keep(work, transient, lambda: self.position)
        except StopRequested:
            _log.debug("%s was asked to stop before it was done", self._name)
        except GaveUp as error:
            _log.warning("%s waits and begins again: %s", self._name, error)
            self._rest("waiting", str(error))
            return True
        except Exception as error:
            _log.error("%s stopped: %s", self._name, error)
            if note is not None:
                await self._note(note, str(error))
            self._rest("stopped", str(error))
            return True
        return False

    async def _goes_on(
        self, patience: Patience, mended: Callable[[], Awaitable[bool]] | None
    ) -> bool:
        """Whether to begin again, once it is time; False as soon as somebody asks for an end."""
        if self.state == "stopped" and mended is None:
            return False
        while True:
            try:
                async with asyncio.timeout(patience.pause_after(self.state)):
                    await self.stopping.wait()
                    return False
            except TimeoutError:
                if self.state == "waiting" or (mended and await mended()):
                    return True

    async def _note(self, note: Callable[[str], Awaitable[None]], reason: str) -> None:
        """Other processes find the reason in the database, if that can still be written."""
        try:
            await note(reason)
        except TRANSIENT as error:
            _log.warning("could not note why %s stopped: %s", self._name, error)

    def _rest(self, state: State, reason: str | None = None) -> None:
        self.state, self.reason = state, reason
        self.moved.send()


def _end(pause: asyncio.Future[None] | None) -> None:
    if pause is not None and not pause.done():
        pause.set_result(None)
