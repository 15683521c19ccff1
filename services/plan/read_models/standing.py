"""A plan as it stands with everything that is listed of it: what rows and replays are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.envelope import Recorded
from contracts.plan_document import PlanDocument
from services.plan.read_models.duties import Duty, Ledger


@dataclass(frozen=True, slots=True)
class Standing:
    """`opened` is the position of the plan's first event."""

    opened: int
    document: PlanDocument
    duties: tuple[Duty, ...]


def standing_after(known: Standing | None, events: Iterable[Recorded[Any]]) -> Standing | None:
    """After `events`, which follow those of `known`; None where nothing has happened yet.

    The document of `known` is used up: keep the answer alone.
    """
    events = list(events)
    if not events:
        return known
    ledger = Ledger(known.duties if known else ())
    document = ledger.fold(known.document if known else None, events)
    opened = known.opened if known else events[0].envelope.position
    return Standing(opened, document, tuple(ledger.duties))
