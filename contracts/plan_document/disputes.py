"""How the plan reads once a party disputes a fact: shown from then on only with that mark."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from contracts.envelope import Envelope
from contracts.plan import FactDisputed
from contracts.plan_document.document import PlanDocument
from contracts.plan_document.fact import Dispute, Fact


def disputed(plan: PlanDocument, event: FactDisputed, at: Envelope) -> None:
    """Marks everything on the plan that the disputed event said."""
    mark = Dispute(at.id, at.metadata.time, event.fact, event.party, event.text)
    plan.disputes.append(mark)
    marked: set[int] = set()
    for fact in facts(plan):
        if fact.event == event.fact and id(fact) not in marked:
            marked.add(id(fact))
            fact.disputed = (*fact.disputed, mark)


def facts(thing: object) -> Iterator[Fact]:
    """Every fact that a document, or a part of it, shows, in no particular order."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Fact):
            yield part
        waiting.extend(_parts(part))


def _parts(thing: Any) -> Iterable[object]:
    if isinstance(thing, (list, tuple)):
        return thing
    if isinstance(thing, dict):
        return thing.values()
    values = (getattr(thing, name) for name in _fields_of(thing.__class__))
    return [value for value in values if value.__class__ not in _PLAIN]


@cache
def _fields_of(kind: type) -> Sequence[str]:
    """Looked up once for each type: a document has hundreds of parts."""
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []


_PLAIN = frozenset({str, int, UUID, date, datetime, type(None)})


def disputed_facts(plan: PlanDocument) -> frozenset[UUID]:
    """The ids of the events that somebody disputes."""
    return frozenset(mark.fact for mark in plan.disputes)


def with_marks(part: object, marks: Iterable[Dispute]) -> None:
    """Put `marks` on a part of an earlier document: what is disputed later was said earlier."""
    by_fact: dict[UUID, tuple[Dispute, ...]] = {}
    for mark in marks:
        by_fact[mark.fact] = (*by_fact.get(mark.fact, ()), mark)
    for fact in facts(part):
        fact.disputed = by_fact.get(fact.event, ())
