"""What the service says about itself."""

from collections.abc import Iterator
from typing import Any

from services.audit.access import ENTITLED
from tests.services.audit.world import World

PARQUET = "application/vnd.apache.parquet"
LISTS = {"application/json", "text/csv", "text/plain"}
FORMATS = {
    "export_events": {"application/x-ndjson", "text/csv", PARQUET},
    "read_export": {"application/json"},
}


def operations(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in spec["paths"].items():
        if path.startswith("/audit"):
            yield from methods.values()


async def description(world: World) -> dict[str, Any]:
    spec: dict[str, Any] = (await world.http.get("/openapi.json")).json()
    return spec


async def test_every_operation_has_an_example_in_each_format(world: World) -> None:
    spec = await description(world)

    for operation in operations(spec):
        content = operation["responses"]["200"]["content"]
        assert set(content) == FORMATS.get(operation["operationId"], LISTS)
        examples = [one["example"] for type, one in content.items() if type != PARQUET]
        assert all(examples), operation["operationId"]


async def test_operations_are_named_as_they_are_recorded(world: World) -> None:
    spec = await description(world)

    assert {one["operationId"] for one in operations(spec)} == set(ENTITLED)


async def test_every_operation_says_what_it_is_for_and_that_it_wants_a_purpose(
    world: World,
) -> None:
    spec = await description(world)

    for operation in operations(spec):
        assert operation["summary"]
        assert operation["description"]
        said = [one.get("$ref", "") for one in operation["parameters"]]
        assert "#/components/parameters/Purpose" in said
        assert "purpose-missing" in str(operation["responses"]["400"])


async def test_there_is_nothing_that_writes(world: World) -> None:
    spec = await description(world)

    assert {method for path in spec["paths"].values() for method in path} == {"get"}


async def test_answers_before_the_trail_is_built_say_so(world: World) -> None:
    """As at the first start on a store that has events already."""
    plan = await world.opened()
    await world.following.stop()
    async with world.fresh() as untouched:
        answer = await untouched.get(f"/audit/plans/{plan}/trail", headers=world.asking())

    assert answer.status_code == 503
    assert answer.json()["type"].endswith("trail-not-ready")
