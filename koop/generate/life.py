"""One client's years with a plan: people act by habit, the services as they always do."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Literal, get_args
from uuid import UUID

from contracts.envelope import Actor, Envelope, Recorded
from contracts.model import Contract, Event
from contracts.refusal import Refusal
from contracts.sealed import Ciphertext
from kernel.sealing.jwe import encoded
from koop.generate.agenda import Agenda
from koop.generate.cast import MEDIATORS, Member, Population, jobcenter_name
from koop.generate.matter import EPOCH, MILLISECOND, Matter, milliseconds
from koop.generate.services import Services
from koop.generate.texts import Pen
from services.mediation.domain import commands as mediating
from services.mediation.domain.states import Running
from services.mediation.persons import persons_in
from services.plan.domain.legal_time import day_of
from services.plan.domain.state import Open

A_DAY = 24 * 60 * 60 * 1000
_AN_HOUR = A_DAY // 24
_OFFICE, _PORTAL = (7, 9), (5, 15)
"""First hour in UTC, and how many: offices on working days, clients on any day."""

_OF_MEDIATION = frozenset(get_args(mediating.MediationCommand))

Who = Literal["client", "counsellor", "mediator"]
Act = Callable[[], Contract | None]
"""What somebody asks for when the time has come: nothing where there is no reason any more."""

Habit = Callable[["Life", Any, Envelope], None]
"""What people make up their minds to do about an event."""

Habits = Mapping[type[Event], Habit]


class Life:
    """Whoever is refused goes away again, as at the counter: then nothing is written."""

    def __init__(self, population: Population, member: Member, habits: Habits) -> None:
        self.member, self.random = member, member.random
        self.agenda = Agenda()
        self.matter = Matter(member.number, self.new_id(), milliseconds(member.begin))
        self.pursued: set[UUID] = set()
        self.persons: frozenset[str] = frozenset()
        self.representative: Actor | None = None
        self.refused = 0
        self._pen = Pen(population.seed, member.client, self.random)
        self._staff, self._jobcenter = population.staff, jobcenter_name(member.jobcenter)
        self._client = Actor(sub=member.client, role="client", organisation=self._jobcenter)
        self._habits = habits
        self.services = Services(self.matter, self.agenda, self._said)
        self.counsellor = self.somebody()
        self.mediator = self.some_mediator()

    def run(self, until: int) -> None:
        """Everything that happens before `until`."""
        agenda, matter = self.agenda, self.matter
        while (at := agenda.next()) is not None and at < until:
            at, doing = agenda.take()
            matter.now = max(at, matter.now)
            doing()

    def over(self) -> bool:
        """Whether nothing more can come. If so, life and services let go of each other: they are
        too many to wait for somebody to look for cycles."""
        if self.agenda.next() is None:
            self.services.close()
            return True
        return False

    @property
    def plan(self) -> Open | None:
        state = self.services.plan.state
        return state if isinstance(state, Open) else None

    @property
    def mediation(self) -> Running | None:
        state = self.services.mediation.state
        return state if isinstance(state, Running) else None

    @property
    def moment(self) -> datetime:
        return self.matter.moment

    @property
    def today(self) -> date:
        return day_of(self.moment)

    def in_days(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def days_until(self, day: date) -> int:
        return (day - self.today).days

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def between(self, least: float, most: float) -> float:
        return least + (most - least) * self.random.random()

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def writes(self, topic: str) -> Ciphertext:
        return self._pen.writes(topic)

    def somebody(self) -> Actor:
        """Any counsellor of the jobcenter."""
        sub = f"staff-{self.member.jobcenter:03}-{self.random.randrange(self._staff):03}"
        return Actor(sub=sub, role="counsellor", organisation=self._jobcenter)

    def some_mediator(self) -> Actor:
        sub = f"mediator-{self.member.jobcenter:03}-{self.random.randrange(MEDIATORS)}"
        return Actor(sub=sub, role="mediator", organisation=self._jobcenter)

    def soon(self, who: Who, act: Act, minutes: float = 4) -> None:
        """In the same talk."""
        self.agenda.add(self.matter.now + int(minutes * 60_000), partial(self._do, who, act))

    def later(self, who: Who, days: float, act: Act) -> None:
        """On some day, when offices are open or clients awake."""
        at = self._at_a_good_hour(who, self.matter.now + int(days * A_DAY))
        self.agenda.add(at, partial(self._do, who, act))

    def office_hour(self, days: float) -> datetime:
        """A moment for a talk, so many days from now."""
        at = self._at_a_good_hour("counsellor", self.matter.now + int(days * A_DAY))
        return EPOCH + at // _AN_HOUR * _AN_HOUR * MILLISECOND

    def _at_a_good_hour(self, who: Who, at: int) -> int:
        day = at // A_DAY
        first, hours = _PORTAL if who == "client" else _OFFICE
        if who != "client" and (weekday := (day + 3) % 7) >= 5:
            day += 7 - weekday
        good = day * A_DAY + first * _AN_HOUR + int(self.random.random() * hours * _AN_HOUR)
        return good if good > self.matter.now else self.matter.now + 60_000

    def _do(self, who: Who, act: Act) -> None:
        try:
            command = act()
            if command is not None:
                self._said(self._handle(self._acting(who), command))
        except Refusal:
            self.refused += 1

    def _handle(self, actor: Actor, command: Contract) -> list[Recorded[Any]]:
        id = self.new_id()
        stream = self.services.plan
        if isinstance(command, mediating.RequestMediation):
            stream = self.services.next_mediation()
        elif type(command) in _OF_MEDIATION:
            stream = self.services.mediation
        request = encoded(self.random.randbytes(32))
        metadata = self.matter.metadata(actor, id, id, request)
        return self.matter.handle(stream, command, metadata, id)

    def _acting(self, who: Who) -> Actor:
        if who == "client":
            return self.representative or self._client
        return self.counsellor if who == "counsellor" else self.mediator

    def _said(self, recorded: list[Recorded[Any]]) -> None:
        for one in recorded:
            if one.envelope.stream == self.services.plan.name:
                self.persons |= persons_in(one)
            self.services.hear(one)
            habit = self._habits.get(type(one.event))
            if habit is not None:
                habit(self, one.event, one.envelope)
