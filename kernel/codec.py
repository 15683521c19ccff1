"""Between contract models and the bytes that are stored and published.

Exact in what is written, tolerant in what is read: fields that a newer producer added to the same
version are left aside, and older versions become the newest one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from contracts.catalogue import type_of
from contracts.envelope import Envelope, Metadata, Recorded
from contracts.model import Contract, Event
from contracts.upcasting import UPCASTERS, Upcaster, steps_from
from kernel.event_store import NewEvent, StoredEvent
from kernel.told import told


def _reader(model: type[Contract]) -> Callable[[bytes], Any]:
    return partial(model.__pydantic_validator__.validate_json, extra="ignore")


_metadata_from = _reader(Metadata)


class UnknownEventType(LookupError):
    """An event of a type that this version of the software was never told about."""

    def __init__(self, stored: StoredEvent) -> None:
        super().__init__(f"{stored.type} at {stored.stream}@{stored.revision} is in no catalogue")
        self.stored = stored


class Codec:
    """Knows the catalogue of events, `type` → model, and every older version of these."""

    def __init__(
        self, catalogue: Mapping[str, type[Event]], upcasters: Sequence[Upcaster] = UPCASTERS
    ) -> None:
        self._event_from = {name: _reader(model) for name, model in catalogue.items()}
        newest = frozenset(catalogue.values())
        for old in (upcaster.old for upcaster in upcasters):
            steps = steps_from(old, upcasters)
            if steps[-1].new in newest:
                self._event_from[type_of(old)] = _older_reader(old, steps)

    def recorded(self, stored: StoredEvent) -> Recorded[Event]:
        """Raises UnknownEventType, and pydantic's ValidationError for bytes that do not fit."""
        return Recorded(envelope(stored), self.event(stored))

    def event(self, stored: StoredEvent) -> Any:
        """What it says alone, for readers that need no envelope. Raises as `recorded` does."""
        event_from = self._event_from.get(stored.type)
        if event_from is None:
            raise UnknownEventType(stored)
        return event_from(stored.data)

    def recorded_all(self, stored: Iterable[StoredEvent]) -> list[Recorded[Event]]:
        return [self.recorded(one) for one in stored]

    def told_all(self, stored: Iterable[StoredEvent]) -> list[Recorded[Event]]:
        """As `recorded_all`, for folding by the million: metadata know no more than `Told` does."""
        return [
            Recorded(Envelope(id, type, stream, revision, position, told(raw)), self.event(event))
            for event in stored
            for id, type, _, raw, stream, revision, position in (event,)
        ]


def _older_reader(old: type[Event], steps: Sequence[Upcaster]) -> Callable[[bytes], Event]:
    event_from = _reader(old)

    def read(data: bytes) -> Event:
        event: Event = event_from(data)
        for step in steps:
            event = step.upcast(event)
        return event

    return read


def metadata(stored: StoredEvent) -> Metadata:
    """The metadata alone, for readers that need no more."""
    found: Metadata = _metadata_from(stored.metadata)
    return found


def envelope(stored: StoredEvent) -> Envelope:
    id, type, _, raw, stream, revision, position = stored
    return Envelope(id, type, stream, revision, position, _metadata_from(raw))


def to_store(id: UUID, event: Event, metadata: bytes) -> NewEvent:
    return NewEvent(id, event.type, event.to_json(), metadata)
