"""A moment in the life of a plan: a position, a time, the agreement on a version, or now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.envelope import Envelope, Recorded


@dataclass(frozen=True, slots=True)
class Moment:
    """At most one of the three is given; none means now. Version 0 is before everything."""

    position: int | None = None
    time: datetime | None = None
    version: int | None = None

    def is_past(self, envelope: Envelope) -> bool:
        """Whether an event came only after this moment."""
        if self.position is not None:
            return envelope.position > self.position
        return self.time is not None and envelope.metadata.time > self.time


NOW = Moment()


def reached(events: Sequence[Recorded[Any]], moment: Moment) -> int:
    """How many of a stream's events, from the first on, belong to the moment.

    By time: up to the first that came later. What a clock running behind dated earlier, but was
    recorded after that one, is not counted: nobody could have read it then.
    """
    past = (i for i, recorded in enumerate(events) if moment.is_past(recorded.envelope))
    return next(past, len(events))
