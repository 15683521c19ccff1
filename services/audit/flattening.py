"""A document as a flat table: where a value stands → the value and the event that said it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from contracts.envelope import Actor
from contracts.plan import Acceptance
from contracts.plan_document import AgreedVersion, Fact, PlanDocument, Terms
from contracts.sealed import Open
from services.audit.texts import is_sealed

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value as the contracts have it, texts sealed. `fact` is the event that stated it."""

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
    elif isinstance(thing, list | tuple) and any(map(_is_whole, thing)):
        for part in thing:
            yield from _leaves(part, (*path, _key(part)), fact)
    elif _is_whole(thing):
        yield from _of_whole(thing, path, getattr(thing, "event", fact))
    elif thing is not None and thing not in ([], ()):
        yield path, Leaf(tuple(thing) if isinstance(thing, list) else thing, fact)


def _is_whole(thing: Any) -> bool:
    """Whether it has parts of its own. An actor is told in one piece."""
    return is_dataclass(thing) or (isinstance(thing, BaseModel) and not isinstance(thing, Actor))


def _of_whole(thing: Any, path: Path, fact: UUID | None) -> Iterator[tuple[Path, Leaf]]:
    names = [name for name in _names(thing) if name not in _PROVENANCE | _left_out(thing)]
    if not names and isinstance(thing, Fact):  # a bare fact says when
        yield path, Leaf(thing.at, fact)
    for name in names:
        yield from _leaves(getattr(thing, name), (*path, name), fact)


def _left_out(thing: Any) -> frozenset[str]:
    """What the path says already, or what tells nothing."""
    match thing:
        case PlanDocument():
            return _BOOKKEEPING
        case Terms():
            return frozenset({"agreement"})
        case _:
            return frozenset()


def _names(thing: Any) -> list[str]:
    if isinstance(thing, BaseModel):
        return list(type(thing).model_fields)
    return [field.name for field in fields(thing)]


def _key(part: Any) -> str:
    """What a thing in a list is known by, wherever it stands in it."""
    match part:
        case Terms():
            return str(part.agreement)
        case AgreedVersion():
            return str(part.version)
        case Acceptance():
            return part.party
        case _:
            return str(part.event)


def plain(value: Any, open_: Open) -> Any:
    """A leaf's value as JSON has it, its text opened."""
    match value:
        case BaseModel():
            return value.model_dump(mode="json", exclude_none=True)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case tuple():
            return [plain(part, open_) for part in value]
        case _:
            return open_(value) if is_sealed(value) else value
