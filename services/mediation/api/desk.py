"""From a request to a command and back: the one way in which every task is done."""

from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from contracts.envelope import event_id
from contracts.model import Contract
from kernel.clock import Clock
from kernel.decider import Outcome
from kernel.http import Call, NotEntitled, NotFound, answer, call_router, command
from kernel.sealing import ClientErased, KeyStore
from services.mediation.access import Operation, entitled, has_role_for, unknown
from services.mediation.api.bodies import example_of
from services.mediation.api.done import Done, done, example_of_done
from services.mediation.api.tasks import Asked, Task, parameters_in
from services.mediation.domain.errors import MediationOver
from services.mediation.domain.states import NotRequested, State
from services.mediation.office import Office
from services.mediation.plan_history import PlanHistory

ALWAYS = (NotFound, NotEntitled, ClientErased)

RegimeOf = Callable[[str], str]
"""The id of the legal regime that a jobcenter works under now."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where tasks are taken in."""

    office: Office
    keys: KeyStore
    clock: Clock
    regime_of: RegimeOf

    async def do(self, task: Task[Any], call: Call, path: Mapping[str, UUID]) -> Response:
        """Access first, then the body: a stranger learns nothing from what is wrong with it.

        Whoever repeats a task is answered even if the task took away their access.
        """
        has_role_for(task.operation, call.identity)
        mediation = path["mediation"]
        known = await self.office.case(mediation)
        if isinstance(known.state, NotRequested):
            raise unknown()
        case = known.state.case
        plan, revision = await self.plan(case.plan)
        if event_id(call.command_id, 0) not in known.ids:
            entitled(task.operation, call.identity, plan, known.state)
        body = await call.content(task.body, await self.keys.of(plan.client))
        asked = task.command(body, Asked(call.identity, call.command_id, path, plan, revision))
        outcome = await self.decide(
            task.operation, call, mediation, asked, plan=plan, regime=case.regime
        )
        return answered(call, mediation, asked, outcome)

    async def plan(self, plan: UUID) -> tuple[PlanHistory, int]:
        """The plan's history and its newest revision. Raises NotFound."""
        known = await self.office.plan(plan)
        if known.state is None:
            raise unknown()
        return known.state, known.revision

    async def decide(
        self,
        operation: Operation,
        call: Call,
        mediation: UUID,
        asked: Contract,
        *,
        plan: PlanHistory,
        regime: str,
    ) -> Outcome:
        def authorise(state: State) -> None:
            entitled(operation, call.identity, plan, state)

        return await self.office.handle(
            mediation,
            asked,
            call.metadata(self.clock.now(), regime, plan.plan),
            command_id=call.command_id,
            authorise=authorise,
            if_match=call.if_match,
        )


def answered(call: Call, mediation: UUID, asked: Contract, outcome: Outcome) -> Response:
    content = done(mediation, call.command_id, asked, outcome)
    location = f"/mediations/{mediation}"
    return answer(
        content,
        status=201,
        revision=outcome.revision,
        position=outcome.position,
        location=location,
    )


def task_routes(desk: Desk, title: str, tasks: Iterable[Task[Any]]) -> APIRouter:
    """Routes for a chapter of tasks."""
    router = call_router(title)
    for task in tasks:
        path = f"/mediations/{{mediation}}{task.path}"
        described = command(
            task.body,
            example=example_of(task.body),
            answers=Done,
            answer_example=example_of_done(task.says),
            status=201,
            refuses=(*task.refuses, MediationOver, *ALWAYS),
        )
        router.post(path, summary=task.summary, description=task.description, **described)(
            _endpoint(desk, task, path)
        )
    return router


def _endpoint(
    desk: Desk, task: Task[Any], path: str
) -> Callable[..., Coroutine[Any, Any, Response]]:
    """A function that has, for FastAPI, exactly the parameters of its path."""

    async def endpoint(call: Call, **parameters: UUID) -> Response:
        return await desk.do(task, call, parameters)

    in_path = parameters_in(path).items()
    by_name = [Parameter(n, Parameter.KEYWORD_ONLY, annotation=kind) for n, kind in in_path]
    first = Parameter("call", Parameter.POSITIONAL_OR_KEYWORD, annotation=Call)
    endpoint.__name__ = task.operation
    endpoint.__signature__ = Signature([first, *by_name])  # type: ignore[attr-defined]
    return endpoint
