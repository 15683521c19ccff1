"""What the services do by themselves, with their own rules: reactions, deadlines, messages.

Ids are those that they would give, so that services that follow a generated store later find
all of it done.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from contracts.envelope import Actor, Recorded
from contracts.model import Contract
from kernel.deadlines import CancelTimer, CancelTimers, SetTimer, Timer
from kernel.reactions import command_id
from koop.generate.agenda import Agenda
from koop.generate.matter import Matter, Stream, milliseconds, new_stream
from koop.generate.post import Post
from services.mediation.consumer import EndWhatIsMoot
from services.mediation.domain.commands import ExpireMediation
from services.mediation.domain.states import Running, over_at
from services.mediation.office import mediation_id
from services.mediation.plan_history import MootSince, moot_since
from services.mediation.read_models.deadlines import timers as of_mediation
from services.mediation.running import ACTOR as MEDIATION
from services.mediation.running import end_as_moot
from services.plan.consumer import FollowMediation, commands_after
from services.plan.deadlines import ACTOR as PLAN
from services.plan.deadlines import REVIEW
from services.plan.deadlines import timers as of_plan
from services.plan.domain.commands import MarkAgreementOverdue, MarkReviewDue

REACTION_TAKES, TIMER_TAKES = 20, 150
"""Milliseconds after the event, after the legal time."""

Said = Callable[[list[Recorded[Any]]], None]


class Why(NamedTuple):
    correlation: UUID
    causation: UUID
    command: UUID
    """The command's id: a reaction's, a timer's."""


class Services:
    """`said` is told of all that they say in the streams of the plan and its mediations."""

    def __init__(self, matter: Matter, agenda: Agenda, said: Said) -> None:
        self._matter, self._agenda, self._said = matter, agenda, said
        self._post = Post(matter, agenda)
        self._timers: dict[tuple[str, str], Timer] = {}
        self.plan = new_stream("plan", matter.id)
        self.mediation = self._numbered(1)
        self._mediations = 1

    def next_mediation(self) -> Stream:
        """The one that a request begins: the one after the last, where there was one."""
        if self.mediation.length:
            self._mediations += 1
            self.mediation = self._numbered(self._mediations)
        return self.mediation

    def close(self) -> None:
        self._said = lambda _: None

    def last_mediation_ended_at(self) -> datetime | None:
        return over_at(self.mediation.state, self._matter.moment)

    def hear(self, recorded: Recorded[Any]) -> None:
        """Set timers, plan messages, react."""
        in_plan = recorded.envelope.stream == self.plan.name
        self._set_timers(recorded, in_plan)
        self._post.tell(recorded)
        if not in_plan:
            for command in commands_after(recorded):
                name = f"{FollowMediation.name}/{type(command).__name__}"
                self._react(recorded, self.plan, PLAN, command, name)
        elif isinstance(self.mediation.state, Running) and (moot := moot_since(recorded)):
            self._end_as_moot(moot, recorded)

    def _end_as_moot(self, moot: MootSince, recorded: Recorded[Any]) -> None:
        command = end_as_moot(moot)
        self._react(recorded, self.mediation, MEDIATION, command, EndWhatIsMoot.name)

    def _react(
        self, to: Recorded[Any], stream: Stream, actor: Actor, command: Contract, name: str
    ) -> None:
        cause = to.envelope
        id = command_id(cause.id, name)
        why = Why(cause.metadata.correlation, cause.id, id)
        work = partial(self._do, stream, command, actor, why)
        self._agenda.add(self._matter.now + REACTION_TAKES, work)

    def _set_timers(self, recorded: Recorded[Any], in_plan: bool) -> None:
        at = recorded.envelope
        for change in (of_plan if in_plan else of_mediation)(recorded):
            match change:
                case SetTimer(key=key, due_at=due, payload=payload):
                    timer = Timer(at.stream, key, due, payload, at.id, at.position)
                    self._timers[at.stream, key] = timer
                    self._agenda.add(milliseconds(due) + TIMER_TAKES, partial(self._due, timer))
                case CancelTimer(key=key):
                    self._timers.pop((at.stream, key), None)
                case CancelTimers(prefix=prefix):
                    self._cancel(at.stream, prefix)

    def _cancel(self, stream: str, prefix: str) -> None:
        for key in [k for k in self._timers if k[0] == stream and k[1].startswith(prefix)]:
            del self._timers[key]

    def _due(self, timer: Timer) -> None:
        if self._timers.get((timer.stream, timer.key)) is not timer:
            return
        del self._timers[timer.stream, timer.key]
        why = Why(UUID(timer.payload["correlation"]), timer.set_by, timer.id)
        if timer.stream == self.plan.name:
            kind = MarkReviewDue if timer.key == REVIEW else MarkAgreementOverdue
            command = kind.model_validate(timer.payload["command"])
            self._do(self.plan, command, PLAN, why)
        else:
            self._do(self.mediation, ExpireMediation(), MEDIATION, why)

    def _do(self, stream: Stream, command: Contract, actor: Actor, why: Why) -> None:
        metadata = self._matter.metadata(actor, why.correlation, why.causation)
        self._said(self._matter.handle(stream, command, metadata, why.command))

    def _numbered(self, number: int) -> Stream:
        return new_stream("mediation", mediation_id(self._matter.id, number))
