"""The parameter that asks for the past."""

from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, Field

_Position = Annotated[int, Field(ge=0, le=2**62)]

AsOf = Annotated[
    Annotated[_Position | AwareDatetime, Field(union_mode="left_to_right")] | None,
    Query(
        alias="as-of",
        description="As it stood at a moment: a time with its offset, or the position of an event. "
        "Left out: as it stands now.",
        examples=["2026-03-02T10:15:00Z"],
    ),
]
"""Use it as `as_of: AsOf = None`."""
