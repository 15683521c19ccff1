"""Where a follower stands in the store, how it fares, and waiting for it to get somewhere."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from kernel.event_store import EventStore
from kernel.following.patience import TRANSIENT, Patience
from kernel.following.progress import Rate, Signal

State = Literal["idle", "standby", "rebuilding", "live", "stopped"]
"""On standby while another process leads."""

PAUSE = 0.02
"""Seconds between two pages of one who has caught up and whom nobody waits for: events that come
in quick succession are taken together, for a fraction of the work."""

_log = logging.getLogger(__name__)


class StopRequested(Exception):
    """Somebody asked for an end before all was done; the next time it goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`lag` is in positions, 0 where nothing that concerns the follower is left; `rate` is in
    events a second; `reason` says why it stopped."""

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
        self._wanted = asyncio.Event()

    async def hold(
        self,
        work: Callable[[], Awaitable[None]],
        note: Callable[[str], Awaitable[None]] | None,
        patience: Patience,
        transient: tuple[type[Exception], ...] = TRANSIENT,
    ) -> None:
        """Keep at `work` until `stopping`. Whatever else ends it is noted and told, not raised."""
        self.state, self.reason = "idle", None
        reason: str | None = None
        try:
            await patience.keep(work, transient, lambda: self.position)
        except StopRequested:
            _log.debug("%s was asked to stop before it was done", self._name)
        except Exception as error:
            reason = str(error)
            _log.error("%s stopped: %s", self._name, reason)
            if note is not None:
                await self._note(note, reason)
        finally:
            self.stopping.clear()
            self._rest(reason)

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
        self._wanted.set()
        try:
            async with asyncio.timeout(within):
                return await self._reached(position)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._wanted.clear()

    async def pause(self) -> None:
        """A moment's rest between two pages, unless somebody waits."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE):
                await self._wanted.wait()

    async def status(self, position: int, reason: str | None) -> Status:
        """What is kept in the database holds for all processes; the rest for this one."""
        head = await self._store.head()
        reason = self.reason or reason
        return Status(
            name=self._name,
            state="stopped" if reason else self.state,
            position=position,
            head=head,
            lag=head - position if await self.is_more(position, head) else 0,
            rate=self.rate.per_second(),
            reason=reason,
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

    async def _note(self, note: Callable[[str], Awaitable[None]], reason: str) -> None:
        """Other processes find the reason in the database, if that can still be written."""
        try:
            await note(reason)
        except TRANSIENT as error:
            _log.warning("could not note why %s stopped: %s", self._name, error)

    def _rest(self, reason: str | None) -> None:
        self.state, self.reason = ("stopped" if reason else "idle"), reason
        self.moved.send()
