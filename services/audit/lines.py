"""A line of the trail: an event with all that it must be shown with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.envelope import Recorded
from contracts.plan_document import Dispute
from contracts.sealed import Open
from kernel.projections import TrueFor
from services.audit.read_models.trail import Place, PlanFacts


@dataclass(frozen=True, slots=True)
class Line:
    """`cause` is where the event stands that led to this one; None where a person was the cause.

    `open` opens its personal texts; `marks` are the disputes against what it says.
    """

    recorded: Recorded[Any]
    plan: PlanFacts | None
    cause: Place | None
    marks: tuple[Dispute, ...]
    open: Open


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of lines. `reached` is where the next one begins, if there may be `more`."""

    lines: tuple[Line, ...]
    true_for: TrueFor
    reached: int
    more: bool


def version_of(recorded: Recorded[Any]) -> int | None:
    """The version of the plan that an event names."""
    event = recorded.event
    version = getattr(event, "version", None) or getattr(event, "from_version", None)
    return version if isinstance(version, int) else None


def causation_of(recorded: Recorded[Any]) -> UUID | None:
    """The event that led to this one, if one did: a person's command is its own correlation."""
    metadata = recorded.envelope.metadata
    return None if metadata.causation == metadata.correlation else metadata.causation
