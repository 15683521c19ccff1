"""A plan line by line: where a value stands, in which words, and who disputes it."""

from dataclasses import dataclass
from uuid import UUID

from services.audit.answers.making import marks
from services.audit.answers.models import Mark
from services.audit.flattening import Path, flat
from services.audit.marks import Marks
from services.audit.sentences import CATALOGUES, Language
from services.audit.sentences.differences import place, value
from services.audit.standings import Standing


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """`event` is the one that stated it."""

    path: Path
    caption: str
    value: str
    event: UUID | None
    disputed: tuple[Mark, ...]


def outline(standing: Standing, language: Language) -> list[OutlineLine]:
    """Everything that the plan says, in the order of the document."""
    catalogue, open_ = CATALOGUES[language], standing.open
    by_fact = Marks.of_disputes(standing.document.disputes)
    return [
        OutlineLine(
            path,
            place(path, catalogue),
            value(leaf, path, open_, catalogue),
            leaf.fact,
            marks(by_fact.of([leaf.fact]), open_),
        )
        for path, leaf in flat(standing.document).items()
    ]
