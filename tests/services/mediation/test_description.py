"""The description reads well: every operation with a name, an example that fits, its refusals."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from contracts.examples import SEALED
from services.mediation.access import ENTITLED
from services.mediation.api import bodies, mediators, solutions, taking_part, talks
from services.mediation.api.bodies import MediationRequest, example_of
from services.mediation.api.tasks import Task
from tests.services.mediation.jobcenter import Jobcenter

TASKS: list[Task[Any]] = [
    task for chapter in (taking_part, mediators, talks, solutions) for task in chapter.TASKS
]


async def test_every_operation_is_described_with_an_example(asleep: Jobcenter):
    spec = (await asleep.http.get("/openapi.json")).json()
    operations = {
        operation["operationId"]: operation
        for path, found in spec["paths"].items()
        if path.startswith(("/mediations", "/cases"))
        for operation in found.values()
    }
    assert set(operations) == set(ENTITLED)
    for operation in operations.values():
        assert operation["summary"]
        assert "For: " in operation["description"]
        (success,) = [status for status in operation["responses"] if status in ("200", "201")]
        assert operation["responses"][success]["content"]["application/json"]["example"]
        assert {"401", "403"} <= set(operation["responses"])


async def test_refusals_are_described_with_what_they_are_called(asleep: Jobcenter):
    spec = (await asleep.http.get("/openapi.json")).json()
    appoint = spec["paths"]["/mediations/{mediation}/mediator"]["post"]
    refused = appoint["responses"]["409"]["content"]["application/problem+json"]["examples"]
    assert {"mediator-not-neutral", "mediation-over"} <= set(refused)


@pytest.mark.parametrize("body", [MediationRequest, *(task.body for task in TASKS)])
def test_examples_fit_their_bodies(body: type[bodies.Contract]):
    example = example_of(body)
    found = TypeAdapter(body).validate_python(example, context={"seal": lambda _: SEALED})
    assert found
