"""An event store that forgets: as little as the port asks for, to test its followers with."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import groupby

from kernel.event_store import (
    Appended,
    Exact,
    ExpectedRevision,
    NewEvent,
    NoStream,
    Page,
    StoredEvent,
    StreamExists,
    WrongExpectedRevision,
)


class MemoryStore:
    def __init__(self) -> None:
        self.events: list[StoredEvent] = []
        self._written = asyncio.Event()

    async def append(
        self, stream: str, events: Sequence[NewEvent], expected: ExpectedRevision
    ) -> Appended:
        there = await self.read_stream(stream)
        repeated = [one for one in there if one.id in {new.id for new in events}]
        if repeated:
            return Appended(repeated[-1].revision, repeated[-1].position)
        _check(stream, expected, there)
        for revision, new in enumerate(events, len(there)):
            position = len(self.events) + 1
            self.events.append(
                StoredEvent(new.id, new.type, new.data, new.metadata, stream, revision, position)
            )
        written, self._written = self._written, asyncio.Event()
        written.set()
        return Appended(len(there) + len(events) - 1, len(self.events))

    async def read_stream(
        self,
        stream: str,
        *,
        start: int | None = None,
        backwards: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        found = [one for one in self.events if one.stream == stream]
        if backwards:
            found = [one for one in found if start is None or one.revision <= start][::-1]
        else:
            found = found[start or 0 :]
        return found[:limit]

    async def read_streams(self, streams: Sequence[str]) -> Sequence[StoredEvent]:
        names = dict.fromkeys(streams)
        return [one for name in names for one in self.events if one.stream == name]

    async def read_all(
        self, *, after: int = 0, categories: Sequence[str] = (), limit: int = 1000
    ) -> Page:
        await asyncio.sleep(0)
        found = [one for one in self.events[after:] if _belongs(one, categories)]
        if len(found) > limit:
            return Page(found[:limit], found[limit - 1].position, False)
        return Page(found, len(self.events), True)

    async def read_at(self, positions: Sequence[int]) -> Sequence[StoredEvent]:
        return [one for one in self.events if one.position in set(positions)]

    async def subscribe(
        self, *, after: int = 0, categories: Sequence[str] = (), page: int = 1000
    ) -> AsyncIterator[Page]:
        position, first = after, True
        while True:
            written = self._written
            found = await self.read_all(after=position, categories=categories, limit=page)
            position = found.position
            if found.events or (first and found.caught_up):
                first = first and not found.caught_up
                yield found
            if found.caught_up:
                await written.wait()

    async def split_streams(self, parts: int) -> Sequence[str]:
        names = sorted({one.stream for one in self.events})
        ends = sorted({len(names) * part // parts for part in range(1, parts)} - {0})
        return [names[end - 1] for end in ends]

    async def scan_streams(
        self,
        *,
        categories: Sequence[str],
        until: int,
        after: str | None = None,
        last: str | None = None,
        page: int = 10_000,
    ) -> AsyncIterator[Page]:
        await asyncio.sleep(0)
        wanted = [one for one in self.events[:until] if _belongs(one, categories)]
        wanted.sort(key=lambda one: (one.stream, one.revision))
        pending: list[StoredEvent] = []
        for stream, events in groupby(wanted, lambda one: one.stream):
            if (after is None or stream > after) and (last is None or stream <= last):
                pending += events
                if len(pending) >= page:
                    yield Page(pending, pending[-1].position, False)
                    pending = []
        if pending:
            yield Page(pending, pending[-1].position, True)

    async def head(self) -> int:
        return len(self.events)

    async def close(self) -> None:
        pass


def _belongs(event: StoredEvent, categories: Sequence[str]) -> bool:
    return not categories or event.stream.partition("-")[0] in categories


def _check(stream: str, expected: ExpectedRevision, there: Sequence[StoredEvent]) -> None:
    actual = there[-1].revision if there else None
    match expected:
        case Exact(revision) if revision != actual:
            raise WrongExpectedRevision(stream, expected, actual)
        case NoStream() if there:
            raise WrongExpectedRevision(stream, expected, actual)
        case StreamExists() if not there:
            raise WrongExpectedRevision(stream, expected, actual)
