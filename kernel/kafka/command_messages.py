"""A command as a message, and what became of it as another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import orjson

from kernel.http.in_process import Answered
from kernel.http.problems import MEDIA_TYPE, Problem
from kernel.http.truth import POSITION
from kernel.kafka.cloud_events import SOURCE, Message
from kernel.kafka.publisher import Outgoing
from kernel.kafka.received import Received
from kernel.sealing.command_key import CommandKey, NotForUs

COMMAND = b"Command.v1"
ACCEPTED, REFUSED = b"CommandAccepted.v1", b"CommandRefused.v1"
ENCRYPTED = ("content-type", b"application/jose")
_RESULTS = UUID("8a3d5f51-5b44-5c0b-8d6e-0a3f7c1d2e90")
_PASSED_ON = ("authorization", "if-match", "accept-language")


class CannotBeRead(ValueError):
    """The message is no command; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Request:
    """What HTTP would have brought: `headers` in lower case, the body in plain."""

    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def request_of(message: Message, key: CommandKey) -> Request:
    """Raises CannotBeRead."""
    said = {name: value for name, value in message.headers if value is not None}
    lacking = [name for name in ("ce_id", "ce_subject", "authorization") if name not in said]
    if lacking:
        raise CannotBeRead(f"the header {lacking[0]} is missing")
    if message.value is None:
        raise CannotBeRead("it has no value")
    try:
        path, body = said["ce_subject"].decode(), key.open(message.value)
    except NotForUs as cause:
        raise CannotBeRead(f"{cause}: see /command-key") from cause
    except UnicodeDecodeError as cause:
        raise CannotBeRead("the header ce_subject is no UTF-8") from cause
    passed = [(name.encode(), said[name]) for name in _PASSED_ON if name in said]
    return Request(
        path,
        (
            (b"idempotency-key", said["ce_id"]),
            (b"content-type", b"application/json"),
            *passed,
        ),
        body,
    )


def unreadable(message: Message, error: Exception) -> Answered:
    """The answer to what is no command."""
    problem = Problem(
        400,
        "command-unreadable",
        "The message cannot be read as a command",
        "Die Nachricht ist nicht als Auftrag lesbar",
        detail=f"{Received(message).place}: {error}.",
        allowed="Headers ce_id, ce_subject (the path) and authorization, and the body encrypted.",
    )
    members = problem.members("en", Received(message).id.urn)
    return Answered(problem.status, {"content-type": MEDIA_TYPE}, orjson.dumps(members))


def result_of(message: Message, answered: Answered, service: str) -> Outgoing:
    """The message that tells it. Its id is the same however often the command comes."""
    said = {name: value for name, value in message.headers if value is not None}
    accepted = answered.status < 400
    told = {
        "content-type": answered.headers.get("content-type", "application/json"),
        "ce_specversion": "1.0",
        "ce_type": (ACCEPTED if accepted else REFUSED).decode(),
        "ce_source": f"{SOURCE}{service}",
        "ce_id": str(uuid5(_RESULTS, Received(message).place)),
        "ce_status": str(answered.status),
        "ce_revision": answered.headers.get("etag", "").strip('"'),
        "ce_position": answered.headers.get(POSITION.lower(), ""),
    }
    headers = [(name, value.encode()) for name, value in told.items() if value]
    if "ce_subject" in said:
        headers.append(("ce_subject", said["ce_subject"]))
    if "ce_id" in said:
        headers.append(("ce_command", said["ce_id"]))
    return message.key, answered.body, headers


def command_message(
    path: str, key: str, token: str, body: bytes, *, sender: str, about: Mapping[str, str]
) -> Outgoing:
    """What a platform sends: `body` is encrypted already, `about` are headers like `if-match`."""
    told: dict[str, Any] = {
        "ce_specversion": "1.0",
        "ce_type": COMMAND.decode(),
        "ce_source": sender,
        "ce_id": key,
        "ce_subject": path,
        "authorization": f"Bearer {token}",
        **about,
    }
    headers = [(name, value.encode()) for name, value in told.items()]
    return ordered_by(path, key), body, [ENCRYPTED, *headers]


def ordered_by(path: str, key: str) -> bytes:
    """What keeps commands in order: whatever the path names first, or for something new the key."""
    return [*path.split("/"), "", ""][2].encode() or key.encode()
