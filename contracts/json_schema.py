"""JSON Schema (2020-12) of every event, generated from the models and committed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from contracts.catalogue import PAST, SERVICES, newest
from contracts.envelope import Metadata
from contracts.examples import EXAMPLES, METADATA, PAST_EXAMPLES
from contracts.model import Contract, Event

FOLDER = Path(__file__).parent / "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Open(GenerateJsonSchema):
    """For readers: a later field of the same version is theirs to ignore."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        found = super().model_schema(schema)
        found.pop("additionalProperties", None)
        return found


def _document(model: type[Contract], path: str, example: Contract) -> str:
    schema: dict[str, Any] = {
        "$schema": _DIALECT,
        "$id": f"urn:kooperationsplan:schema:{path}",
        **model.model_json_schema(mode="serialization", schema_generator=_Open),
        "examples": [json.loads(example.to_json())],
    }
    if issubclass(model, Event):
        schema["required"] = ["type", *schema.get("required", [])]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def documents() -> Iterator[tuple[Path, str]]:
    """Every schema as (file, text)."""
    yield FOLDER / "Metadata.json", _document(Metadata, "Metadata", METADATA)
    examples = {**EXAMPLES, **PAST_EXAMPLES}
    for service, events in SERVICES.items():
        past = {name: model for name, model in PAST.items() if newest(name) in events}
        for name, model in {**events, **past}.items():
            path = f"{service}/{name}"
            yield FOLDER / f"{path}.json", _document(model, path, examples[name])
