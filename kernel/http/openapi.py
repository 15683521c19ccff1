"""The description of a service: components with names, an example everywhere, every refusal."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from contracts.refusal import Refusal
from kernel.http import refusals as edge
from kernel.http.components import HEADERS, PARAMETERS, PROBLEM, SECURITY
from kernel.http.description import REFUSES
from kernel.http.health import HEALTH
from kernel.http.problems import MEDIA_TYPE, Problem
from kernel.http.table import ERRORS, Table
from kernel.http.truth import AS_OF, POSITION, STALE
from kernel.projections import PositionNotReached
from kernel.security import TokenExpired, TokenForged, TokenMissing

Spec = dict[str, Any]

_OF_CALLS = (TokenMissing, TokenForged, TokenExpired, edge.InvalidRequest)
_OF_COMMANDS = (edge.BrokenJson, edge.NotJson, edge.BodyTooLarge, edge.IdempotencyKeyMissing)
_OF_QUERIES = (PositionNotReached,)
_HEADER = {"Position": POSITION, "AsOf": AS_OF, "Stale": STALE}
_INSTANCE = "urn:uuid:0b0e7a52-3a0c-4a55-8c6a-0a6c6c1a1a11"


def described(app: FastAPI, routes: Sequence[BaseRoute], table: Table) -> Spec:
    """OpenAPI 3.1, made once."""
    if app.openapi_schema is None:
        spec = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=routes,
            separate_input_output_schemas=False,
        )
        schemas = spec.setdefault("components", {}).setdefault("schemas", {})
        spec["components"] |= {"securitySchemes": SECURITY, "parameters": PARAMETERS}
        spec["components"]["headers"] = HEADERS
        for operation in _operations(spec):
            _complete(operation, schemas, table)
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        schemas["Problem"] = PROBLEM
        app.openapi_schema = spec
    return app.openapi_schema


def _operations(spec: Spec) -> Iterator[Spec]:
    for path in spec["paths"].values():
        yield from path.values()


def _complete(operation: Spec, schemas: Spec, table: Table) -> None:
    operation["responses"].pop("422", None)
    if operation.get("tags") == [HEALTH]:
        return  # open to all
    if REFUSES not in operation:
        raise ValueError(f"{operation['operationId']} lacks **command(...) or **query(...)")
    operation["security"] = [{"token": []}]
    _tell_truth(operation)
    if "requestBody" in operation:
        _name_body(operation["requestBody"]["content"]["application/json"], schemas)
    for problem in _problems(operation, table):
        _add(operation["responses"], problem)


def _tell_truth(operation: Spec) -> None:
    """What `truth.py` adds to every answer, and `consistency.py` takes from every query."""
    names = ["Position"]
    if "requestBody" not in operation:
        names += ["AsOf", "Stale"]
        wish = {"$ref": "#/components/parameters/ConsistentWith"}
        operation.setdefault("parameters", []).append(wish)
    for status, said in operation["responses"].items():
        if status.startswith("2"):
            headers = {_HEADER[name]: {"$ref": f"#/components/headers/{name}"} for name in names}
            said["headers"] = said.get("headers", {}) | headers


def _name_body(content: Spec, schemas: Spec) -> None:
    """From inline to a component of the same name. One name has to mean one thing."""
    schema = content["schema"]
    for name, component in {**schema.pop("$defs", {}), schema["title"]: schema}.items():
        if schemas.setdefault(name, component) != component:
            raise ValueError(f"two different models are called {name} in this description")
    content["schema"] = {"$ref": f"#/components/schemas/{schema['title']}"}


def _problems(operation: Spec, table: Table) -> Iterator[Problem]:
    changes = "requestBody" in operation
    named = {kind: one for one in _all_refusals(Refusal) for kind in [one.kind()]}
    own = [named[kind] for kind in operation.pop(REFUSES)]
    for refusal in (*own, *_OF_CALLS, *(_OF_COMMANDS if changes else _OF_QUERIES)):
        status = table.status(refusal)
        yield Problem(status, refusal.kind(), refusal.title_en, refusal.title_de)
    yield from {problem.kind: problem for problem in ERRORS.values()}.values() if changes else ()


def _all_refusals(root: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in root.__subclasses__():
        yield refusal
        yield from _all_refusals(refusal)


def _add(responses: Spec, problem: Problem) -> None:
    said = responses.setdefault(str(problem.status), {"description": ""})
    content = said.setdefault("content", {}).setdefault(MEDIA_TYPE, {"examples": {}})
    content["schema"] = {"$ref": "#/components/schemas/Problem"}
    example = problem.members("en", _INSTANCE)
    content["examples"][problem.kind] = {"summary": problem.title_en, "value": example}
    said["description"] = "; ".join(one["summary"] for one in content["examples"].values())
