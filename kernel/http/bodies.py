"""From the bytes of a request to a model, its personal texts sealed on the way."""

import asyncio
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from contracts.sealed import Seal
from kernel.http.refusals import BodyTooLarge, BodyTooSlow, BrokenJson, InvalidRequest, NotJson
from kernel.http.validation import body_errors

LIMIT = 1024 * 1024
"""Bytes that the body of a request may have."""

PATIENCE = 30.0
"""Seconds within which a body has to arrive."""

M = TypeVar("M", bound=BaseModel)


async def body_of(request: Request) -> bytes:
    """The body, never holding more than LIMIT of it. Raises NotJson, BodyTooLarge, BodyTooSlow."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise NotJson(
            "The body has to be JSON and to say so.", allowed="Content-Type: application/json"
        )
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > LIMIT:
        raise _too_large()
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(request)
    except TimeoutError as cause:
        raise BodyTooSlow(
            f"The body did not arrive within {PATIENCE:.0f} s.", allowed="Send it again."
        ) from cause


async def _read(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LIMIT:
            raise _too_large()
        chunks.append(chunk)
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
