"""Several appends made durable together, for the stores that offer it."""

import asyncio

import pytest

from kernel.event_store import (
    LARGEST_EVENT,
    AppendsTogether,
    EventStore,
    EventTooLarge,
    Exact,
    NoStream,
    WrongExpectedRevision,
)
from tests.kernel.event_store.conformance.case import Case, begin, everything, ids, new, some


class AppendsTogetherConformance(Case):
    async def test_the_store_says_that_it_appends_together(self, event_store: EventStore) -> None:
        assert isinstance(event_store, AppendsTogether)

    async def test_all_of_them_stand_in_their_order(
        self, event_store: EventStore, category: str
    ) -> None:
        first, second, third = some(2), some(1), some(2)
        one, other = f"{category}-1", f"{category}-2"
        appends = [(one, first, NoStream()), (other, second, NoStream()), (one, third, Exact(1))]

        await event_store.append_together(appends)

        assert ids(await everything(event_store, category)) == ids([*first, *second, *third])
        assert [e.revision for e in await event_store.read_stream(one)] == [0, 1, 2, 3]

    async def test_one_conflict_undoes_all_of_them_and_nobody_elses(
        self, event_store: EventStore, category: str
    ) -> None:
        there = await begin(event_store, f"{category}-1", 1)
        appends = [(f"{category}-2", some(3), NoStream()), (f"{category}-1", some(1), NoStream())]
        neighbour = new()

        refused, fine = await asyncio.gather(
            event_store.append_together(appends),
            event_store.append(f"{category}-3", [neighbour], NoStream()),
            return_exceptions=True,
        )

        assert isinstance(refused, WrongExpectedRevision)
        assert fine.revision == 0
        assert ids(await everything(event_store, category)) == ids([*there, neighbour])

    async def test_repeating_them_writes_nothing(
        self, event_store: EventStore, category: str
    ) -> None:
        appends = [(f"{category}-{n}", some(2), NoStream()) for n in range(3)]
        appends.append((f"{category}-0", some(1), Exact(1)))
        await event_store.append_together(appends)
        await event_store.append(f"{category}-2", [new()], Exact(1))

        await event_store.append_together(appends)

        assert len(await everything(event_store, category)) == 8

    async def test_what_is_too_large_keeps_the_others_out_as_well(
        self, event_store: EventStore, category: str
    ) -> None:
        large = new(bytes(LARGEST_EVENT + 1))
        appends = [(f"{category}-1", some(1), NoStream()), (f"{category}-2", [large], NoStream())]

        with pytest.raises(EventTooLarge):
            await event_store.append_together(appends)

        assert await everything(event_store, category) == []

    async def test_an_append_of_nothing_is_an_error_but_no_append_is_none(
        self, event_store: EventStore, category: str
    ) -> None:
        with pytest.raises(ValueError, match="nothing to append"):
            await event_store.append_together([(f"{category}-1", [], NoStream())])

        await event_store.append_together([])
