"""One kind of task that can be done in a mediation over HTTP: a path, and the command behind it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Path

from contracts.model import Contract, Event
from contracts.plan import ConsentingParty
from contracts.refusal import Refusal
from kernel.security import Identity
from services.mediation.access import ENTITLED, Operation
from services.mediation.domain.errors import SpeaksForAnother
from services.mediation.plan_history import PlanHistory

B = TypeVar("B", bound=Contract)

_SIGN = re.compile(r"{(\w+)}")
_PARAMETERS: dict[str, Any] = {
    "mediation": Annotated[UUID, Path(description="Which mediation.")],
    "talk": Annotated[UUID, Path(description="Which talk.")],
    "solution": Annotated[UUID, Path(description="Which solution.")],
}

_USUAL_SIDE: Mapping[str, ConsentingParty] = {
    "client": "client",
    "counsellor": "jobcenter",
    "mediator": "client",
}
"""A mediator only ever records what a client said."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request brings beside its body, and what the plan's history says at that moment."""

    identity: Identity
    command_id: UUID
    path: Mapping[str, UUID]
    plan: PlanHistory
    plan_revision: int

    def side(self, named: ConsentingParty | None) -> ConsentingParty:
        """Whose word it is. Raises SpeaksForAnother where the office does not say."""
        side = named or _USUAL_SIDE.get(self.identity.actor.role)
        if side is None:
            raise SpeaksForAnother(
                "The office has no side of its own.", allowed="Send `party`: whose letter it is."
            )
        return side


@dataclass(frozen=True, slots=True)
class Task(Generic[B]):
    """`path` follows `/mediations/{mediation}`; `says` is the event that comes of it first.

    `refuses`: what the domain may say no with, beside what every task may meet.
    """

    operation: Operation
    path: str
    summary: str
    body: type[B]
    command: Callable[[B, Asked], Contract]
    says: type[Event]
    refuses: tuple[type[Refusal], ...] = ()

    @property
    def description(self) -> str:
        return for_whom(self.operation)


def for_whom(operation: Operation) -> str:
    return f"For: {', '.join(sorted(ENTITLED[operation]))}."


def parameters_in(path: str) -> dict[str, Any]:
    return {name: _PARAMETERS[name] for name in _SIGN.findall(path)}
