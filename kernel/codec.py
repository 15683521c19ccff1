"""Between contract models and the bytes that are stored and published."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from contracts.envelope import Envelope, Metadata, Recorded
from contracts.model import Event
from kernel.event_store import NewEvent, StoredEvent

_metadata_from = Metadata.__pydantic_validator__.validate_json


class UnknownEventType(LookupError):
    """An event of a type that this version of the software was never told about."""

    def __init__(self, stored: StoredEvent) -> None:
        super().__init__(f"{stored.type} at {stored.stream}@{stored.revision} is in no catalogue")
        self.stored = stored


class Codec:
    """Knows the catalogue of events: `type` → model."""

    def __init__(self, catalogue: Mapping[str, type[Event]]) -> None:
        self._event_from = {
            name: model.__pydantic_validator__.validate_json for name, model in catalogue.items()
        }

    def recorded(self, stored: StoredEvent) -> Recorded[Event]:
        """Raises UnknownEventType, and pydantic's ValidationError for bytes that do not fit."""
        event_from = self._event_from.get(stored.type)
        if event_from is None:
            raise UnknownEventType(stored)
        return Recorded(envelope(stored), event_from(stored.data))

    def recorded_all(self, stored: Iterable[StoredEvent]) -> list[Recorded[Event]]:
        return [self.recorded(one) for one in stored]


def metadata(stored: StoredEvent) -> Metadata:
    """The metadata alone, for readers that need no more."""
    found: Metadata = _metadata_from(stored.metadata)
    return found


def envelope(stored: StoredEvent) -> Envelope:
    id, type, _, raw, stream, revision, position = stored
    return Envelope(id, type, stream, revision, position, _metadata_from(raw))


def to_store(id: UUID, event: Event, metadata: bytes) -> NewEvent:
    return NewEvent(id, event.type, event.to_json(), metadata)
