"""What a task answers: what was said, and what the next task needs to know."""

from typing import Any
from uuid import UUID

from pydantic import Field

from contracts import examples
from contracts.catalogue import type_of
from contracts.envelope import event_id
from contracts.model import Contract, Event
from kernel.decider import Outcome


class Said(Contract):
    """An event that the task led to."""

    id: UUID
    type: str


class Done(Contract):
    """`said` is empty where there was nothing to do. A repeated request is answered alike."""

    mediation: UUID
    revision: int = Field(description="Of the mediation, as in the ETag.")
    said: tuple[Said, ...]
    talk: UUID | None = Field(None, description="Which talk it was about.")
    solution: UUID | None = Field(None, description="Which solution it was about.")


def done(mediation: UUID, command_id: UUID, command: Contract, outcome: Outcome) -> Done:
    said = tuple(
        Said(id=event_id(command_id, index), type=event.type)
        for index, event in enumerate(outcome.events)
    )
    echoed = {name: getattr(command, name, None) for name in ("talk", "solution")}
    return Done(mediation=mediation, revision=outcome.revision, said=said, **echoed)


def example_of_done(says: type[Event]) -> dict[str, Any]:
    """What an answer looks like; `says` is the event that comes first."""
    event = examples.EXAMPLES[type_of(says)]
    named = {name: getattr(event, name, None) for name in ("talk", "solution")}
    content = Done(
        mediation=examples.MEDIATION,
        revision=3,
        said=(Said(id=examples.FACT, type=event.type),),
        **named,
    )
    return content.model_dump(mode="json", exclude_none=True)
