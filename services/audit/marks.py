"""The marks of disputed facts: whatever shows such a fact carries them (§ 84 Abs. 2 SGB X)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.envelope import Recorded
from contracts.model import Event
from contracts.plan import FactDisputed
from contracts.plan_document import Dispute
from contracts.sealed import Ciphertext
from services.audit.texts import sealed_in


@dataclass(frozen=True, slots=True)
class Marks:
    """All disputes that concern some plans. `texts` are those that a disputed event brought up."""

    by_fact: Mapping[UUID, Sequence[Dispute]] = field(default_factory=dict)
    texts: Mapping[Ciphertext, UUID] = field(default_factory=dict)

    @staticmethod
    def of_disputes(disputes: Iterable[Dispute]) -> "Marks":
        by_fact: dict[UUID, list[Dispute]] = {}
        for mark in disputes:
            by_fact.setdefault(mark.fact, []).append(mark)
        return Marks(by_fact)

    def all(self) -> list[Dispute]:
        return [mark for marks in self.by_fact.values() for mark in marks]

    def of(self, facts: Iterable[UUID | None]) -> tuple[Dispute, ...]:
        """Those against any of these facts, in order of time."""
        named = {fact for fact in facts if fact in self.by_fact}
        found = (mark for fact in named if fact for mark in self.by_fact[fact])
        return tuple(sorted(found, key=lambda mark: (mark.at, mark.event)))

    def on(self, recorded: Recorded[Any]) -> tuple[Dispute, ...]:
        """Those that an event is shown with: it is disputed itself, it names a disputed event, or
        it repeats the words of one. A dispute is not a mark on itself."""
        if not self.by_fact:
            return ()
        event, own = recorded.event, recorded.envelope.id
        repeated = (self.texts.get(text) for text in sealed_in(event))
        found = self.of([own, *_named_in(event), *repeated])
        return tuple(mark for mark in found if mark.event != own)


def marks_of(events: Iterable[Recorded[Any]]) -> Marks:
    """`events` hold the disputes and the facts that they are about, maybe among others."""
    events = list(events)
    disputes = (_mark(one) for one in events if isinstance(one.event, FactDisputed))
    by_fact = Marks.of_disputes(disputes).by_fact
    disputed = (one for one in events if one.envelope.id in by_fact)
    texts = {text: one.envelope.id for one in disputed for text in sealed_in(one.event)}
    return Marks(by_fact, texts)


def _mark(recorded: Recorded[FactDisputed]) -> Dispute:
    at, event = recorded.envelope, recorded.event
    return Dispute(at.id, at.metadata.time, event.fact, event.party, event.text)


def _named_in(event: Event) -> list[UUID]:
    values = [getattr(event, name) for name in type(event).model_fields]
    flat = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
    return [part for part in flat if isinstance(part, UUID)]
