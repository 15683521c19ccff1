"""One told history as a mould: every clone has ids, names and times of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from benchmarks.telling import (
    CLIENT_ID,
    COLLEAGUE_ID,
    COUNSELLOR_ID,
    JOBCENTER,
    MEDIATOR_ID,
    Step,
)
from contracts.envelope import event_id
from kernel.event_store import Exact, ExpectedRevision, NewEvent, NoStream

NAMES = (CLIENT_ID, COUNSELLOR_ID, COLLEAGUE_ID, MEDIATOR_ID, JOBCENTER)

_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_OWN = re.compile(f"({_ID}|{_INSTANT}|{'|'.join(NAMES)})")

Piece = bytes | UUID | datetime | str
"""What all clones share; an id, an instant or a name that each exchanges for its own."""

_RANDOM_BITS = ~((0xF << 76) | (0x3 << 62)) & ((1 << 128) - 1)
"""Those of an id that say neither its version nor its variant."""


@dataclass(frozen=True, slots=True)
class Template:
    """What one command appends to one stream. `events` are (id, type, data, metadata)."""

    time: datetime
    stream: Sequence[Piece]
    expected: ExpectedRevision
    events: Sequence[tuple[UUID, str, Sequence[Piece], Sequence[Piece]]]


def mould(steps: Sequence[Step]) -> list[Template]:
    return [_template(step) for step in steps if step.events]


def _template(step: Step) -> Template:
    metadata = _pieces(step.metadata.to_json())
    events = [
        (event_id(step.id, index), event.type, _pieces(event.to_json()), metadata)
        for index, event in enumerate(step.events)
    ]
    expected = Exact(step.at - 1) if step.at else NoStream()
    return Template(step.metadata.time, _pieces(step.stream.encode()), expected, events)


def _pieces(raw: bytes) -> list[Piece]:
    return [piece for text in _OWN.split(raw.decode()) if (piece := _piece(text))]


def _piece(text: str) -> Piece:
    if text in NAMES:
        return text
    if re.fullmatch(_ID, text):
        return UUID(text)
    return datetime.fromisoformat(text) if re.fullmatch(_INSTANT, text) else text.encode()


@dataclass(frozen=True, slots=True)
class Clone:
    """`key` turns the ids of the mould into its own, `shift` the times."""

    key: int
    shift: timedelta
    names: Mapping[str, bytes]

    def append(self, template: Template) -> tuple[str, list[NewEvent], ExpectedRevision]:
        """For `EventStore.append`."""
        events = [
            NewEvent(UUID(int=self._id(id)), type, self._bytes(data), self._bytes(metadata))
            for id, type, data, metadata in template.events
        ]
        return self._bytes(template.stream).decode(), events, template.expected

    def _id(self, id: UUID) -> int:
        return id.int ^ (self.key & _RANDOM_BITS)

    def _bytes(self, pieces: Sequence[Piece]) -> bytes:
        return b"".join([p if type(p) is bytes else self._own(p) for p in pieces])

    def _own(self, piece: Piece) -> bytes:
        if isinstance(piece, UUID):
            digits = f"{self._id(piece):032x}"
            parts = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
            return "-".join(parts).encode()
        if isinstance(piece, datetime):
            return (piece + self.shift).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        assert isinstance(piece, str)
        return self.names[piece]
