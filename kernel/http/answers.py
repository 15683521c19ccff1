"""Answers: a model to bytes, its personal texts opened on the way."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError
from starlette.responses import Response

from contracts.sealed import Open
from kernel.http.preconditions import etag
from kernel.http.truth import POSITION


def answer(
    content: BaseModel,
    *,
    open: Open | None = None,
    revision: int | None = None,
    position: int = 0,
    status: int = 200,
    location: str | None = None,
) -> Response:
    """`open` for those who may read the texts; `revision` becomes the ETag; a command tells the
    `position` of what it led to, 0 where that was nothing. `null` is left out.

    Raises TamperedText.
    """
    headers = {}
    if revision is not None:
        headers["ETag"] = etag(revision)
    if position:
        headers[POSITION] = str(position)
    if location is not None:
        headers["Location"] = location
    return Response(_bytes(content, open), status, headers, "application/json")


def _bytes(content: BaseModel, open: Open | None) -> bytes:
    context = {"open": open}
    try:
        return content.__pydantic_serializer__.to_json(content, context=context, exclude_none=True)
    except PydanticSerializationError as failed:
        raise _cause(content, context) or failed from None


def _cause(content: BaseModel, context: Mapping[str, Any]) -> BaseException | None:
    """To JSON, pydantic puts what `open` raised into words; to Python, it keeps the exception."""
    try:
        content.__pydantic_serializer__.to_python(content, context=dict(context))
    except PydanticSerializationError as failed:
        return failed.__cause__
    return None
