"""Given what was done, when this is done, then that follows: a plan's stream, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts.envelope import Actor, Envelope, Metadata, Recorded, event_id
from contracts.model import Event
from contracts.refusal import Refusal
from contracts.sealed import Ciphertext
from services.plan.domain import plan
from services.plan.domain.commands import PlanCommand
from services.plan.domain.state import State

R = TypeVar("R", bound=Refusal)


def id_of(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def sealed(text: str = "a text") -> Ciphertext:
    """Looks sealed, and tells two texts apart."""
    return Ciphertext(f"eyJhbGciOiJkaXIifQ..iv.{text.encode().hex()}.tag")


PLAN = id_of("plan")
CLIENT = Actor(sub="client-4711", role="client", organisation="jc-duesseldorf")
COUNSELLOR = Actor(sub="staff-17", role="counsellor", organisation="jc-duesseldorf")
COLLEAGUE = Actor(sub="staff-23", role="counsellor", organisation="jc-duesseldorf")
GUARDIAN = Actor(
    sub="guardian-8", role="client", organisation="jc-duesseldorf", on_behalf_of="client-4711"
)
MEDIATOR = Actor(sub="mediator-3", role="mediator", organisation="jc-duesseldorf")
SYSTEM = Actor(sub="plan", role="system")

BEGIN = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


@dataclass
class Then:
    """What came of a command: events, or a refusal."""

    events: Sequence[Event]
    refusal: Refusal | None

    def follows(self, *expected: Event) -> None:
        assert self.refusal is None, f"refused: {self.refusal!r}"
        assert list(self.events) == list(expected)

    def follow(self, *types: type[Event]) -> Sequence[Any]:
        """Events of these types, in this order, and no others."""
        assert self.refusal is None, f"refused: {self.refusal!r}"
        assert [type(event) for event in self.events] == list(types)
        return self.events

    def nothing_follows(self) -> None:
        self.follow()

    def refused(self, kind: type[R], **fields: object) -> R:
        assert type(self.refusal) is kind, f"{self.refusal!r} {self.events}"
        assert {name: self.refusal.fields[name] for name in fields} == fields
        assert self.refusal.allowed
        return self.refusal


@dataclass
class Story:
    """One plan. Nothing here knows a rule: it decides, records and folds."""

    state: State = plan.initial
    recorded: list[Recorded[Event]] = field(default_factory=list)
    now: datetime = BEGIN
    regime: str = "sgb2-2023"

    def on(self, day: str, at: str = "09:15") -> "Story":
        """Go on at this day and time (UTC)."""
        self.now = datetime.fromisoformat(f"{day}T{at}:00+00:00")
        return self

    def given(self, *commands: PlanCommand, by: Actor = COUNSELLOR) -> "Story":
        """Done, and something followed from each."""
        for command in commands:
            assert self.when(command, by=by).events, f"nothing followed from {command!r}"
        return self

    def when(self, command: PlanCommand, *, by: Actor = COUNSELLOR) -> Then:
        metadata = self.metadata(by)
        try:
            events = plan.decide(command, self.state, metadata)
        except Refusal as refusal:
            return Then((), refusal)
        for index, event in enumerate(events):
            self._record(event_id(metadata.causation, index), event, metadata)
        return Then(events, None)

    def said(self, kind: type[Event]) -> Recorded[Any]:
        """The newest event of that type."""
        return next(one for one in reversed(self.recorded) if type(one.event) is kind)

    def metadata(self, actor: Actor) -> Metadata:
        command = uuid5(PLAN, str(len(self.recorded)))
        return Metadata(
            time=self.now,
            actor=actor,
            correlation=command,
            causation=command,
            regime=self.regime,
            plan=PLAN,
        )

    def _record(self, id: UUID, event: Event, metadata: Metadata) -> None:
        revision = len(self.recorded)
        envelope = Envelope(id, event.type, f"plan-{PLAN}", revision, revision, metadata)
        recorded = Recorded(envelope, event)
        self.state = plan.evolve(self.state, recorded)
        self.recorded.append(recorded)
