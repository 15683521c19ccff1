"""Asking for a mediation: the one task that has no mediation yet."""

from datetime import date, datetime, timedelta
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from contracts.envelope import Actor
from contracts.mediation import MediationRequested, Requester
from contracts.regime import regime
from kernel.http import Call, call_router, command
from services.mediation.access import entitled, has_role_for
from services.mediation.api.bodies import MediationRequest, example_of
from services.mediation.api.desk import ALWAYS, Desk, answered
from services.mediation.api.done import Done, example_of_done
from services.mediation.api.tasks import for_whom
from services.mediation.domain import errors as e
from services.mediation.domain.commands import RequestMediation
from services.mediation.domain.legal_time import BERLIN
from services.mediation.domain.states import NotRequested
from services.mediation.public_holidays import public_holidays

_OWN: dict[str, Requester] = {"client": "client", "counsellor": "counsellor"}
_REFUSES = (
    e.NoDisagreementRecorded,
    e.MediationAlreadyRunning,
    e.AlreadyMediated,
    e.PlanIsClosed,
    e.MediationNotOffered,
    e.SpeaksForAnother,
    e.ReceiptInTheFuture,
    e.FourWeeksOver,
    *ALWAYS,
)

_LONG_AGO = timedelta(days=365)


class _PlanNamed(BaseModel):
    """A first look at a body: whose plan it is about says whose key the rest is sealed with."""

    model_config = ConfigDict(extra="ignore")

    plan: UUID


def requesting_routes(desk: Desk) -> APIRouter:
    router = call_router("Taking part")

    @router.post(
        "/mediations",
        summary="Ask for a mediation (Schlichtungsverfahren)",
        description="Where the parties cannot agree on making or renewing a plan. It begins with "
        "the receipt of the request and lasts at most four weeks.\n\n"
        f"{for_whom('request_mediation')}",
        **command(
            MediationRequest,
            example=example_of(MediationRequest),
            answers=Done,
            answer_example=example_of_done(MediationRequested),
            status=201,
            refuses=_REFUSES,
            if_match=False,
        ),
    )
    async def request_mediation(call: Call) -> Response:
        has_role_for("request_mediation", call.identity)
        named = (await call.content(_PlanNamed)).plan
        plan, revision = await desk.plan(named)
        entitled("request_mediation", call.identity, plan, NotRequested())
        sent = await call.content(MediationRequest, await desk.keys.of(plan.client))
        now, regime_id = desk.clock.now(), desk.regime_of(plan.jobcenter)
        mediation, earlier = await desk.office.place(named, call.command_id, now)
        asked = RequestMediation(
            requested_by=sent.requested_by or _own_request(call.identity.actor),
            subject=sent.subject,
            received_at=sent.received_at,
            plan=plan.so_far(revision),
            earlier_ended_at=earlier,
            public_holidays=_holidays(regime_id, sent.received_at or now, now),
        )
        outcome = await desk.decide(
            "request_mediation", call, mediation, asked, plan=plan, regime=regime_id
        )
        return answered(call, mediation, asked, outcome)

    return router


def _own_request(actor: Actor) -> Requester:
    """Raises SpeaksForAnother where the office does not say whose request arrived."""
    if actor.role not in _OWN:
        raise e.SpeaksForAnother(
            "The office has no request of its own.",
            allowed="Send `requested_by`: whose request arrived.",
        )
    return _OWN[actor.role]


def _holidays(regime_id: str, received_at: datetime, now: datetime) -> frozenset[date]:
    """None for what lies ahead or too far back: such a request is refused anyway."""
    if not now - _LONG_AGO <= received_at <= now:
        return frozenset()
    rules = regime(regime_id).mediation
    return public_holidays(rules.holidays_of, received_at.astimezone(BERLIN).date(), rules.weeks)
