"""From a request to a command and back: the one way in which every task is done."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from contracts.envelope import event_id
from contracts.model import Contract
from kernel.clock import Clock
from kernel.decider import CommandHandler
from kernel.folding import Folded
from kernel.http import Call, NotEntitled, NotFound, answer, call_router, command
from kernel.sealing import ClientErased, KeyStore
from services.plan.access import Related, entitled, has_role_for
from services.plan.api.bodies import Path, body_of, whole
from services.plan.api.done import Done, done, example_of
from services.plan.api.tasks import Task, parameters_in, routes_of
from services.plan.domain.commands import example
from services.plan.domain.errors import PlanAlreadyClosed
from services.plan.domain.state import State
from services.plan.plans import RegimeOf, related_to
from services.plan.read_models.plan_view import stream_of

ALWAYS = (NotFound, NotEntitled, ClientErased)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where tasks are taken in."""

    plans: CommandHandler[State]
    keys: KeyStore
    clock: Clock
    regime_of: RegimeOf

    async def do(self, task: Task, body: type[Contract], call: Call, path: Path) -> Response:
        """Access first, then the body: a stranger learns nothing from what is wrong with it.

        Whoever repeats a task is answered even if the task took away their access.
        """
        plan: UUID = path["plan"]
        has_role_for(task.operation, call.identity)

        def permit(known: Folded[State]) -> None:
            related = related_to(known.state)
            if related is None or event_id(call.command_id, 0) not in known.ids:
                entitled(task.operation, call.identity, related)

        related = related_to((await self.plans.known(stream_of(plan), permit)).state)
        assert related is not None
        key = await self.keys.of(related.client)
        sent = await call.content(body, key)
        asked = whole(task.command, sent, path, call.command_id)
        return await self.decide(task.operation, plan, asked, call, related)

    async def decide(
        self, operation: str, plan: UUID, asked: Contract, call: Call, related: Related
    ) -> Response:
        outcome = await self.plans.handle(
            stream_of(plan),
            asked,
            call.metadata(self.clock.now(), self.regime_of(related.jobcenter), plan),
            command_id=call.command_id,
            authorise=lambda state: entitled(
                operation, call.identity, related_to(state) or related
            ),
            if_match=call.if_match,
        )
        content = done(plan, call.command_id, asked, outcome)
        return answer(
            content,
            status=201,
            revision=outcome.revision,
            position=outcome.position,
            location=f"/plans/{plan}",
        )


def task_routes(desk: Desk, title: str, tasks: Iterable[Task]) -> APIRouter:
    """Routes for a chapter of tasks."""
    router = call_router(title)
    for task in tasks:
        body = body_of(task.command)
        for operation_id, path in routes_of(task):
            described = command(
                body,
                example=example(task.command),
                answers=Done,
                answer_example=example_of(task.command, task.says),
                status=201,
                refuses=list(dict.fromkeys((*task.refuses, PlanAlreadyClosed, *ALWAYS))),
            )
            router.post(path, summary=task.summary, description=task.description, **described)(
                _endpoint(desk, task, body, operation_id, path)
            )
    return router


def _endpoint(
    desk: Desk, task: Task, body: type[Contract], name: str, path: str
) -> Callable[..., Coroutine[Any, Any, Response]]:
    """A function that has, for FastAPI, exactly the parameters of its path."""

    async def endpoint(call: Call, **parameters: Any) -> Response:
        return await desk.do(task, body, call, parameters)

    takes = {"call": Call, **parameters_in(path)}
    endpoint.__name__, endpoint.__annotations__ = name, takes
    endpoint.__signature__ = Signature(  # type: ignore[attr-defined]  # read by inspect
        [Parameter(n, Parameter.KEYWORD_ONLY, annotation=kind) for n, kind in takes.items()]
    )
    return endpoint
