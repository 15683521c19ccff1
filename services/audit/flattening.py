"""A document as a flat table: where a value stands → the value and the event that said it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from contracts.plan_document import AgreedVersion, Fact, PlanDocument, Terms

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value as JSON has it; texts stay sealed. `fact` is the event that stated it."""

    value: Any
    fact: UUID | None


_PROVENANCE = frozenset({"event", "at", "disputed"})
_BOOKKEEPING = frozenset({"revision", "opened"})
"""They move with every event, or never."""


def flat(thing: object) -> dict[Path, Leaf]:
    """Everything that a document, or a part of it, says. What is missing has no leaf."""
    return dict(_leaves(thing, (), None))


def _leaves(thing: Any, path: Path, fact: UUID | None) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(thing, dict):
        for key, part in thing.items():
            yield from _leaves(part, (*path, str(key)), fact)
    elif isinstance(thing, list | tuple) and any(is_dataclass(part) for part in thing):
        for part in thing:
            yield from _leaves(part, (*path, _key(part)), fact)
    elif is_dataclass(thing):
        yield from _of_fact(thing, path, getattr(thing, "event", fact))
    elif thing is not None and thing not in ([], ()):
        yield path, Leaf(plain(thing), fact)


def _of_fact(thing: Any, path: Path, fact: UUID | None) -> Iterator[tuple[Path, Leaf]]:
    skipped = _PROVENANCE | (_BOOKKEEPING if isinstance(thing, PlanDocument) else frozenset())
    names = [field.name for field in fields(thing) if field.name not in skipped]
    if not names and isinstance(thing, Fact):  # a bare fact says when
        yield path, Leaf(plain(thing.at), fact)
    for name in names:
        yield from _leaves(getattr(thing, name), (*path, name), fact)


def _key(part: Any) -> str:
    """What a thing in a list is known by, wherever it stands in it."""
    if isinstance(part, Terms):
        return str(part.agreement)
    if isinstance(part, AgreedVersion):
        return str(part.version)
    return str(part.event)


def plain(value: Any) -> Any:
    """As JSON has it."""
    match value:
        case BaseModel():
            return value.model_dump(mode="json", exclude_none=True)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case list() | tuple():
            return [plain(part) for part in value]
        case _:
            return value
