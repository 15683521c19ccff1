"""Pages of a long list: a cursor says where the next one begins."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import orjson
from fastapi import Query

from contracts.model import Contract
from kernel.http.refusals import CursorInvalid

T = TypeVar("T")

MOST = 200

Limit = Annotated[int, Query(ge=1, le=MOST, description="Entries on a page.", examples=[50])]
"""Use it as `limit: Limit = 50`."""

Cursor = Annotated[
    str | None,
    Query(max_length=512, description="`next` of the page before; without it, the first page."),
]
"""Use it as `cursor: Cursor = None`."""


class Page(Contract, Generic[T]):
    """`next` is missing on the last page."""

    items: tuple[T, ...]
    next: str | None = None


Part = int | str | datetime | UUID


def cursor_of(*key: Part) -> str:
    """Points behind the entry with this sort key. Opaque to callers, who may only send it back."""
    return urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


def key_of(cursor: str | None, *shape: type[Part]) -> tuple[Any, ...] | None:
    """The sort key in a cursor, of the types in `shape`; None for the first page.

    A cursor grants nothing (what may be seen is checked anew), so it is not signed, only checked.
    Raises CursorInvalid.
    """
    if cursor is None:
        return None
    try:
        key = orjson.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        if isinstance(key, list):
            return tuple(_part(part, kind) for part, kind in zip(key, shape, strict=True))
    except (ValueError, OverflowError):
        pass
    raise CursorInvalid(
        "It cannot be read.", allowed="Send `next` of a page unchanged, or no cursor."
    )


def _part(part: object, kind: type[Part]) -> Part:
    """Raises ValueError."""
    match part:
        case str() if kind is str:
            return part
        case str() if kind is UUID:
            return UUID(part)
        case str() if kind is datetime:
            return datetime.fromisoformat(part).astimezone(UTC)
        case int() if kind is int and not isinstance(part, bool):
            return part
    raise ValueError(part)
