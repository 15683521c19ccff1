"""Appointing a neutral person, and recusing one."""

from contracts.mediation import MediatorAppointed, MediatorRecused
from services.mediation.api.bodies import MediatorAppointment, Recusal
from services.mediation.api.tasks import Asked, Task
from services.mediation.domain import errors as e
from services.mediation.domain.commands import AppointMediator, RecuseMediator

TITLE = "The mediator"


def _appoint(body: MediatorAppointment, asked: Asked) -> AppointMediator:
    return AppointMediator(
        mediator=body.mediator,
        persons_involved=asked.plan.persons,
        plan_revision=asked.plan_revision,
    )


def _recuse(body: Recusal, _: Asked) -> RecuseMediator:
    return RecuseMediator(mediator=body.mediator, cause=body.cause)


TASKS = (
    Task(
        "appoint_mediator",
        "/mediator",
        "Appoint the mediator (Schlichtungsperson)",
        MediatorAppointment,
        _appoint,
        MediatorAppointed,
        (e.MediatorNotNeutral, e.MediatorAlreadyAppointed),
    ),
    Task(
        "recuse_mediator",
        "/recusals",
        "Recuse the mediator",
        Recusal,
        _recuse,
        MediatorRecused,
        (e.NotTheMediator,),
    ),
)
