"""The stores that followers are tested on, and events to fill them with."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from kernel.event_store import AnyRevision, EventStore, NewEvent

SPACE = UUID(int=0)


def event(
    name: str, type: str = "Noted.v1", data: bytes = b"{}", metadata: bytes = b"{}"
) -> NewEvent:
    """An event whose id comes from its name."""
    return NewEvent(uuid5(SPACE, name), type, data, metadata)


async def write(store: EventStore, *streams: str, type: str = "Noted.v1") -> int:
    """One event to each stream named, in order; the position of the last one."""
    position = 0
    for stream in streams:
        name = f"{stream}/{await store.head()}"
        position = (await store.append(stream, [event(name, type)], AnyRevision())).position
    return position


async def everything(store: EventStore) -> Sequence[tuple[str, int, int]]:
    page = await store.read_all(limit=1_000_000)
    return [(one.stream, one.revision, one.position) for one in page.events]
