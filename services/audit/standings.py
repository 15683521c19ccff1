"""A plan as it stood, and what was different from one standing to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.envelope import Envelope, Recorded
from contracts.plan import PlanAgreed
from contracts.plan_document import Dispute, PlanDocument, fold, with_marks
from contracts.sealed import Open
from kernel.projections import TrueFor
from services.audit.comparing import Difference, View, differences
from services.audit.lines import causation_of
from services.audit.marks import Marks, marks_of
from services.audit.moments import Moment, reached
from services.audit.reasons import because
from services.audit.refusals import NoSuchVersion, NotOpenedThen, OutOfOrder

History = Sequence[Recorded[Any]]
"""All events of one plan, in order."""

Causes = Mapping[UUID | None, Recorded[Any]]
"""The events of other streams that led to some of a plan's events, by id."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`document` after the event `last`. Its marks are those known when it was asked for: what was
    disputed later is shown as disputed since then."""

    document: PlanDocument
    last: Envelope
    true_for: TrueFor
    open: Open


def document_after(events: History, count: int) -> PlanDocument:
    """The plan after its first `count` events, with the marks of all of them."""
    document = fold(events[:count])
    assert document is not None
    marks = sorted(marks_of(events).all(), key=lambda mark: mark.at)
    with_marks(document, marks)
    document.disputes = marks
    return document


def count_at(events: History, moment: Moment) -> int:
    """How many events make the standing of a moment. Raises NotOpenedThen, NoSuchVersion."""
    if moment.version is not None:
        return count_of_version(events, moment.version)
    count = reached(events, moment)
    if count == 0:
        raise NotOpenedThen(events[0].envelope.metadata.time.isoformat())
    return count


def count_of_version(events: History, version: int) -> int:
    """How many events it took up to an agreed version; none for 0. Raises NoSuchVersion."""
    agreed = {
        recorded.event.version: index + 1
        for index, recorded in enumerate(events)
        if isinstance(recorded.event, PlanAgreed)
    }
    if version != 0 and version not in agreed:
        raise NoSuchVersion(version, max(agreed, default=0))
    return agreed.get(version, 0)


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference, the event that made it, and those it goes back to, the earliest first."""

    difference: Difference
    made_by: Recorded[Any]
    because: tuple[Recorded[Any], ...]
    marks: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`before` is None for the empty plan."""

    before: Envelope | None
    after: Envelope
    differences: tuple[Explained, ...]
    true_for: TrueFor
    open: Open


def explained(
    events: History, between: tuple[int, int], view: View, open_: Open, causes: Causes
) -> list[Explained]:
    """Between the standings after so many events and after so many. Raises OutOfOrder."""
    first, last = between
    if last < first or last == 0:
        raise OutOfOrder
    marks = marks_of(events)
    found = differences(events, first, last, view, open_)
    return [_explained(events, difference, causes, marks) for difference in found]


def _explained(events: History, difference: Difference, causes: Causes, marks: Marks) -> Explained:
    made_by = events[difference.index]
    chain = because(events, difference.index)
    # What led to the change, or to the revision that it belongs to, in another stream.
    elsewhere = [causes.get(causation_of(one)) for one in (*chain[-1:], made_by)]
    found = {one.envelope.id: one for one in (*elsewhere, *chain) if one is not None}
    in_order = sorted(found.values(), key=lambda one: one.envelope.position)
    leaves = (difference.before, difference.after)
    facts = [leaf.fact for leaf in leaves if leaf is not None]
    return Explained(difference, made_by, tuple(in_order), marks.of([*facts, made_by.envelope.id]))
