"""What a task answers: what was said, and what the next task needs to know."""

from typing import Any
from uuid import UUID

from pydantic import Field

from contracts import examples
from contracts.catalogue import type_of
from contracts.envelope import event_id
from contracts.model import Contract, Event
from contracts.plan import Digest, Item
from kernel.decider import Outcome


class Said(Contract):
    """An event that the task led to. Its id is what a dispute names."""

    id: UUID
    type: str


class Done(Contract):
    """`said` is empty where there was nothing to do. A repeated request is answered alike."""

    plan: UUID
    revision: int = Field(description="Of the plan, as in the ETag.")
    said: tuple[Said, ...]
    agreement: UUID | None = Field(None, description="Which agreement it was about.")
    appointment: UUID | None = Field(None, description="Which appointment it was about.")
    version: int | None = Field(None, description="Which version was offered, accepted, agreed.")
    digest: Digest | None = Field(None, description="The draft's, to be accepted by.")


_THINGS = ("agreement", "appointment")
_TOLD = ("version", "digest")


def done(plan: UUID, command_id: UUID, command: Contract, outcome: Outcome) -> Done:
    said = tuple(
        Said(id=event_id(command_id, index), type=event.type)
        for index, event in enumerate(outcome.events)
    )
    told: dict[str, Any] = {
        name: vars(event)[name] for event in outcome.events for name in _TOLD if name in vars(event)
    }
    return Done(plan=plan, revision=outcome.revision, said=said, **_about(command), **told)


def _about(command: Contract) -> dict[str, UUID]:
    """The agreement or appointment that a command names, by its own field or as its item."""
    fields = vars(command)
    item = fields.get("item")
    if isinstance(item, Item):
        return {item.kind: item.id}
    return {name: fields[name] for name in _THINGS if name in fields}


def example_of(command: type[Contract], says: type[Event]) -> dict[str, Any]:
    """What an answer looks like; `says` is the event that comes first."""
    event = examples.EXAMPLES[type_of(says)]
    values = {
        "plan": examples.PLAN,
        "revision": 7,
        "said": (Said(id=examples.FACT, type=event.type),),
        **_things_in(command),
        **{name: getattr(event, name) for name in _TOLD if hasattr(event, name)},
    }
    return Done.model_validate(values).model_dump(mode="json", exclude_none=True)


def _things_in(command: type[Contract]) -> dict[str, UUID]:
    if "appointment" in command.model_fields:
        return {"appointment": examples.APPOINTMENT}
    named = {"agreement", "item"} & command.model_fields.keys()
    return {"agreement": examples.APPLICATIONS} if named else {}
