"""All streams that one plan leads to, decided and folded in memory: nothing is read back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple
from uuid import UUID

from contracts.envelope import Actor, Envelope, Metadata, Recorded, event_id
from contracts.model import Contract, Event
from services.mediation.domain import mediation
from services.notifications.domain import notification
from services.plan.domain import plan

REGIME = "sgb2-2023"

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Handled(NamedTuple):
    """A command that led to events, the first of them with this revision."""

    stream: str
    first: int
    command: Contract
    metadata: Metadata
    command_id: UUID
    events: Sequence[Event]


Written = tuple[int, int, int, str, int, list[tuple[bytes, str, bytes, bytes]]]
"""One append: milliseconds since 1970, the plan's number, which of its appends it is, stream,
revision of the first event, and the events: id, type, data, metadata. In this order they sort."""

DECIDERS = MappingProxyType(
    {"plan": plan, "mediation": mediation, "notification": notification},
)


@dataclass(slots=True)
class Stream:
    """`state` is folded over its `length` events."""

    name: str
    decider: ModuleType
    state: Any
    length: int = 0


def new_stream(category: str, id: UUID) -> Stream:
    decider = DECIDERS[category]
    return Stream(f"{category}-{id}", decider, decider.initial)


@dataclass(slots=True)
class Matter:
    """`number` is the plan's in its population; `written` what has not been taken yet.

    `handled` is for whoever wants the commands, too: a list to be filled.
    """

    number: int
    id: UUID
    now: int = 0
    written: list[Written] = field(default_factory=list)
    handled: list[Handled] | None = None
    _appends: int = 0
    _events: int = 0

    @property
    def moment(self) -> datetime:
        return EPOCH + self.now * MILLISECOND

    def take(self) -> list[Written]:
        """What was said since this was last asked."""
        written, self.written = self.written, []
        return written

    def metadata(
        self, actor: Actor, correlation: UUID, causation: UUID, request: str | None = None
    ) -> Metadata:
        return Metadata(
            time=self.moment,
            actor=actor,
            correlation=correlation,
            causation=causation,
            regime=REGIME,
            plan=self.id,
            request=request,
        )

    def handle(
        self, stream: Stream, command: Contract, metadata: Metadata, command_id: UUID
    ) -> list[Recorded[Any]]:
        """What follows. Raises Refusal, and has done nothing then.

        Positions count what this plan led to: they say what came first, and no more.
        """
        events: Sequence[Event] = stream.decider.decide(command, stream.state, metadata)
        if not events:
            return []
        first, evolve = stream.length, stream.decider.evolve
        raw, rows, recorded = metadata.to_json(), [], []
        for index, event in enumerate(events):
            id = event_id(command_id, index)
            rows.append((id.bytes, event.type, event.to_json(), raw))
            self._events += 1
            at = Envelope(id, event.type, stream.name, first + index, self._events, metadata)
            recorded.append(one := Recorded(at, event))
            stream.state = evolve(stream.state, one)
        stream.length += len(events)
        self._appends += 1
        if self.handled is not None:
            self.handled.append(Handled(stream.name, first, command, metadata, command_id, events))
        self.written.append((self.now, self.number, self._appends, stream.name, first, rows))
        return recorded


def milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // MILLISECOND
