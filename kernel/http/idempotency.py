"""The Idempotency-Key of a request and the command id that follows from it."""

import re
from uuid import UUID, uuid5

from kernel.http.refusals import IdempotencyKeyInvalid, IdempotencyKeyMissing

COMMANDS = UUID("5b1f7f0e-6f4c-5f0a-9d53-2f3f5d0c8a11")
"""The namespace of commands that came over HTTP. Changing it makes every retry a new command."""

_KEY = re.compile(r"[\x21-\x7e]{1,128}\Z")


def command_id(sub: str, method: str, path: str, key: str | None) -> UUID:
    """The same person sending the same key to the same place means the same command.

    Raises IdempotencyKeyMissing, IdempotencyKeyInvalid.
    """
    if key is None:
        raise IdempotencyKeyMissing(
            "Without it a repeated request could not be told from a second one.",
            allowed="Idempotency-Key: 1 to 128 visible characters, new for each new request.",
        )
    if not _KEY.match(key):
        raise IdempotencyKeyInvalid(
            "It is empty, too long, or holds spaces or characters outside ASCII.",
            allowed="Idempotency-Key: 1 to 128 visible characters.",
        )
    return uuid5(COMMANDS, f"{sub}|{method}|{path}|{key}")
