"""The description at /openapi.json: complete, and true."""

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.model import Contract
from kernel.http import call_router, command, create_app
from tests.kernel.http.service import EXAMPLE, AddNote, Service

Spec = dict[str, Any]


@pytest.fixture
async def spec(service: Service) -> Spec:
    described: Spec = (await service.http.get("/openapi.json")).json()
    return described


def operations(spec: Spec) -> Iterator[tuple[str, Spec]]:
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def found(spec: Spec, reference: str) -> Any:
    part: Any = spec
    for step in reference.removeprefix("#/").split("/"):
        part = part[step]
    return part


def test_every_operation_shows_an_example_of_what_goes_in_and_out(spec: Spec) -> None:
    for name, operation in operations(spec):
        contents = [
            answered["content"]
            for status, answered in operation["responses"].items()
            if status.startswith("2")
        ]
        if "requestBody" in operation:
            contents.append(operation["requestBody"]["content"])
        assert contents, name
        assert all("example" in c["application/json"] for c in contents), name


def test_every_reference_leads_somewhere(spec: Spec) -> None:
    assert [found(spec, reference) for reference in set(references(spec))]


def test_a_body_is_a_component_though_the_endpoint_reads_it_itself(spec: Spec) -> None:
    body = spec["paths"]["/plans/{plan}/notes"]["post"]["requestBody"]
    assert body["required"] is True
    assert body["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/AddNote"},
        "example": EXAMPLE,
    }
    assert spec["components"]["schemas"]["AddNote"]["properties"]["items"]["items"] == {
        "$ref": "#/components/schemas/Item"
    }


def test_a_personal_text_is_described_as_people_send_and_read_it(spec: Spec) -> None:
    schemas = spec["components"]["schemas"]
    for model in ("AddNote", "NoteAdded"):
        assert schemas[model]["properties"]["text"]["x-personal"] is True
        assert "pattern" not in schemas[model]["properties"]["text"]


def test_a_command_needs_a_key_and_may_name_a_revision(spec: Spec) -> None:
    parameters = spec["paths"]["/plans/{plan}/notes"]["post"]["parameters"]
    named = [found(spec, p["$ref"]) if "$ref" in p else p for p in parameters]
    assert [(p["name"], p["in"], p["required"]) for p in named] == [
        ("plan", "path", True),
        ("Idempotency-Key", "header", True),
        ("If-Match", "header", False),
    ]


def test_everything_but_health_needs_a_token(spec: Spec) -> None:
    for name, operation in operations(spec):
        assert ("security" in operation) is ("/health/" not in name)
        assert ("401" in operation["responses"]) is ("/health/" not in name)
    assert spec["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_refusals_of_a_command_stand_under_their_status(spec: Spec) -> None:
    responses = spec["paths"]["/plans/{plan}/notes"]["post"]["responses"]

    def kinds(status: str) -> set[str]:
        return set(responses[status]["content"]["application/problem+json"]["examples"])

    assert "note-forbidden" in kinds("409")
    assert "unknown-plan" in kinds("404")
    assert {"invalid-request", "idempotency-key-reused"} <= kinds("422")
    assert {"store-full"} <= kinds("507")


def test_fastapis_own_errors_are_not_described(spec: Spec) -> None:
    assert not {"HTTPValidationError", "ValidationError"} & set(spec["components"]["schemas"])


def test_an_operation_is_called_as_its_endpoint(spec: Spec) -> None:
    named = {operation["operationId"] for _, operation in operations(spec)}
    assert {"add_note", "revise", "numbers", "failing"} <= named


async def test_two_models_of_one_name_are_noticed(service: Service) -> None:
    class Item(Contract):
        another: int

    router = call_router("x")
    ours = command(AddNote, example={}, answers=Item, answer_example={})

    @router.post("/x", **ours)
    async def endpoint() -> None: ...

    app = create_app(
        title="x",
        description="x",
        routers=[router],
        verifier=service.app.state.verifier,
        store=service.store,
        clock=service.clock,
        checks={},
    )
    with pytest.raises(ValueError, match="Item"):
        app.openapi()


def test_other_media_types_are_described_with_an_example_each(spec: Spec) -> None:
    content = spec["paths"]["/trail"]["get"]["responses"]["200"]["content"]
    assert content["text/csv"] == {"schema": {"type": "string"}, "example": "a;b"}
    assert set(content) == {"application/json", "text/csv"}


async def test_an_operation_that_does_not_say_what_it_answers_is_noticed(
    service: Service,
) -> None:
    router = call_router("x")

    @router.get("/x")
    async def endpoint() -> None: ...

    app = create_app(
        title="x",
        description="x",
        routers=[router],
        verifier=service.app.state.verifier,
        store=service.store,
        clock=service.clock,
        checks={},
    )
    with pytest.raises(ValueError, match=r"endpoint lacks \*\*command"):
        app.openapi()
