"""What a route says about itself, for OpenAPI: FastAPI cannot see what a Call reads."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from contracts.refusal import Refusal

REF = "#/components/schemas/{model}"
REFUSES = "x-refuses"
"""Kinds of the refusals that an operation may answer with; `openapi.py` spells them out."""

Example = Mapping[str, Any]
ETAG = {"description": 'The revision, e.g. "5"', "schema": {"type": "string"}, "example": '"5"'}


def command(
    body: type[BaseModel],
    *,
    example: Example,
    answers: type[BaseModel],
    answer_example: Example,
    status: int = 200,
    refuses: Sequence[type[Refusal]] = (),
    if_match: bool = True,
) -> dict[str, Any]:
    """For `@routes.post(path, **command(...))`: a body, an Idempotency-Key, an ETag.

    `example` and `answer_example` are JSON values; the example has to fit the body's model.
    `refuses` names what the decider may say no with. `if_match=False` where nothing is there yet.
    """
    schema = body.model_json_schema(mode="validation", ref_template=REF)
    described = query(answers, answer_example, status=status, refuses=refuses)
    described["openapi_extra"] |= {
        "parameters": _parameters(["IdempotencyKey", *(["IfMatch"] if if_match else [])]),
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": dict(example)}},
        },
    }
    return described


def query(
    answers: type[BaseModel],
    example: Example,
    *,
    status: int = 200,
    refuses: Sequence[type[Refusal]] = (),
    etag: bool = True,
    purpose: bool = False,
    also: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """For `@routes.get(path, **query(...))`. `etag=False` for what is not one stream.

    `purpose` where `call.purpose` is read; `also` are other media types, each with an example.
    """
    answered: dict[str, Any] = {"content": {"application/json": {"example": dict(example)}}}
    for media_type, text in also.items():
        answered["content"][media_type] = {"schema": {"type": "string"}, "example": text}
    if etag:
        answered["headers"] = {"ETag": ETAG}
    return {
        "status_code": status,
        "response_model": answers,
        "responses": {status: answered},
        "openapi_extra": {
            REFUSES: [refusal.kind() for refusal in refuses],
            "parameters": _parameters(["Purpose"] if purpose else []),
        },
    }


def _parameters(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]
