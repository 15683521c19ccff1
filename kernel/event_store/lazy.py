"""Events side by side, for readers of so many that it counts what each of them costs."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import overload
from uuid import UUID, SafeUUID

from kernel.event_store import StoredEvent


class LazyEvents(Sequence[StoredEvent]):
    """Events of which each is put together when somebody looks at it, which takes as long as to
    read it. Of each column the nth value is that of the nth event; `ids` have 16 bytes.
    """

    __slots__ = ("_made", "data", "ids", "metadata", "positions", "revisions", "streams", "types")

    def __init__(
        self,
        *,
        positions: Sequence[int],
        ids: Sequence[bytes],
        types: Sequence[str],
        streams: Sequence[str],
        revisions: Sequence[int],
        metadata: Sequence[bytes],
        data: Sequence[bytes],
    ) -> None:
        self.positions, self.ids, self.types, self.streams = positions, ids, types, streams
        self.revisions, self.metadata, self.data = revisions, metadata, data
        self._made: list[StoredEvent] | None = None

    @classmethod
    def of(cls, events: Sequence[StoredEvent]) -> "LazyEvents":
        """The columns of any events: those that they came in, or made of them."""
        if isinstance(events, LazyEvents):
            return events
        return cls(
            positions=[event.position for event in events],
            ids=[event.id.bytes for event in events],
            types=[event.type for event in events],
            streams=[event.stream for event in events],
            revisions=[event.revision for event in events],
            metadata=[event.metadata for event in events],
            data=[event.data for event in events],
        )

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[StoredEvent]:
        return iter(self._all())

    @overload
    def __getitem__(self, wanted: int) -> StoredEvent: ...
    @overload
    def __getitem__(self, wanted: slice) -> Sequence[StoredEvent]: ...
    def __getitem__(self, wanted: int | slice) -> StoredEvent | Sequence[StoredEvent]:
        if self._made is not None or isinstance(wanted, slice):
            return self._all()[wanted]
        return StoredEvent(
            uuid_of(self.ids[wanted]),
            self.types[wanted],
            self.data[wanted],
            self.metadata[wanted],
            self.streams[wanted],
            self.revisions[wanted],
            self.positions[wanted],
        )

    def _all(self) -> list[StoredEvent]:
        if self._made is None:
            columns = (self.types, self.data, self.metadata, self.streams, self.revisions)
            rows = zip(map(uuid_of, self.ids), *columns, self.positions, strict=True)
            self._made = list(map(_as_event, rows))
        return self._made


_as_event = partial(tuple.__new__, StoredEvent)  # past its own `__new__`, in half the time

_new_uuid = UUID.__new__
_set_int = UUID.__dict__["int"].__set__
_set_is_safe = UUID.__dict__["is_safe"].__set__
_UNKNOWN = SafeUUID.unknown  # looked up once: a member of an enumeration costs as much as the rest


def uuid_of(raw: bytes) -> UUID:
    """`UUID(bytes=raw)` without its checks, which take as long as reading the row does."""
    uuid = _new_uuid(UUID)
    _set_int(uuid, int.from_bytes(raw, "big"))
    _set_is_safe(uuid, _UNKNOWN)
    return uuid
