"""A plan's history, told through the real deciders; whoever is to be told of it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts.envelope import Actor, Envelope, Metadata, Recorded, event_id
from contracts.model import Contract, Event
from contracts.plan import (
    AgreementFellOverdue,
    AgreementMissed,
    AppointmentSet,
    CooperationDemanded,
    DraftOffered,
    HearingOffered,
    PlanAgreed,
    ReviewFellDue,
)
from contracts.sealed import Ciphertext
from kernel.sealing.jwe import Box
from services.mediation.domain import mediation
from services.notifications.domain import commands as tell
from services.notifications.domain import notification
from services.plan.domain import plan

PLAN = uuid5(NAMESPACE_URL, "benchmarks/plan")
CLIENT_ID, COUNSELLOR_ID, COLLEAGUE_ID = "client-4711", "staff-17", "staff-23"
MEDIATOR_ID, JOBCENTER = "mediator-3", "jc-duesseldorf"
"""Names that a clone of the story exchanges for its own, as it does with every id."""

CLIENT = Actor(sub=CLIENT_ID, role="client", organisation=JOBCENTER)
COUNSELLOR = Actor(sub=COUNSELLOR_ID, role="counsellor", organisation=JOBCENTER)
MEDIATOR = Actor(sub=MEDIATOR_ID, role="mediator", organisation=JOBCENTER)
_BY_ITSELF = Actor(sub="plan", role="system")
_NOTIFIER = Actor(sub="notifications", role="system")

REGIME = "sgb2-2023"
TOLD = {
    DraftOffered: "draft-offered",
    PlanAgreed: "plan-agreed",
    AppointmentSet: "appointment-set",
    AgreementFellOverdue: "agreement-overdue",
    AgreementMissed: "agreement-missed",
    CooperationDemanded: "cooperation-demanded",
    HearingOffered: "hearing-offered",
    ReviewFellDue: "review-due",
}
"""Of which events the client is told, and with which template."""

_DECIDERS: dict[str, ModuleType] = {
    "plan": plan,
    "mediation": mediation,
    "notification": notification,
}
_BOX = Box(b"a benchmark's key, never a real1")


def sealed(text: str) -> Ciphertext:
    return Ciphertext(_BOX.seal(text.encode()))


def id_of(name: str) -> UUID:
    return uuid5(PLAN, name)


@dataclass(frozen=True, slots=True)
class Step:
    """A command and what came of it. `at` is the revision of the first event in its stream."""

    stream: str
    at: int
    command: Contract
    id: UUID
    metadata: Metadata
    events: Sequence[Event]


@dataclass(slots=True)
class _Stream:
    state: Any
    length: int = 0


@dataclass
class Telling:
    """One plan from `now` on. Raises whatever a decider refuses: a story has to be possible."""

    now: datetime
    steps: list[Step] = field(default_factory=list)
    _streams: dict[str, _Stream] = field(default_factory=dict)

    @property
    def state(self) -> Any:
        """Of the plan."""
        return self._of(f"plan-{PLAN}").state

    def newest(self, kind: type[Event]) -> UUID:
        """The id of the newest event of that type."""
        return next(
            event_id(step.id, i)
            for step in reversed(self.steps)
            for i, event in enumerate(step.events)
            if type(event) is kind
        )

    def after(self, days: int, minutes: int = 7) -> "Telling":
        self.now += timedelta(days=days, minutes=minutes)
        return self

    def does(self, *commands: Contract, by: Actor = COUNSELLOR) -> "Telling":
        """What people do with the plan, some minutes apart."""
        for command in commands:
            self.now += timedelta(minutes=3)
            self._tell_of(self._decide(f"plan-{PLAN}", command, by))
        return self

    def happens(self, *commands: Contract) -> "Telling":
        """What the clock and reactions do with the plan."""
        return self.does(*commands, by=_BY_ITSELF)

    def mediates(self, *commands: Contract, by: Actor) -> "Telling":
        for command in commands:
            self.now += timedelta(minutes=11)
            self._decide(f"mediation-{id_of('mediation')}", command, by)
        return self

    def _decide(
        self, stream: str, command: Contract, by: Actor, cause: UUID | None = None
    ) -> list[Recorded[Event]]:
        decider, of = _DECIDERS[stream.partition("-")[0]], self._of(stream)
        id = id_of(f"command/{len(self.steps)}")
        metadata = Metadata(
            time=self.now,
            actor=by,
            correlation=id,
            causation=cause or id,
            regime=REGIME,
            plan=PLAN,
            request=None if by.role == "system" else "q0Kqj8gmYv3oVwCkq2u7d8x5p8eZ0V5hWm1rV7bqk9c",
        )
        events = decider.decide(command, of.state, metadata)
        recorded = [
            Recorded(Envelope(event_id(id, i), e.type, stream, of.length + i, 0, metadata), e)
            for i, e in enumerate(events)
        ]
        self.steps.append(Step(stream, of.length, command, id, metadata, events))
        of.length += len(events)
        for one in recorded:
            of.state = decider.evolve(of.state, one)
        return recorded

    def _tell_of(self, recorded: Sequence[Recorded[Event]]) -> None:
        for one in recorded:
            template = TOLD.get(type(one.event))
            if template is not None:
                self._notify(one.envelope, template)

    def _notify(self, cause: Envelope, template: str) -> None:
        id = notification.notification_id(cause.id, CLIENT_ID, template, None)
        planned = tell.PlanNotification(
            recipient=CLIENT_ID,
            capacity="client",
            client=CLIENT_ID,
            template=template,
            template_version=1,
            language="de",
            channel="outbox",
            cause=cause.id,
            cause_stream=cause.stream,
            cause_revision=cause.revision,
            not_before=self.now,
        )
        sent = tell.RecordSent(
            channel="outbox",
            language="de",
            template_version=1,
            provider_id=f"<{id}@kooperationsplan.example>",
            rendered="sha256:4be2b7bb0f6f8d0b0d2a53b1a0a0a3f0bb7e1b26a2a9f2cbf86d6c9a45a1c3de",
        )
        for command in (planned, sent):
            self._decide(notification.stream(id), command, _NOTIFIER, cause.id)

    def _of(self, stream: str) -> _Stream:
        initial = _DECIDERS[stream.partition("-")[0]].initial
        return self._streams.setdefault(stream, _Stream(initial))
