"""The SQLite store keeps what every event store keeps."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store import AnyRevision
from kernel.event_store.sqlite import SqliteEventStore, columns
from tests.kernel.event_store.conformance import EventStoreConformance
from tests.kernel.event_store.conformance.by_stream import ReadsByStreamConformance
from tests.kernel.event_store.conformance.case import new
from tests.kernel.event_store.conformance.columns import ReadsColumnsConformance
from tests.kernel.event_store.conformance.headings import OffersHeadingsConformance
from tests.kernel.event_store.conformance.together import AppendsTogetherConformance
from tests.kernel.event_store.conformance.vandalism import Vandal


@pytest.fixture
async def event_store(tmp_path: Path) -> AsyncIterator[SqliteEventStore]:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    yield store
    await store.close()


@pytest.fixture
def vandal(event_store: SqliteEventStore, tmp_path: Path) -> Vandal:
    async def delete(stream: str) -> None:
        connection = sqlite3.connect(tmp_path / "events.db", isolation_level=None)
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            connection.execute(
                "DELETE FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?)",
                (stream,),
            )
        connection.close()

    return delete


class TestSqlite(
    EventStoreConformance,
    ReadsByStreamConformance,
    ReadsColumnsConformance,
    OffersHeadingsConformance,
    AppendsTogetherConformance,
):
    pass


async def test_the_name_of_a_stream_that_is_not_in_memory_any_more_is_looked_up_again(
    event_store: SqliteEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "NAMES_IN_MEMORY", 1)
    names = [f"plan-{n % 3}" for n in range(9)]
    for name in names:
        await event_store.append(name, [new()], AnyRevision())

    found = [await event_store.read_columns_at(range(1, n + 1)) for n in (4, 9, 5)]

    assert [list(one.streams) for one in found] == [names[:4], names, names[:5]]
