"""Events read by where they stand in their streams, for the stores that offer it."""

from collections.abc import Sequence
from typing import Protocol

import pytest

from kernel.event_store import (
    AnyRevision,
    EventStore,
    Located,
    ReadsLocated,
    StoredEvent,
)
from tests.kernel.event_store.conformance.case import Case, everything, new


class Store(EventStore, ReadsLocated, Protocol):
    pass


def located(events: Sequence[StoredEvent], *, named: bool = True) -> list[Located]:
    return [Located(one.position, one.stream if named else None, one.revision) for one in events]


class ReadsLocatedConformance(Case):
    async def test_the_store_says_that_it_reads_what_is_located(
        self, event_store: EventStore
    ) -> None:
        assert isinstance(event_store, ReadsLocated)

    @pytest.mark.parametrize("step", [1, 3, 10, 25])
    async def test_events_are_found_in_the_order_of_the_store_however_far_apart_they_are(
        self, event_store: Store, category: str, step: int
    ) -> None:
        for n in range(30):
            await event_store.append(f"{category}-{n % 3}", [new(), new()], AnyRevision())
        wanted = (await everything(event_store, category))[::step]
        asked = [*located(wanted[::2]), *located(wanted[1::2], named=False)]

        found = await event_store.read_located([*reversed(asked), asked[0]])

        assert list(found) == wanted

    async def test_what_lies_between_is_not_among_them(
        self, event_store: Store, category: str
    ) -> None:
        await event_store.append(f"{category}-1", [new() for _ in range(5)], AnyRevision())
        events = await everything(event_store, category)

        found = await event_store.read_located(located([events[1], events[4]]))

        assert list(found) == [events[1], events[4]]

    async def test_where_no_event_stands_none_is_found(
        self, event_store: Store, category: str
    ) -> None:
        await event_store.append(f"{category}-1", [new()], AnyRevision())
        (event,) = await everything(event_store, category)
        behind = await event_store.head() + 1_000_000
        nowhere = [Located(behind, f"{category}-2", 0), Located(behind, f"{category}-2", 1)]

        assert list(await event_store.read_located([])) == []
        assert list(await event_store.read_located([*nowhere, *located([event])])) == [event]
