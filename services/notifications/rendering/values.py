"""What a message can name, not yet in any language, personal texts still sealed."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts import plan as p
from contracts.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the catalogue, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Personal:
    """A text that somebody wrote, to be opened where it is read."""

    sealed: Sealed


@dataclass(frozen=True, slots=True)
class Copy:
    """The readable copy (Exemplar in Textform) of what was agreed."""

    agreed: p.PlanAgreed


@dataclass(frozen=True, slots=True)
class Proposed:
    agreements: tuple[p.AgreementTerms, ...]


Value = Word | Personal | Copy | Proposed | date | datetime | int | str | None
"""None: there is nothing to name in this case."""

Values = dict[str, Value]


def personal(sealed: Sealed | None) -> Personal | None:
    return Personal(sealed) if sealed is not None else None
