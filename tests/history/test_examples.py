"""Every example of every release: still read, still valid, and never rewritten."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest

from contracts import json_schema, release
from contracts.catalogue import EVENTS
from contracts.examples import METADATA
from contracts.model import Event
from kernel.codec import Codec
from kernel.event_store import StoredEvent

ID = UUID(int=1)


@dataclass(frozen=True, slots=True)
class Example:
    """The bytes as a release wrote them."""

    folder: Path
    path: str

    @property
    def bytes(self) -> bytes:
        return (self.folder / "examples" / self.path).read_bytes()

    def read(self) -> Event:
        type = Path(self.path).stem
        stored = StoredEvent(ID, type, self.bytes, METADATA.to_json(), "plan-1", 0, 1)
        return Codec(EVENTS).recorded(stored).event


EXAMPLES = [
    Example(folder, str(file.relative_to(folder / "examples")))
    for folder in release.releases()
    for file in sorted((folder / "examples").rglob("*.json"))
]
each_example = pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: f"{example.folder.name}/{Path(example.path).stem}"
)


def check(example: Example, schemas: Path) -> None:
    schema = json.loads((schemas / example.path).read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(example.bytes))


@each_example
def test_it_is_read_as_an_event_of_today(example: Example) -> None:
    assert type(example.read()) in EVENTS.values()


@each_example
def test_it_is_valid_by_the_schema_of_its_release_and_by_todays(example: Example) -> None:
    check(example, example.folder / "schemas")
    check(example, json_schema.FOLDER)


@each_example
def test_every_sealed_text_in_it_is_read_as_it_stands(example: Example) -> None:
    assert sealed(json.loads(example.read().to_json())) == sealed(json.loads(example.bytes))


def sealed(value: Any) -> list[str]:
    if isinstance(value, dict):
        return sorted(text for one in value.values() for text in sealed(one))
    if isinstance(value, list):
        return sorted(text for one in value for text in sealed(one))
    return [value] if isinstance(value, str) and value.startswith("eyJ") else []


def test_every_release_left_its_examples() -> None:
    assert release.releases()
    for folder in release.releases():
        schemas = {f.stem for f in (folder / "schemas").rglob("*.v*.json")}
        assert {f.stem for f in (folder / "examples").rglob("*.json")} <= schemas
