"""Fields that many commands share, and which of them a person does not send."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from contracts.model import Contract
from contracts.plan import ConsentingParty, Item

_MARK = "x-set-by"

InPath: dict[str, Any] = {_MARK: "path"}
FromCommandId: dict[str, Any] = {_MARK: "command"}

AgreementInPath = Annotated[UUID, Field(description="Which agreement.", json_schema_extra=InPath)]
AppointmentInPath = Annotated[
    UUID, Field(description="Which appointment.", json_schema_extra=InPath)
]
ItemInPath = Annotated[
    Item, Field(description="Which agreement or appointment.", json_schema_extra=InPath)
]
WhoseWord = Annotated[
    ConsentingParty | None,
    Field(
        description="Whose word this is; the sender's own side where left out. The jobcenter may "
        "record what the client said in person, by phone or by letter.",
        examples=["client"],
    ),
]


def set_by_edge(command: type[Contract]) -> Mapping[str, str]:
    """The fields that are not part of the HTTP body, each with its mark: `path` or `command`."""
    marks = {name: _mark(field.json_schema_extra) for name, field in command.model_fields.items()}
    return {name: mark for name, mark in marks.items() if mark}


def _mark(extra: object) -> str | None:
    return extra.get(_MARK) if isinstance(extra, dict) else None


def example(command: type[Contract]) -> dict[str, Any]:
    """A realistic HTTP body: the first example of each field that a person sends."""
    left_out = set_by_edge(command)
    return {
        name: field.examples[0]
        for name, field in command.model_fields.items()
        if name not in left_out and field.examples
    }
