"""One kind of task that can be done on a plan over HTTP: a path, and the command behind it."""

import re
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path

from contracts.model import Contract, Event
from contracts.refusal import Refusal
from services.plan.access import ENTITLED

_ITEM = "/{item}/"
_SIGN = re.compile(r"{(\w+)}")

InPath = Annotated[UUID, Path(description="Which plan.")]
VersionInPath = Annotated[int, Path(description="Which agreed version.", ge=1, le=10_000)]
PARAMETERS: dict[str, Any] = {
    "plan": InPath,
    "agreement": Annotated[UUID, Path(description="Which agreement.")],
    "appointment": Annotated[UUID, Path(description="Which appointment.")],
    "version": VersionInPath,
    "person": Annotated[str, Path(description="Which representative.", max_length=64)],
}
"""What can stand in a path."""


@dataclass(frozen=True, slots=True)
class Task:
    """`path` follows `/plans/{plan}`; `{item}` in it is an agreement as well as an appointment.

    `says` is the event that comes first; `refuses` what the domain may say no with, beside what
    every task may meet.
    """

    path: str
    command: type[Contract]
    says: type[Event]
    refuses: tuple[type[Refusal], ...] = ()

    @property
    def operation(self) -> str:
        """`AcceptPlan` is `accept_plan`, here and in the table of access."""
        return _in_snake_case(self.command.__name__)

    @property
    def summary(self) -> str:
        first = cleandoc(self.command.__doc__ or "").partition("\n\n")[0]
        return first.replace("\n", " ").rstrip(".")

    @property
    def description(self) -> str:
        rest = cleandoc(self.command.__doc__ or "").partition("\n\n")[2]
        who = ", ".join(sorted(ENTITLED[self.operation]))
        return f"{rest}\n\nFor: {who}.".lstrip()


@cache
def _in_snake_case(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def routes_of(task: Task) -> list[tuple[str, str]]:
    """(operation id, path) of each route: two where it is about an item."""
    path = f"/plans/{{plan}}{task.path}"
    if _ITEM not in path:
        return [(task.operation, path)]
    return [
        (f"{task.operation}_of_{kind}", path.replace(_ITEM, f"/{kind}s/{{{kind}}}/"))
        for kind in ("agreement", "appointment")
    ]


def parameters_in(path: str) -> dict[str, Any]:
    return {name: PARAMETERS[name] for name in _SIGN.findall(path)}
