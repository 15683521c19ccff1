"""The composition root of the plan service: nothing else builds its objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.catalogue import MEDIATION, PLAN
from contracts.refusal import Refusal
from kernel.codec import Codec
from kernel.deadlines import DeadlineRunner
from kernel.decider import CommandHandler
from kernel.http import create_app
from kernel.http.command_key import command_key_routes
from kernel.parts import Parts
from kernel.projections import Projection
from kernel.roles import Service
from services.plan.api import Desk, ReadingRoom, plan_routes
from services.plan.consumer import FollowMediation
from services.plan.deadlines import WhenItIsDue, plan_deadlines
from services.plan.domain import errors, plan
from services.plan.domain.state import State
from services.plan.past import Past
from services.plan.plans import Documents
from services.plan.read_models.plan_view import PlanView
from services.plan.read_models.tables import PlanTables

STATUSES: Mapping[type[Refusal], int] = MappingProxyType(
    {
        errors.PlanUnknown: 404,
        errors.VersionNotAgreed: 404,
        errors.AppointmentUnknown: 404,
        errors.NotTheClient: 403,
        errors.NotAParty: 403,
        errors.CannotSpeakFor: 403,
        errors.AlreadyOver: 422,
        errors.InThePast: 422,
        errors.InTheFuture: 422,
    }
)
"""The refusals that are no 409."""

_DESCRIPTION = """Draws up a Kooperationsplan (§ 15 SGB II), step by step, with both sides.

A draft is written, **offered** and **accepted** by its digest; when both sides have accepted the
same digest, a version is agreed and in force. What was promised is kept, reported as difficult, or
recorded as missed by a named person; what may follow from a miss follows link by link.

Personal texts are plain in requests and answers and sealed everywhere else.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanService(Service):
    """`view` is the one that answers lists."""

    view: Projection[PlanTables]
    plans: CommandHandler[State]


def build(parts: Parts) -> PlanService:
    store, database, clock = parts.store, parts.database, parts.clock
    plans: CommandHandler[State] = CommandHandler(store, Codec(PLAN), plan)
    view = Projection(store, database, PlanView())
    timers = Projection(store, database, plan_deadlines())
    reaction = FollowMediation(plans, clock)
    desk = Desk(plans, parts.keys, clock, parts.regime_of)
    room = ReadingRoom(
        store, Documents(store, view), Past(store, view), view, parts.keys, parts.accesses, clock
    )
    api = create_app(
        title="Plan",
        description=_DESCRIPTION,
        routers=[*plan_routes(desk, room), command_key_routes(parts.command_key.public)],
        verifier=parts.verifier,
        store=parts.store,
        clock=parts.clock,
        checks=parts.checks,
        projections=(view, timers),
        statuses=STATUSES,
    )
    return PlanService(
        api=api,
        projector=(view,),
        reactions=(parts.reacting(Codec(MEDIATION), reaction),),
        deadlines=(timers, DeadlineRunner(timers, clock, WhenItIsDue(plans, clock))),
        view=view,
        plans=plans,
    )
