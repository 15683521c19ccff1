"""One variable between an embedded deployment and one on EventStoreDB."""

from pathlib import Path

from kernel.event_store import EventStore
from kernel.event_store.sqlite import SqliteEventStore


async def open_event_store(where: str | Path) -> EventStore:
    """The store in that SQLite file, or behind that connection string (`esdb://…`, `kurrentdb://…`).

    Raises NotAnEventStore, StoreFull, StoreUnavailable, ConnectionStringRefused.
    """
    if not is_server(where):
        return await SqliteEventStore.open(where)
    # Only where it is wanted: it brings gRPC along, which takes a while to load.
    from kernel.event_store.eventstoredb import EventStoreDB  # noqa: PLC0415

    return await EventStoreDB.open(str(where))


def is_server(where: str | Path) -> bool:
    return "://" in str(where)


def positions_per_event(where: str | Path) -> int:
    """How far apart two events are: SQLite counts events, EventStoreDB the bytes of its log."""
    return 1024 if is_server(where) else 1
