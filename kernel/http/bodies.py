"""From the bytes of a request to a model, its personal texts sealed on the way."""

import asyncio
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from contracts.sealed import Seal
from kernel.http.refusals import BodyTooLarge, BodyTooSlow, BrokenJson, InvalidRequest, NotJson
from kernel.http.validation import body_errors

LIMIT = 1024 * 1024
"""Bytes that the body of a request may have."""

PATIENCE = 30.0
"""Seconds within which a body has to arrive."""

M = TypeVar("M", bound=BaseModel)


async def body_of(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    """The body, never holding more than LIMIT of it.

    Raises NotJson, BodyTooLarge, BodyTooSlow, and ClientDisconnect.
    """
    media_type = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type != b"application/json":
        raise NotJson(
            "The body has to be JSON and to say so.", allowed="Content-Type: application/json"
        )
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced) > LIMIT:
        raise _too_large()
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(receive)
    except TimeoutError as cause:
        raise BodyTooSlow(
            f"The body did not arrive within {PATIENCE:.0f} s.", allowed="Send it again."
        ) from cause


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    room = LIMIT
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        room -= len(chunks[-1])
        if room < 0:
            raise _too_large()
        more = message.get("more_body", False)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _too_large() -> BodyTooLarge:
    return BodyTooLarge(
        f"A request has at most {LIMIT} bytes.", allowed="Send less, or in parts.", limit=LIMIT
    )


def parsed(model: type[M], raw: bytes, seal: Seal | None) -> M:
    """Validated straight from the bytes. Raises BrokenJson, InvalidRequest, what `seal` raises."""
    try:
        found: M = model.__pydantic_validator__.validate_json(raw, context={"seal": seal})
        return found
    except ValidationError as cause:
        errors = cause.errors(include_url=False, include_input=False)
        if errors[0]["type"] == "json_invalid":
            raise broken_json() from None
        raise InvalidRequest(body_errors(errors, raw)) from None


def broken_json() -> BrokenJson:
    return BrokenJson("The body cannot be read as JSON.", allowed="Send one JSON object in UTF-8.")
