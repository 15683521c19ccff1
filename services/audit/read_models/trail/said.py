"""What the trail takes from an event's metadata, read as fast as it can be."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import orjson

from kernel.event_store import StoredEvent

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

ActorKey = tuple[str, str, str, str]
"""sub, role, organisation, on_behalf_of; '' where nothing is."""


class Said(NamedTuple):
    time: int
    actor: ActorKey
    plan: str | None
    correlation: int
    root: int
    """1 where the command that all the others followed from said it itself, else 0."""


def milliseconds(moment: datetime) -> int:
    """Since 1970, rounded down."""
    since = moment - _EPOCH  # dividing it by a millisecond would take three times as long
    return (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000


def moment(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND


def end_of(id: UUID) -> int:
    """The last 47 bits of a random id: what SQLite keeps in six bytes."""
    return id.int & 0x7FFF_FFFF_FFFF


def said(events: Iterable[StoredEvent]) -> list[Said]:
    """The events of one command share their metadata: it is read once for all of them."""
    found: list[Said] = []
    raw = b""
    for event in events:
        if event.metadata != raw:
            raw = event.metadata
            one = _said(raw)
        found.append(one)
    return found


def _said(metadata: bytes) -> Said:
    fields = orjson.loads(metadata)
    actor = fields["actor"]
    return Said(
        milliseconds(datetime.fromisoformat(fields["time"])),
        (
            actor["sub"],
            actor["role"],
            actor.get("organisation", ""),
            actor.get("on_behalf_of", ""),
        ),
        fields.get("plan"),
        int(fields["correlation"][-12:], 16) & 0x7FFF_FFFF_FFFF,
        int(fields["correlation"] == fields["causation"]),
    )
