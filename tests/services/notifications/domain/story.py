"""Given, when, then for the deciders of the notifications service."""

from collections.abc import Sequence
from datetime import UTC, datetime
from types import ModuleType
from uuid import UUID, uuid5

from contracts.envelope import Actor, Envelope, Metadata, Recorded
from contracts.model import Contract, Event

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
CAUSE = UUID("6a3b7c1e-0d41-5c52-8f3e-2f6a1b8d9e01")


def metadata(now: datetime = NOW) -> Metadata:
    actor = Actor(sub="notifications", role="system")
    return Metadata(
        time=now, actor=actor, correlation=CAUSE, causation=CAUSE, regime="sgb2-2023", plan=CAUSE
    )


def recorded(event: Event, revision: int = 0) -> Recorded[Event]:
    id = uuid5(CAUSE, str(revision))
    return Recorded(Envelope(id, event.type, "a-stream", revision, revision + 1, metadata()), event)


class Story:
    """Given what was said, when something is asked, then this follows."""

    def __init__(self, decider: ModuleType, *given: Event) -> None:
        self._decider = decider
        self.said: list[Event] = list(given)

    def when(self, command: Contract, now: datetime = NOW) -> Sequence[Event]:
        """Decide, and remember what was said."""
        state = self._decider.initial
        for revision, event in enumerate(self.said):
            state = self._decider.evolve(state, recorded(event, revision))
        decided = list(self._decider.decide(command, state, metadata(now)))
        self.said += decided
        return decided
