"""The event store port: append to a stream, read it, follow everything.

Events are opaque bytes here. A store gives every event a revision (consecutive within its
stream, from 0) and a position (growing over the whole store, not necessarily consecutive, never
seen out of order by any reader).
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, NamedTuple, Protocol, runtime_checkable
from uuid import UUID

LARGEST_EVENT = 1024 * 1024
"""Bytes that the data of one event may have."""


class NewEvent(NamedTuple):
    id: UUID
    type: str
    data: bytes
    metadata: bytes


class StoredEvent(NamedTuple):
    """Built by the million: as a tuple for two thirds of what a frozen dataclass costs."""

    id: UUID
    type: str
    data: bytes
    metadata: bytes
    stream: str
    revision: int
    position: int


@dataclass(frozen=True, slots=True)
class Exact:
    """The stream's last event has this revision."""

    revision: int


@dataclass(frozen=True, slots=True)
class NoStream:
    """The stream has no event yet."""


@dataclass(frozen=True, slots=True)
class StreamExists:
    """The stream has at least one event."""


@dataclass(frozen=True, slots=True)
class AnyRevision:
    """The stream may be as it likes."""


ExpectedRevision = Exact | NoStream | StreamExists | AnyRevision


@dataclass(frozen=True, slots=True)
class Appended:
    """Where the last event of an append stands. The same answer for a repeated append."""

    revision: int
    position: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in order; `caught_up` says that nothing newer was there when it was read.

    `position` is where the reader stands after it: the next page starts behind it.
    """

    events: Sequence[StoredEvent]
    position: int
    caught_up: bool


class EventStoreError(Exception):
    """The root of what a store may raise."""


class WrongExpectedRevision(EventStoreError):
    """Somebody else wrote first: reload and decide again."""

    def __init__(self, stream: str, expected: ExpectedRevision, actual: int | None) -> None:
        super().__init__(f"{stream} is at {actual}, not at {expected}")
        self.stream, self.expected, self.actual = stream, expected, actual


class EventTooLarge(EventStoreError):
    def __init__(self, event: UUID, size: int) -> None:
        super().__init__(f"event {event} has {size} bytes, at most {LARGEST_EVENT} are allowed")
        self.event, self.size = event, size


class EventsLost(EventStoreError):
    """Events of a stream are gone. Nothing here ever deletes: somebody else did, or a disk.

    Never to be taken for a stream that does not exist: stop, find out, restore.
    """


class StoreFull(EventStoreError):
    """No room left: nothing was written; works again as soon as there is room."""


class StoreUnavailable(EventStoreError):
    """The store does not answer. The append may or may not have happened: repeat it, same ids."""


class EventStore(Protocol):
    async def append(
        self, stream: str, events: Sequence[NewEvent], expected: ExpectedRevision
    ) -> Appended:
        """Add `events` to `stream`, all or none, durably before it returns.

        Repeating an append with the same ids writes nothing and answers as the first time did,
        whatever was appended since.

        Raises WrongExpectedRevision, EventTooLarge, StoreFull, StoreUnavailable; ValueError for
        no events at all.
        """

    async def check_writable(self) -> None:
        """Make something durable that counts for nothing. Raises StoreFull, StoreUnavailable."""

    async def read_stream(
        self,
        stream: str,
        *,
        start: int | None = None,
        backwards: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The stream's events from revision `start` on (default: its first; backwards: its last).

        An unknown stream has none.
        """

    async def read_streams(self, streams: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of several streams at once, stream by stream in the order named.

        Unknown ones have none. For as many as fit into memory: whoever reads more does it in parts.
        """

    async def read_all(
        self, *, after: int = 0, categories: Sequence[str] = (), limit: int = 1000
    ) -> Page:
        """The next events after position `after`, in order, of the categories named (none: all).

        A stream's category is its name up to the first hyphen.
        """

    async def read_at(self, positions: Sequence[int]) -> Sequence[StoredEvent]:
        """The events at these positions, in the order of the store, in one go.

        For readers that keep an index of the store: what is scattered over many streams costs one
        question instead of one for each. A position without an event is left out.
        """

    def subscribe(
        self, *, after: int = 0, categories: Sequence[str] = (), page: int = 1000
    ) -> AsyncIterator[Page]:
        """Every event after `after`, page by page, then every new one as it is written.

        Never skips, never repeats, ends only when the caller stops. A page that is caught up may
        be empty: the first one after catching up always comes.
        """

    async def head(self) -> int:
        """The position of the newest event, 0 for an empty store."""

    async def close(self) -> None:
        """Finish what was begun and release everything. Closing twice is fine."""


@runtime_checkable
class ReadsByStream(Protocol):
    """What a store may offer beside the port, because it makes rebuilding cheaper."""

    def scan_streams(
        self,
        *,
        categories: Sequence[str],
        until: int,
        after: str | None = None,
        last: str | None = None,
        page: int = 10_000,
    ) -> AsyncIterator[Page]:
        """Every event up to position `until`, grouped by stream, whole streams in each page.

        Streams come in an order of the store's own; `after` names the last stream already read,
        `last` the last one to be read.
        """

    async def split_streams(self, parts: int) -> Sequence[str]:
        """The last stream of each but the last of so many parts, in that order, about as large as
        each other; fewer where there are few streams."""


@runtime_checkable
class OffersHeadings(Protocol):
    """What a store may offer beside the port, because it makes filling an index of it cheaper."""

    def subscribe_headings(
        self,
        *,
        bodies: Collection[str],
        after: int = 0,
        categories: Sequence[str] = (),
        page: int = 10_000,
    ) -> AsyncIterator[Page]:
        """As `subscribe`, but no event says its stream, and only those whose type is among `bodies`
        have data: both are empty otherwise."""


class Located(NamedTuple):
    """Where an event stands; `stream` is None where the reader's index does not name it."""

    position: int
    stream: str | None
    revision: int


@runtime_checkable
class ReadsLocated(Protocol):
    """What a store may offer beside the port, because it finds an event faster by its stream than
    by its position."""

    async def read_located(self, places: Sequence[Located]) -> Sequence[StoredEvent]:
        """As `read_at`."""


class Columns(NamedTuple):
    """Events side by side: the nth value of each column is that of the nth event. Ids are text."""

    positions: Sequence[int]
    ids: Sequence[bytes]
    types: Sequence[str]
    streams: Sequence[str]
    revisions: Sequence[int]
    metadata: Sequence[bytes]
    data: Sequence[bytes]

    def where(self, wanted: Sequence[bool]) -> "Columns":
        columns: list[Any] = [list(compress(column, wanted)) for column in self]
        return Columns(*columns)


def columns_of(events: Sequence[StoredEvent]) -> Columns:
    return Columns(
        [event.position for event in events],
        [str(event.id).encode() for event in events],
        [event.type for event in events],
        [event.stream for event in events],
        [event.revision for event in events],
        [event.metadata for event in events],
        [event.data for event in events],
    )


@runtime_checkable
class ReadsColumns(Protocol):
    """What a store may offer beside the port, because it makes exporting cheaper."""

    async def read_columns_at(self, positions: Sequence[int]) -> Columns:
        """As `read_at`, without an object for each event: other threads can work meanwhile."""


@runtime_checkable
class AppendsTogether(Protocol):
    """What a store may offer beside the port, because it makes filling one cheaper."""

    async def append_together(
        self, appends: Sequence[tuple[str, Sequence[NewEvent], ExpectedRevision]]
    ) -> None:
        """Several appends in their order, all or none, durably before it returns.

        Repeating them writes nothing. Raises what `append` raises.
        """
