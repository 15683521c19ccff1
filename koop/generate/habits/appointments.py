"""Talks: set now and then between the reviews, kept, moved, or missed."""

from collections.abc import Mapping
from uuid import UUID

from contracts import plan as said
from contracts.envelope import Envelope
from contracts.model import Contract
from contracts.plan import Item, LegalNotice
from koop.generate.life import A_DAY, Act, Habit, Life
from koop.generate.matter import milliseconds
from services.plan.domain import commands as c
from services.plan.domain.state import Appointment, Awaited, Hindered

EVERY = 400
"""Days between two invitations, on average."""

_NOTICE = LegalNotice(text="notice-32", version=1, form="letter")


def next_talk(life: Life) -> None:
    days = 20 + life.random.expovariate(1 / (EVERY - 20))
    life.later("counsellor", days, lambda: _invite(life))


def _invite(life: Life) -> Contract | None:
    next_talk(life)
    if life.plan is None:
        return None
    return c.SetAppointment(
        appointment=life.new_id(),
        at=life.office_hour(life.between(10, 21)),
        mode="in_person" if life.maybe(0.7) else "phone",
        purpose=life.writes("purpose"),
        legal_notice=_NOTICE if life.maybe(0.7) else None,
    )


def _awaited(life: Life, event: said.AppointmentSet | said.AppointmentMoved, _: Envelope) -> None:
    days, id = (milliseconds(event.at) - life.matter.now) / A_DAY, event.appointment
    chance = life.random.random()
    if chance < 0.07:
        life.later("counsellor", days * 0.6, _moving(life, id))
    elif chance < 0.1:
        life.later("client", days * 0.7, _hindering(life, id))
    elif chance < 0.88:
        life.later("counsellor", days + 0.6, _keeping(life, id))
    else:
        life.later("counsellor", days + 1, _missing(life, id))


def _appointment(life: Life, id: UUID) -> Appointment | None:
    return life.plan.appointments.get(id) if life.plan else None


def _moving(life: Life, id: UUID) -> Act:
    def move() -> Contract | None:
        if not isinstance(_appointment(life, id), Awaited):
            return None
        at = life.office_hour(life.between(7, 20))
        notice = _NOTICE if life.maybe(0.7) else None
        return c.MoveAppointment(appointment=id, at=at, mode="in_person", legal_notice=notice)

    return move


def _hindering(life: Life, id: UUID) -> Act:
    def report() -> Contract | None:
        if not isinstance(_appointment(life, id), Awaited):
            return None
        item = Item(kind="appointment", id=id)
        return c.ReportDifficulty(item=item, text=life.writes("difficulty"))

    return report


def _keeping(life: Life, id: UUID) -> Act:
    def keep() -> Contract | None:
        appointment = _appointment(life, id)
        if not isinstance(appointment, Awaited) or life.moment < appointment.at:
            return None
        return c.RecordAppointmentKept(appointment=id)

    return keep


def _missing(life: Life, id: UUID) -> Act:
    def miss() -> Contract | None:
        appointment = _appointment(life, id)
        if not isinstance(appointment, Awaited) or life.moment < appointment.at:
            return None
        return c.RecordAppointmentMissed(
            appointment=id,
            party="client" if life.maybe(0.97) else "jobcenter",
            observed_on=life.today,
            facts=life.writes("facts"),
        )

    return miss


def hindered(life: Life, event: said.DifficultyReported) -> None:
    if event.item.kind == "appointment":
        life.later("counsellor", 1, lambda: _answer(life, event.item))


def _answer(life: Life, item: Item) -> Contract | None:
    if not isinstance(_appointment(life, item.id), Hindered):
        return None
    life.soon("counsellor", _moving(life, item.id))
    return c.AnswerDifficulty(item=item, answer="adjusted", reasons=life.writes("answer"))


HABITS: Mapping[type, Habit] = {
    said.AppointmentSet: _awaited,
    said.AppointmentMoved: _awaited,
}
