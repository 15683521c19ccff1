"""Appending wherever the stream ends.

The server recognises such a repetition only for as long as it remembers; we do for ever, so what
may land anywhere is looked up first and then sent with the revision at which it has to land.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from kernel.event_store import (
    Appended,
    NewEvent,
    NoStream,
    StoreUnavailable,
    WrongExpectedRevision,
)
from kernel.event_store.eventstoredb.placing import Placing
from kernel.event_store.eventstoredb.reading import Reading

REMEMBERED = 500
"""Streams whose ids are kept in memory."""

MOST = 50
"""Conflicts in a row with writers in other processes before we give way."""


class _Known:
    """The ids of a stream's events, up to where we have seen it."""

    def __init__(self) -> None:
        self.ids: list[UUID] = []
        self.revisions: dict[UUID, int] = {}
        self.turn = asyncio.Lock()

    def add(self, ids: Sequence[UUID]) -> None:
        for id in ids:
            self.revisions.setdefault(id, len(self.ids))
            self.ids.append(id)

    @property
    def actual(self) -> int | None:
        return len(self.ids) - 1 if self.ids else None


class Anywhere:
    def __init__(self, placing: Placing, reading: Reading) -> None:
        self._placing, self._reading = placing, reading
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def append(
        self, stream: str, events: Sequence[NewEvent], *, must_exist: bool
    ) -> Appended:
        """Raises as Placing does."""
        known = self._of(stream)
        async with known.turn:  # those of one process queue here instead of in conflicts
            if not known.ids:
                await self._learn(stream, known)
            for _ in range(MOST):
                if must_exist and not known.ids:
                    raise WrongExpectedRevision(stream, NoStream(), None)
                earlier = [known.revisions[e.id] for e in events if e.id in known.revisions]
                if earlier:
                    return await self._repeated(stream, known, events, min(earlier))
                try:
                    return await self._add(stream, known, events)
                except WrongExpectedRevision:
                    await self._learn(stream, known)
        raise StoreUnavailable(f"{stream} has too many writers at once: repeat it")

    async def _add(self, stream: str, known: _Known, events: Sequence[NewEvent]) -> Appended:
        appended = await self._placing.append(stream, events, len(known.ids))
        known.add([event.id for event in events])
        return appended

    async def _repeated(
        self, stream: str, known: _Known, events: Sequence[NewEvent], first: int
    ) -> Appended:
        last = first + len(events) - 1
        if last >= len(known.ids):  # others, or appends at a revision, may have gone on since
            await self._learn(stream, known)
        if known.ids[first : last + 1] != [event.id for event in events]:
            raise WrongExpectedRevision(stream, NoStream(), known.actual)
        [event] = await self._reading.stream(stream, last, False, 1)
        return Appended(last, event.position)

    async def _learn(self, stream: str, known: _Known) -> None:
        newer = await self._reading.stream(stream, len(known.ids), False, None)
        known.add([event.id for event in newer])

    def _of(self, stream: str) -> _Known:
        known = self._known.setdefault(stream, _Known())
        self._known.move_to_end(stream)
        for name in list(self._known)[: len(self._known) - REMEMBERED]:
            if not self._known[name].turn.locked():
                del self._known[name]
        return known
