"""What of a command a person sends, and what the edge adds to it."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from pydantic import create_model

from contracts.model import Contract
from contracts.plan import Item
from services.plan.domain.commands import set_by_edge

Path = Mapping[str, Any]
"""The parameters in a path: `agreement`, `appointment`, `version`, `person`."""


@cache
def body_of(command: type[Contract]) -> type[Contract]:
    """The command without what the path or the command id brings: what is sent."""
    added = set_by_edge(command)
    if not added:
        return command
    sent: dict[str, Any] = {
        name: (field.rebuild_annotation(), field)
        for name, field in command.model_fields.items()
        if name not in added
    }
    return create_model(command.__name__, __base__=Contract, __doc__=command.__doc__, **sent)


def whole(command: type[Contract], body: Contract, path: Path, command_id: UUID) -> Contract:
    """The command that `body`, already validated and sealed, is the sent part of."""
    values = {name: getattr(body, name) for name in type(body).model_fields}
    for name, source in set_by_edge(command).items():
        values[name] = uuid5(command_id, name) if source == "command" else _in_path(name, path)
    return command.model_validate(values)


def _in_path(name: str, path: Path) -> Any:
    if name != "item":
        return path[name]
    kind = "agreement" if "agreement" in path else "appointment"
    return Item.model_validate({"kind": kind, "id": path[kind]})
