"""Appointments (§ 32 SGB II): set, moved, kept, missed. A mediation does not hold these up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.plan import Item
from services.plan.domain import commands
from services.plan.domain.chain import miss_recorded
from services.plan.domain.errors import (
    AlreadyKept,
    AlreadyMissed,
    AppointmentAlreadySet,
    AppointmentNotYet,
    AppointmentUnknown,
    DifficultyUnanswered,
)
from services.plan.domain.legal_time import day_of, not_after, not_before, not_over
from services.plan.domain.sides import needs_other_side, side_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    Appointment,
    Attended,
    Awaited,
    Hindered,
    NotAttended,
    Open,
)


def coming_appointment(plan: Open, id: UUID) -> Awaited | Hindered:
    """Neither kept nor missed. Raises AppointmentUnknown, AlreadyKept, AlreadyMissed."""
    appointment = plan.appointments.get(id)
    if appointment is None:
        raise AppointmentUnknown(id)
    if isinstance(appointment, Attended):
        raise AlreadyKept(id)
    if isinstance(appointment, NotAttended):
        raise AlreadyMissed(id)
    return appointment


def with_appointment(plan: Open, id: UUID, appointment: Appointment) -> Open:
    return replace(plan, appointments={**plan.appointments, id: appointment})


def _set(command: commands.SetAppointment, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Raises AppointmentAlreadySet, AlreadyOver."""
    if command.appointment in plan.appointments:
        raise AppointmentAlreadySet(command.appointment)
    not_over("at", command.at, metadata.time)
    return [
        said.AppointmentSet(
            appointment=command.appointment,
            at=command.at,
            mode=command.mode,
            purpose=command.purpose,
            legal_notice=command.legal_notice,
        )
    ]


def _move(command: commands.MoveAppointment, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Does not answer a difficulty. Raises as `coming_appointment` does; AlreadyOver."""
    coming_appointment(plan, command.appointment)
    not_over("at", command.at, metadata.time)
    return [
        said.AppointmentMoved(
            appointment=command.appointment,
            at=command.at,
            mode=command.mode,
            legal_notice=command.legal_notice,
        )
    ]


def _keep(
    command: commands.RecordAppointmentKept, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """Confirmed by the jobcenter. Raises AppointmentNotYet, ConfirmedByOtherSide, NotAParty."""
    appointment = coming_appointment(plan, command.appointment)
    needs_other_side("client", metadata.actor)
    _took_place(appointment.at, metadata.time)
    return [said.AppointmentKept(appointment=command.appointment)]


def _miss(
    command: commands.RecordAppointmentMissed, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """By a named person, and never over an unanswered difficulty.

    Raises NotAParty, DifficultyUnanswered, AppointmentNotYet, InThePast, InTheFuture.
    """
    side_of(metadata.actor)
    appointment = coming_appointment(plan, command.appointment)
    if isinstance(appointment, Hindered):
        raise DifficultyUnanswered(command.appointment)
    _took_place(appointment.at, metadata.time)
    not_before("observed_on", command.observed_on, day_of(appointment.at))
    not_after("observed_on", command.observed_on, day_of(metadata.time))
    return [
        said.AppointmentMissed(
            appointment=command.appointment,
            party=command.party,
            observed_on=command.observed_on,
            facts=command.facts,
        )
    ]


def _took_place(at: datetime, now: datetime) -> None:
    if now < at:
        raise AppointmentNotYet(at)


def _was_set(plan: Open, event: said.AppointmentSet, _: Envelope) -> Open:
    awaited = Awaited(event.at, notified=event.legal_notice is not None)
    return with_appointment(plan, event.appointment, awaited)


def _was_moved(plan: Open, event: said.AppointmentMoved, _: Envelope) -> Open:
    before = coming_appointment(plan, event.appointment)
    after = replace(before, at=event.at, notified=event.legal_notice is not None)
    return with_appointment(plan, event.appointment, after)


def _was_kept(plan: Open, event: said.AppointmentKept, _: Envelope) -> Open:
    appointment = plan.appointments[event.appointment]
    return with_appointment(plan, event.appointment, Attended(appointment.at))


def _was_missed(plan: Open, event: said.AppointmentMissed, at: Envelope) -> Open:
    before = coming_appointment(plan, event.appointment)
    missed = NotAttended(before.at, before.notified)
    plan = with_appointment(plan, event.appointment, missed)
    return miss_recorded(plan, Item(kind="appointment", id=event.appointment), event.party, at)


DECISIONS: Mapping[type, Decision] = {
    commands.SetAppointment: _set,
    commands.MoveAppointment: _move,
    commands.RecordAppointmentKept: _keep,
    commands.RecordAppointmentMissed: _miss,
}
CHANGES: Mapping[type, Change] = {
    said.AppointmentSet: _was_set,
    said.AppointmentMoved: _was_moved,
    said.AppointmentKept: _was_kept,
    said.AppointmentMissed: _was_missed,
}
