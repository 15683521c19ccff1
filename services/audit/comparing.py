"""What is different between two standings of a plan, and which event made it so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.envelope import Recorded
from contracts.plan_document import Content, PlanDocument, apply
from contracts.sealed import Open
from services.audit.flattening import Leaf, Path, flat
from services.audit.texts import comparable

View = Callable[[PlanDocument], object]
"""The part of a document that is compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """At `path`: None before is added, None after is removed. `index` is the event's that did it,
    in the stream."""

    path: Path
    before: Leaf | None
    after: Leaf | None
    index: int


def whole(plan: PlanDocument) -> object:
    return plan


def agreed_content(plan: PlanDocument) -> Content:
    """What is being agreed on: the draft where there is one, otherwise what is in force."""
    if plan.draft is not None:
        return plan.draft.content
    return plan.in_force or Content()


def differences(
    events: Sequence[Recorded[Any]], first: int, last: int, view: View, open_: Open
) -> list[Difference]:
    """Between the standing after `first` events of a stream and that after `last` of them.

    Every step between is looked at, so that each difference that is left in the end names the
    event that brought its value about. Applying all to the first standing gives the second.
    """
    standings = _standings(events[:last], first, view)
    _, before = next(standings) if first else (0, {})
    now, made_by = before, dict[Path, int]()
    for index, after in standings:
        made_by |= dict.fromkeys(_changed(now, after, open_), index)
        now = after
    return [
        Difference(path, before.get(path), now.get(path), made_by[path])
        for path in _changed(before, now, open_)
    ]


def _standings(
    events: Sequence[Recorded[Any]], start: int, view: View
) -> Iterator[tuple[int, dict[Path, Leaf]]]:
    """The document, flat, after `start` events and after each one that follows."""
    plan: PlanDocument | None = None
    for index, recorded in enumerate(events):
        plan = apply(plan, recorded)
        if index + 1 >= start:
            yield index, flat(view(plan))


def _changed(before: dict[Path, Leaf], after: dict[Path, Leaf], open_: Open) -> list[Path]:
    """In the order of the later document, what is gone last."""
    paths = [*after, *(path for path in before if path not in after)]
    return [path for path in paths if not _same(before.get(path), after.get(path), open_)]


def _same(one: Leaf | None, other: Leaf | None, open_: Open) -> bool:
    if one is None or other is None:
        return one is other
    if one.value == other.value:
        return True
    return bool(comparable(one.value, open_) == comparable(other.value, open_))
