"""Appointments: set, moved, kept, missed."""

from contracts import plan as s
from services.plan.api.tasks import Task
from services.plan.domain import commands as c
from services.plan.domain import errors as e

TITLE = "Appointments"
_APPOINTMENT = "/appointments/{appointment}"
_UNKNOWN = (e.AppointmentUnknown, e.AlreadyKept, e.AlreadyMissed)
TASKS = (
    Task(
        "/appointments",
        c.SetAppointment,
        s.AppointmentSet,
        (e.AppointmentAlreadySet, e.AlreadyOver),
    ),
    Task(
        f"{_APPOINTMENT}/moves", c.MoveAppointment, s.AppointmentMoved, (*_UNKNOWN, e.AlreadyOver)
    ),
    Task(
        f"{_APPOINTMENT}/attendances",
        c.RecordAppointmentKept,
        s.AppointmentKept,
        (*_UNKNOWN, e.AppointmentNotYet),
    ),
    Task(
        f"{_APPOINTMENT}/misses",
        c.RecordAppointmentMissed,
        s.AppointmentMissed,
        (*_UNKNOWN, e.AppointmentNotYet, e.DifficultyUnanswered, e.InThePast, e.InTheFuture),
    ),
)
