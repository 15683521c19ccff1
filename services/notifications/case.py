"""A case as those see it who are to be told: its plan and its mediation, folded event by event."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from contracts import mediation as m
from contracts import plan as p
from contracts.envelope import Envelope, Recorded
from contracts.notifications import Capacity
from contracts.plan_document import PlanDocument, apply
from contracts.sealed import Sealed
from services.notifications.domain.berlin import last_day_before

DayOf = Literal["client_agreement", "other_agreement", "mediation"]
"""What a day to be reminded of belongs to: what the client promised, what others did, a
mediation that ends."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody concerned, since the event `since` made them so."""

    id: str
    capacity: Capacity
    since: Envelope


@dataclass(frozen=True, slots=True)
class Day:
    """A day to be reminded of; `since` is the event that made it known."""

    of: DayOf
    subject: UUID
    day: date
    wording: UUID | None
    since: Envelope


@dataclass(frozen=True, slots=True)
class Appointment:
    at: datetime
    purpose: Sealed


@dataclass(slots=True)
class Mediation:
    """What the messages say of a mediation."""

    id: UUID
    requested: m.MediationRequested
    mediator: str | None = None
    ended: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which a solution can be accepted, by the rule that counted."""
        return last_day_before(self.requested.ends_at)


@dataclass(slots=True)
class Case:
    """To be folded over the events of one plan and of one of its mediations, in their order.

    `terms` and `appointments` also keep what the plan has gone on from: messages still name it.
    """

    plan: PlanDocument | None = None
    mediation: Mediation | None = None
    people: dict[tuple[Capacity, str], Person] = field(default_factory=dict)
    days: dict[UUID, Day] = field(default_factory=dict)
    terms: dict[UUID, p.AgreementTerms] = field(default_factory=dict)
    appointments: dict[UUID, Appointment] = field(default_factory=dict)

    def add(self, recorded: Recorded[Any]) -> None:
        """The next event. A plan's first is `PlanOpened`, anything else is a ValueError."""
        if recorded.envelope.stream.startswith("mediation-"):
            self._mediate(recorded)
        else:
            self.plan = apply(self.plan, recorded)
            self._remember(recorded.event)
        self._meet(recorded.envelope)
        self._note_days(recorded.envelope)

    @property
    def client(self) -> str:
        """Whose case it is. Raises ValueError before the plan was opened."""
        if self.plan is None:
            raise ValueError("a case begins with its plan")
        return self.plan.client

    def party(self, agreement: UUID) -> p.Party | None:
        terms = self.terms.get(agreement)
        return terms.party if terms else None

    def due(self, agreement: UUID) -> date | None:
        """The day that counts: it may have moved since it was agreed."""
        progress = self.plan.progress.get(agreement) if self.plan else None
        return progress.due if progress else None

    def wording(self, item: p.Item) -> Sealed | None:
        """What was agreed, or what an appointment is for."""
        if item.kind == "agreement":
            terms = self.terms.get(item.id)
            return terms.what if terms else None
        appointment = self.appointments.get(item.id)
        return appointment.purpose if appointment else None

    def _remember(self, event: Any) -> None:
        match event:
            case p.PlanAgreed(agreements=agreements):
                self.terms |= {terms.agreement: terms for terms in agreements}
            case p.AppointmentSet():
                new = Appointment(event.at, event.purpose)
                self.appointments[event.appointment] = new
            case p.AppointmentMoved() if event.appointment in self.appointments:
                old = self.appointments[event.appointment]
                self.appointments[event.appointment] = replace(old, at=event.at)

    def _mediate(self, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case m.MediationRequested() as requested:
                id = UUID(recorded.envelope.stream.removeprefix("mediation-"))
                self.mediation = Mediation(id, requested)
            case m.MediatorAppointed(mediator=mediator) if self.mediation:
                self.mediation.mediator = mediator
            case m.MediatorRecused() if self.mediation:
                self.mediation.mediator = None
            case event if self.mediation and ends(event):
                self.mediation.ended = True

    def _meet(self, at: Envelope) -> None:
        self.people = {
            (capacity, id): self.people.get((capacity, id)) or Person(id, capacity, at)
            for capacity, id in self._concerned()
        }

    def _concerned(self) -> Iterator[tuple[Capacity, str]]:
        """Nobody writes to somebody who has died."""
        if self.plan:
            if self.plan.closing_reason != "died":
                yield "client", self.plan.client
            for representative in self.plan.representatives:
                yield "representative", representative.person
            yield "counsellor", self.plan.counsellor
        if self.mediation and self.mediation.mediator:
            yield "mediator", self.mediation.mediator

    def _note_days(self, at: Envelope) -> None:
        """A day that is still the same has been known since it was first."""
        known, self.days = self.days, {}
        for of, subject, day, wording in self._upcoming():
            had = known.get(subject)
            same = had is not None and (had.of, had.day, had.wording) == (of, day, wording)
            self.days[subject] = had if had and same else Day(of, subject, day, wording, at)

    def _upcoming(self) -> Iterator[tuple[DayOf, UUID, date, UUID | None]]:
        """An agreement reported as difficult waits for an answer: nobody presses for it now."""
        plan, mediation = self.plan, self.mediation
        if plan and plan.in_force and plan.status != "closed":
            for terms in plan.in_force.agreements:
                progress = plan.progress.get(terms.agreement)
                if progress and progress.due and progress.standing == "open":
                    of: DayOf = "client_agreement" if terms.party == "client" else "other_agreement"
                    yield of, terms.agreement, progress.due, terms.event
        if mediation and not mediation.ended:
            yield "mediation", mediation.id, mediation.last_day, None


def ends(event: Any) -> bool:
    """Whether a mediation is over with this event."""
    if isinstance(event, m.MediationWithdrawn):
        return event.ends
    return isinstance(event, m.MediationSettled | m.MediationBecameMoot | m.MediationExpired)
