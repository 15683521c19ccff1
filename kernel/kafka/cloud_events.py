"""Events as CloudEvents 1.0 in Kafka's binary mode: the value is what is stored, byte for byte."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol
from uuid import UUID

import orjson

from kernel.event_store import StoredEvent

Headers = Sequence[tuple[str, bytes | None]]

SOURCE = "urn:kooperationsplan:"
CONTENT_TYPE = ("content-type", b"application/json")


class Message(Protocol):
    """What a consumer is handed; anybody may have written it."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...


class NotAnEvent(ValueError):
    """A message that cannot be read as one of our events: `reason` names what it lacks."""


def published(stored: StoredEvent, service: str) -> tuple[bytes, bytes, Headers]:
    """(key, value, headers). The key is the plan; where there is none, the stream.

    Beside CloudEvents' own attributes: `revision` counts a stream's events from 0, `position` is
    the place in the whole store, `metadata` are the stored bytes about who, why and under which
    law, `partitionkey` is the key (the extension of that name).
    """
    id, type, data, metadata, stream, revision, position = stored
    about = orjson.loads(metadata)
    key = (about.get("plan") or stream).encode()
    return (
        key,
        data,
        [
            *_constant(type, service),
            ("ce_id", str(id).encode()),
            ("ce_subject", stream.encode()),
            ("ce_time", about["time"].encode()),
            ("ce_revision", b"%d" % revision),
            ("ce_position", b"%d" % position),
            ("ce_partitionkey", key),
            ("ce_metadata", metadata),
        ],
    )


def stored(message: Message) -> StoredEvent:
    """The event as the store has it. Raises NotAnEvent."""
    found: dict[str, Any] = dict(message.headers)
    if message.value is None:
        raise NotAnEvent("it has no value")
    try:
        return StoredEvent(
            UUID(found["ce_id"].decode()),
            found["ce_type"].decode(),
            message.value,
            found["ce_metadata"],
            found["ce_subject"].decode(),
            int(found["ce_revision"]),
            int(found["ce_position"]),
        )
    except KeyError as cause:
        raise NotAnEvent(f"the header {cause.args[0]} is missing") from cause
    except (ValueError, AttributeError, TypeError) as cause:
        raise NotAnEvent(f"its headers cannot be read: {cause}") from cause


@cache
def _constant(type: str, service: str) -> Headers:
    return (
        CONTENT_TYPE,
        ("ce_specversion", b"1.0"),
        ("ce_type", type.encode()),
        ("ce_source", f"{SOURCE}{service}".encode()),
        ("ce_dataschema", f"{SOURCE}schema:{service}/{type}".encode()),
    )
