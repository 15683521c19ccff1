"""Opening a plan: the one task that has no plan yet."""

from uuid import uuid5

from fastapi import APIRouter
from starlette.responses import Response

from contracts.plan import PlanOpened
from kernel.http import Call, NotEntitled, call_router, command
from kernel.sealing import ClientErased
from services.plan.access import Related, entitled
from services.plan.api.doing import Desk
from services.plan.api.done import Done, example_of
from services.plan.domain.commands import OpenPlan, example
from services.plan.domain.errors import JobcenterMissing, PersonOnBothSides


def opening_routes(desk: Desk) -> APIRouter:
    router = call_router("Drafting")

    @router.post(
        "/plans",
        summary="Begin a plan with a client, usually at the first talk (Potenzialanalyse)",
        description="The jobcenter is the one that the counsellor acts for.\n\nFor: counsellor.",
        **command(
            OpenPlan,
            example=example(OpenPlan),
            answers=Done,
            answer_example=example_of(OpenPlan, PlanOpened),
            status=201,
            refuses=(JobcenterMissing, PersonOnBothSides, NotEntitled, ClientErased),
            if_match=False,
        ),
    )
    async def open_plan(call: Call) -> Response:
        actor = call.identity.actor
        opened = await call.content(OpenPlan)
        related = Related(opened.client, actor.organisation or "", actor.sub)
        entitled("open_plan", call.identity, related)
        await call.content(OpenPlan, await desk.keys.of(opened.client))  # for the request's hash
        plan = uuid5(call.command_id, "plan")
        return await desk.decide("open_plan", plan, opened, call, related)

    return router
