"""A tiny domain to follow: notes on a plan, each with a day on which it falls due."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid5

from contracts.envelope import Actor, Metadata, Recorded
from contracts.model import Event
from kernel.codec import Codec, to_store
from kernel.deadlines import CancelTimer, CancelTimers, SetTimer
from kernel.event_store import AnyRevision, EventStore

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SPACE = UUID(int=7)


class NoteTaken(Event):
    type: Literal["NoteTaken.v1"] = "NoteTaken.v1"
    key: str
    days: int


class NoteDropped(Event):
    type: Literal["NoteDropped.v1"] = "NoteDropped.v1"
    key: str


class NoteFellDue(Event):
    type: Literal["NoteFellDue.v1"] = "NoteFellDue.v1"
    key: str


class NotesClosed(Event):
    type: Literal["NotesClosed.v1"] = "NotesClosed.v1"
    prefix: str = ""


CODEC = Codec({m.__name__ + ".v1": m for m in (NoteTaken, NoteDropped, NoteFellDue, NotesClosed)})


def metadata(stream: str) -> Metadata:
    return Metadata(
        time=START,
        actor=Actor(sub="someone", role="system"),
        correlation=SPACE,
        causation=SPACE,
        regime="sgb2-2023",
        plan=uuid5(SPACE, stream),
    )


async def say(store: EventStore, stream: str, *events: Event) -> int:
    """Append and return the position."""
    name = f"{stream} {await store.head()}"
    new = [
        to_store(uuid5(SPACE, f"{name} {i}"), event, metadata(stream).to_json())
        for i, event in enumerate(events)
    ]
    return (await store.append(stream, new, AnyRevision())).position


def timers(recorded: Recorded[Any]) -> Iterator[SetTimer | CancelTimer | CancelTimers]:
    match recorded.event:
        case NoteTaken(key=key, days=days):
            yield SetTimer(key, START + timedelta(days=days), {"note": key})
        case NoteDropped(key=key) | NoteFellDue(key=key):
            yield CancelTimer(key)
        case NotesClosed(prefix=prefix):
            yield CancelTimers(prefix)
