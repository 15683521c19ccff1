"""A case as at an event: read from the streams of its plan and its mediation, nothing remembered.

Whatever hears of the same event again, after a crash or years later, sees the same case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.envelope import Envelope, Recorded
from contracts.plan import ConsequencesSuspended
from kernel.codec import Codec
from kernel.event_store import EventStore
from services.notifications.case import Case
from services.notifications.planning import Notice, reminders

History = Sequence[Recorded[Any]]
"""The events of a plan and of one of its mediations, in the order of their positions."""


@dataclass(frozen=True, slots=True)
class Change:
    """`case` after an event, and what there was `before` it to remind of."""

    before: Mapping[UUID, Notice]
    case: Case


class Cases:
    def __init__(self, store: EventStore) -> None:
        self._store, self._codec = store, Codec(EVENTS)

    async def change(self, recorded: Recorded[Any], plan: UUID) -> Change:
        """What an event of a plan, or of one of its mediations, changed."""
        at = recorded.envelope
        mediation = at.stream if at.stream.startswith("mediation-") else None
        history = as_at(at, await self.history(plan, mediation, until=at.position))
        case = fold(history[:-1])
        before = reminders(case)
        case.add(history[-1])
        return Change(before, case)

    async def history(
        self, plan: UUID, mediation: str | None = None, until: int | None = None
    ) -> History:
        """Up to position `until`. Without a `mediation`, of the one that the plan heard of last."""
        of_plan = await self._read(f"plan-{plan}", until)
        stream = mediation or _newest_mediation(of_plan)
        of_mediation = await self._read(stream, until) if stream else []
        return sorted([*of_plan, *of_mediation], key=lambda one: one.envelope.position)

    async def event(self, stream: str, revision: int) -> Recorded[Any]:
        """Raises IndexError where the stream is shorter."""
        stored = await self._store.read_stream(stream, start=revision, limit=1)
        return self._codec.recorded(stored[0])

    async def _read(self, stream: str, until: int | None) -> list[Recorded[Any]]:
        stored = await self._store.read_stream(stream)
        wanted = (one for one in stored if until is None or one.position <= until)
        return self._codec.recorded_all(wanted)


def as_at(at: Envelope, history: Iterable[Recorded[Any]]) -> History:
    """What had been said when the event `at` was, which is the last of them."""
    return [
        one
        for one in history
        if one.envelope.position <= at.position
        and (one.envelope.stream != at.stream or one.envelope.revision <= at.revision)
    ]


def fold(history: Iterable[Recorded[Any]]) -> Case:
    case = Case()
    for recorded in history:
        case.add(recorded)
    return case


def _newest_mediation(of_plan: Iterable[Recorded[Any]]) -> str | None:
    """The stream of the mediation that the plan heard of last, whether it has ended or not."""
    suspended = (one.event for one in of_plan if isinstance(one.event, ConsequencesSuspended))
    newest = next(reversed(list(suspended)), None)
    return f"mediation-{newest.mediation}" if newest else None
