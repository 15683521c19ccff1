"""The parameter that asks for the past."""

from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, BeforeValidator, Field


def _written_out(value: object) -> object:
    """A number is a position: pydantic would take it for seconds since 1970."""
    if isinstance(value, str) and not value[:5].endswith("-"):
        raise ValueError("a time is written like 2026-03-02T10:15:00Z")
    return value


_Position = Annotated[int, Field(ge=0, le=2**62)]
_Time = Annotated[AwareDatetime, BeforeValidator(_written_out)]

PointInPast = Annotated[_Position | _Time, Field(union_mode="left_to_right")]

AsOf = Annotated[
    PointInPast | None,
    Query(
        alias="as-of",
        description="As it stood at a moment: a time with its offset, or the position of an event. "
        "Left out: as it stands now.",
        examples=["2026-03-02T10:15:00Z"],
    ),
]
"""Use it as `as_of: AsOf = None`."""
