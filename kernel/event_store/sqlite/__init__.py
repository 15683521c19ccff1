"""The embedded event store: one SQLite file, one writer with group commit.

Several processes may use the same file. Whatever `append` has answered survives a crash.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self, cast

from kernel.event_store import (
    LARGEST_EVENT,
    Appended,
    Columns,
    EventTooLarge,
    ExpectedRevision,
    NewEvent,
    Page,
    StoredEvent,
)
from kernel.event_store.sqlite.file import connect_reader, open_file
from kernel.event_store.sqlite.news import News
from kernel.event_store.sqlite.reader import Question, Reader
from kernel.event_store.sqlite.watcher import Watcher
from kernel.event_store.sqlite.writer import MOST_BYTES, PROBE, Append, Request, Together, Writer
from kernel.lane import Lane

_PAGE_READERS = 2
_STREAMS_AT_ONCE = 64
_WEIGHT = 512
"""Bytes by which an append weighs more than its events."""


class SqliteEventStore:
    """Implements EventStore, ReadsByStream, OffersHeadings, ReadsColumns and AppendsTogether.

    Get one with `await SqliteEventStore.open(path)`.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, which takes some milliseconds; from a coroutine use `open`."""
        self._connection = open_file(path)
        self._news = News()
        self._watcher = Watcher(connect_reader(path), self._news)
        self._readers = [Reader(connect_reader(path)) for _ in range(_PAGE_READERS + 1)]
        first, *others = [reader.answer for reader in self._readers]
        self._appends = Lane[Request, Appended](
            "event-store-writer", [Writer(self._connection, self._news).commit], MOST_BYTES
        )
        self._streams = Lane[Question, Any]("event-store-streams", [first], _STREAMS_AT_ONCE)
        self._pages = Lane[Question, Any]("event-store-pages", others, 1)

    @classmethod
    async def open(cls, path: Path | str) -> Self:
        """Open the store in this file; create it if there is none.

        Raises NotAnEventStore, StoreFull, StoreUnavailable.
        """
        return await asyncio.to_thread(cls, Path(path))

    async def append(
        self, stream: str, events: Sequence[NewEvent], expected: ExpectedRevision
    ) -> Appended:
        append = Append(stream, events, expected)
        return await self._appends.submit(append, _weight(append))

    async def append_together(
        self, appends: Sequence[tuple[str, Sequence[NewEvent], ExpectedRevision]]
    ) -> None:
        if appends:
            together = Together([Append(*append) for append in appends])
            await self._appends.submit(together, sum(map(_weight, together.appends)))

    async def check_writable(self) -> None:
        await self._appends.submit(PROBE, _WEIGHT)

    async def read_stream(
        self,
        stream: str,
        *,
        start: int | None = None,
        backwards: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        question = partial(
            Reader.stream, name=stream, start=start, backwards=backwards, limit=limit
        )
        return cast(list[StoredEvent], await self._streams.submit(question))

    async def read_streams(self, streams: Sequence[str]) -> Sequence[StoredEvent]:
        """In one read: all of them as they were at one moment."""
        question = partial(Reader.several, names=streams)
        return cast(list[StoredEvent], await self._pages.submit(question))

    async def read_all(
        self, *, after: int = 0, categories: Sequence[str] = (), limit: int = 1000
    ) -> Page:
        question = partial(Reader.page, after=after, categories=categories, limit=limit)
        return cast(Page, await self._pages.submit(question))

    async def read_at(self, positions: Sequence[int]) -> Sequence[StoredEvent]:
        question = partial(Reader.at, positions=positions)
        return cast(list[StoredEvent], await self._pages.submit(question))

    async def read_columns_at(self, positions: Sequence[int]) -> Columns:
        question = partial(Reader.columns_at, positions=positions)
        return cast(Columns, await self._pages.submit(question))

    def subscribe(
        self, *, after: int = 0, categories: Sequence[str] = (), page: int = 1000
    ) -> AsyncIterator[Page]:
        """Beyond the port: a page comes after every commit, if need be an empty one."""
        return self._follow(after, partial(Reader.page, categories=categories, limit=page))

    def subscribe_headings(
        self,
        *,
        bodies: Collection[str],
        after: int = 0,
        categories: Sequence[str] = (),
        page: int = 10_000,
    ) -> AsyncIterator[Page]:
        question = partial(Reader.page, categories=categories, limit=page, bodies=tuple(bodies))
        return self._follow(after, question)

    async def _follow(self, after: int, question: Callable[..., Page]) -> AsyncIterator[Page]:
        known = None
        with self._watcher.watching():
            while True:
                asked = partial(question, after=after, known=known)
                found = cast(Page, await self._pages.submit(asked))
                yield found
                after = found.position
                if found.caught_up:
                    known = await self._news.after(after)

    async def scan_streams(
        self,
        *,
        categories: Sequence[str],
        until: int,
        after: str | None = None,
        last: str | None = None,
        page: int = 10_000,
    ) -> AsyncIterator[Page]:
        """Streams come in the order in which they began.

        Only the last page has a position, `until`: before it, none is complete. Raises ValueError
        for an unknown `after` or `last`.
        """
        caught_up = False
        while not caught_up:
            question = partial(
                Reader.streams,
                after=after,
                last=last,
                categories=categories,
                until=until,
                limit=page,
            )
            found = await self._pages.submit(question)
            yield found
            caught_up = found.caught_up
            after = found.events[-1].stream if found.events else after

    async def split_streams(self, parts: int) -> Sequence[str]:
        question = partial(Reader.split, parts=parts)
        return cast(list[str], await self._pages.submit(question))

    async def head(self) -> int:
        return cast(int, await self._streams.submit(Reader.head))

    async def close(self) -> None:
        self._news.end("the event store is closed")
        await asyncio.to_thread(self._release)

    def _release(self) -> None:
        for lane in (self._appends, self._streams, self._pages):
            lane.close()
        self._watcher.close()
        for reader in self._readers:
            reader.close()
        self._connection.close()


def _weight(append: Append) -> int:
    """Raises EventTooLarge, ValueError for no events."""
    stream, events, _ = append
    if not events:
        raise ValueError(f"nothing to append to {stream}")
    weight = _WEIGHT
    for event in events:
        size = len(event.data)
        if size > LARGEST_EVENT:
            raise EventTooLarge(event.id, size)
        weight += size + len(event.metadata)
    return weight
