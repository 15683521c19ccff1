"""How an answer shall look."""

from dataclasses import dataclass
from typing import Literal

from services.audit.sentences import Language

Format = Literal["json", "csv", "text"]

MEDIA_TYPES: dict[str, Format] = {
    "application/json": "json",
    "text/csv": "csv",
    "text/plain": "text",
}


@dataclass(frozen=True, slots=True)
class Wish:
    format: Format
    language: Language


def accepted(accept: str | None) -> Format:
    """The first of ours that `Accept` names; JSON where it names none (RFC 9110 § 12.5.1)."""
    named = (part.partition(";")[0].strip().lower() for part in (accept or "").split(","))
    return next((MEDIA_TYPES[one] for one in named if one in MEDIA_TYPES), "json")
