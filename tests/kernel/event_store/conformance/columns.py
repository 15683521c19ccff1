"""Events as columns, for the stores that offer it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import uuid4

import pytest

from kernel.event_store import (
    AnyRevision,
    Columns,
    EventStore,
    NewEvent,
    ReadsColumns,
    columns_of,
)
from tests.kernel.event_store.conformance.case import Case, everything, new


class Store(EventStore, ReadsColumns, Protocol):
    pass


def lists(columns: Columns) -> list[list[object]]:
    return [list(column) for column in columns]


class ReadsColumnsConformance(Case):
    async def test_the_store_says_that_it_reads_columns(self, event_store: EventStore) -> None:
        assert isinstance(event_store, ReadsColumns)

    async def test_columns_hold_what_is_read_event_by_event(
        self, event_store: Store, category: str
    ) -> None:
        for n in range(9):
            await event_store.append(f"{category}-{n % 4}", [new(), new()], AnyRevision())
        wanted = [event.position for event in await everything(event_store, category)][::2]

        found = await event_store.read_columns_at([*reversed(wanted), wanted[0]])

        assert lists(found) == lists(columns_of(await event_store.read_at(wanted)))

    @pytest.mark.parametrize("data", [b'{"a":\n1}', b'{"a":"\\n"}', b"", '{"ä":"€"}'.encode()])
    async def test_columns_hold_whatever_bytes_there_are(
        self, event_store: Store, category: str, data: bytes
    ) -> None:
        odd = NewEvent(uuid4(), "Odd.v1", data, data or b"{}")
        await event_store.append(f"{category}-1", [new(), odd, new()], AnyRevision())
        positions = [event.position for event in await everything(event_store, category)]

        found = await event_store.read_columns_at(positions)

        assert found.data[1] == data
        assert lists(found) == lists(columns_of(await event_store.read_at(positions)))

    async def test_where_no_event_stands_columns_have_none(
        self, event_store: Store, category: str
    ) -> None:
        await event_store.append(f"{category}-1", [new()], AnyRevision())
        (event,) = await everything(event_store, category)
        behind = await event_store.head() + 1_000_000
        asked: Sequence[Sequence[int]] = ([], [behind], [behind, event.position])

        found = [await event_store.read_columns_at(positions) for positions in asked]

        assert [list(one.positions) for one in found] == [[], [], [event.position]]
