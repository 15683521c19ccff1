"""The description: every operation with a summary, a description, an example and its refusals."""

from typing import Any

import pytest

from services.plan.access import ENTITLED
from services.plan.api import TASKS
from services.plan.api.bodies import body_of
from services.plan.api.tasks import Task, routes_of
from services.plan.domain import commands
from services.plan.domain.commands import PlanCommand, example
from tests.services.plan.jobcenter import Jobcenter

AUTOMATIC = {
    commands.MarkReviewDue,
    commands.MarkAgreementOverdue,
    commands.SuspendConsequences,
    commands.ResumeConsequences,
    commands.AdoptSolution,
}
OTHERS = {
    "open_plan",
    "read_plan",
    "read_copy",
    "read_glance",
    "read_duties",
    "list_plans",
    "list_duties",
    "read_worklist",
}
SEALED = "eyJhbGciOiJkaXIifQ..a.b.c"


def test_every_command_that_a_person_may_give_has_a_route_and_no_other_has() -> None:
    by_person = set(PlanCommand.__args__) - AUTOMATIC - {commands.OpenPlan}
    assert {task.command for task in TASKS} == by_person


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.operation)
def test_every_example_fits_its_body(task: Task) -> None:
    body_of(task.command).model_validate(example(task.command), context={"seal": lambda _: SEALED})


@pytest.fixture
def operations(jc: Jobcenter) -> dict[str, Any]:
    spec = jc.service.api.openapi()
    found = [
        {**operation, "path": path, "method": method}
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
        if not path.startswith(("/health", "/projections", "/command-key"))
    ]
    return {operation["operationId"]: operation for operation in found}


async def test_every_operation_is_described_with_an_example(operations: dict[str, Any]) -> None:
    ids = {id for task in TASKS for id, _ in routes_of(task)}
    assert ids | OTHERS == set(operations)
    for id, operation in operations.items():
        assert operation["summary"], id
        assert operation["description"], id
        answer = operation["responses"]["201" if operation["method"] == "post" else "200"]
        assert all("example" in c for c in answer["content"].values()), id
        if operation["method"] == "post":
            assert "example" in operation["requestBody"]["content"]["application/json"], id
            assert "ETag" in answer["headers"], id


async def test_every_operation_names_its_refusals(operations: dict[str, Any]) -> None:
    acceptance = operations["accept_plan"]["responses"]["409"]["content"]
    kinds = acceptance["application/problem+json"]["examples"]
    assert {"stale-acceptance", "draft-not-offered", "plan-already-closed"} <= set(kinds)
    for id, operation in operations.items():
        assert {"401", "403"} <= set(operation["responses"]), id


async def test_what_the_edge_adds_is_not_asked_for(operations: dict[str, Any]) -> None:
    for operation in operations.values():
        names = [p.get("name") for p in operation.get("parameters", []) if p.get("in") == "path"]
        assert all(f"{{{name}}}" in operation["path"] for name in names)
        assert "item" not in names


def test_the_table_of_access_has_no_operation_that_nobody_offers() -> None:
    offered = {task.operation for task in TASKS}
    assert offered | OTHERS == ENTITLED.keys()
