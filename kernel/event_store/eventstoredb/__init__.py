"""The event store of production: EventStoreDB or its successor KurrentDB, 23.10 or newer.

Over `kurrentdbclient`: its connections, protocol and errors. Its own iterators and its one call per
append are left aside: they cost more than everything else together.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from time import monotonic
from typing import Self

from kernel.event_store import (
    LARGEST_EVENT,
    AnyRevision,
    Appended,
    EventTooLarge,
    Exact,
    ExpectedRevision,
    Located,
    NewEvent,
    NoStream,
    Page,
    StoredEvent,
    StreamExists,
    WrongExpectedRevision,
)
from kernel.event_store.eventstoredb.anywhere import Anywhere
from kernel.event_store.eventstoredb.connection import Connection
from kernel.event_store.eventstoredb.meaning import ConnectionStringRefused
from kernel.event_store.eventstoredb.patience import Times
from kernel.event_store.eventstoredb.placing import Placing
from kernel.event_store.eventstoredb.reading import Reading
from kernel.event_store.eventstoredb.subscription import Subscription

__all__ = ["ConnectionStringRefused", "EventStoreDB", "Times"]


class EventStoreDB:
    """Implements EventStore and ReadsLocated.

    Positions are the log's commit positions: bytes, not a count.
    """

    def __init__(self, uri: str, times: Times | None = None) -> None:
        """Nothing is connected yet: whoever needs the server first does that.

        Raises ConnectionStringRefused.
        """
        self._times = times or Times()
        self._connection = Connection(uri, self._times)
        self._reading = Reading(self._connection, self._times)
        self._placing = Placing(self._connection, self._reading, self._times)
        self._anywhere = Anywhere(self._placing, self._reading)
        self._proven = -self._times.proof
        self._following: set[Subscription] = set()

    @classmethod
    async def open(cls, uri: str, times: Times | None = None) -> Self:
        """A store on the server that `uri` names; it need not be there yet."""
        return cls(uri, times)

    async def append(
        self, stream: str, events: Sequence[NewEvent], expected: ExpectedRevision
    ) -> Appended:
        """Beyond the port: raises EventsLost, AppendTooLarge and AccessRefused."""
        if not events:
            raise ValueError(f"nothing to append to {stream}")
        for event in events:
            if len(event.data) > LARGEST_EVENT:
                raise EventTooLarge(event.id, len(event.data))
        try:
            return await self._append(stream, events, expected)
        except WrongExpectedRevision as conflict:
            raise WrongExpectedRevision(stream, expected, conflict.actual) from None

    async def check_writable(self) -> None:
        """Writes at most every few seconds, what the server itself soon forgets."""
        if monotonic() - self._proven >= self._times.proof:
            await self._placing.prove()
            self._proven = monotonic()

    async def read_stream(
        self,
        stream: str,
        *,
        start: int | None = None,
        backwards: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Beyond the port: raises EventsLost, StoreUnavailable and AccessRefused."""
        return await self._reading.stream(stream, start, backwards, limit)

    async def read_streams(self, streams: Sequence[str]) -> Sequence[StoredEvent]:
        """Some at a time: the server reads one stream a call."""
        return await self._reading.streams(streams)

    async def read_all(
        self, *, after: int = 0, categories: Sequence[str] = (), limit: int = 1000
    ) -> Page:
        return await self._reading.page(after, categories, limit)

    async def read_at(self, positions: Sequence[int]) -> Sequence[StoredEvent]:
        """The server has no question for many positions: some are asked for beside each other."""
        return await self._reading.at(positions)

    async def read_located(self, places: Sequence[Located]) -> Sequence[StoredEvent]:
        """What lies close together in one stream comes with one call."""
        return await self._reading.located(places)

    async def subscribe(
        self, *, after: int = 0, categories: Sequence[str] = (), page: int = 1000
    ) -> AsyncIterator[Page]:
        """Raises StoreUnavailable once the server has been gone for too long: begin anew then."""
        subscription = Subscription(self._connection, self._reading, self._times, categories, page)
        self._following.add(subscription)
        try:
            async with aclosing(subscription.pages(after)) as pages:
                async for found in pages:
                    yield found
        finally:
            self._following.discard(subscription)

    async def head(self) -> int:
        return await self._reading.head()

    async def close(self) -> None:
        self._connection.close()
        for subscription in list(self._following):
            subscription.end()
        await self._connection.closed()

    async def _append(
        self, stream: str, events: Sequence[NewEvent], expected: ExpectedRevision
    ) -> Appended:
        match expected:
            case Exact(revision):
                return await self._placing.append(stream, events, revision + 1)
            case NoStream():
                return await self._placing.append(stream, events, 0)
            case StreamExists():
                return await self._anywhere.append(stream, events, must_exist=True)
            case AnyRevision():
                return await self._anywhere.append(stream, events, must_exist=False)
