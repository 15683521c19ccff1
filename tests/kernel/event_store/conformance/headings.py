"""Headings of events, for the stores that offer them."""

from collections.abc import AsyncIterator, Collection
from contextlib import aclosing
from typing import Protocol

import pytest

from kernel.event_store import AnyRevision, EventStore, OffersHeadings, Page, StoredEvent
from tests.kernel.event_store.conformance.case import Case, everything, ids, new, some
from tests.kernel.event_store.conformance.following import caught_up, heard


class Store(EventStore, OffersHeadings, Protocol):
    pass


def heading(event: StoredEvent, bodies: Collection[str]) -> StoredEvent:
    return event._replace(stream="", data=event.data if event.type in bodies else b"")


async def events_so_far(pages: AsyncIterator[Page]) -> list[StoredEvent]:
    found: list[StoredEvent] = []
    async for page in pages:
        found += page.events
        if page.caught_up:
            break
    return found


class OffersHeadingsConformance(Case):
    async def test_the_store_says_that_it_offers_headings(self, event_store: EventStore) -> None:
        assert isinstance(event_store, OffersHeadings)

    @pytest.mark.parametrize("bodies", [(), ("Odd.v1",), ("Odd.v1", "Noted.v1", "Unknown.v1")])
    async def test_headings_are_events_without_stream_and_without_other_data_than_asked_for(
        self, event_store: Store, category: str, bodies: tuple[str, ...]
    ) -> None:
        for n in range(7):
            news = [new(b"%d" % n, metadata=b'{"n": %d}' % n), new(b"odd", type="Odd.v1")]
            await event_store.append(f"{category}-{n % 3}", news, AnyRevision())
        expected = [heading(one, bodies) for one in await everything(event_store, category)]

        headings = event_store.subscribe_headings(bodies=bodies, categories=[category], page=5)
        async with aclosing(headings) as pages:
            found = await events_so_far(pages)

        assert found == expected

    async def test_headings_go_on_with_what_comes(
        self, event_store: Store, category: str, stream: str
    ) -> None:
        await event_store.append(stream, some(3), AnyRevision())
        after = await event_store.head()
        later, latest = some(2), some(2)
        await event_store.append(stream, later, AnyRevision())

        headings = event_store.subscribe_headings(bodies=(), after=after, categories=[category])
        async with aclosing(headings) as pages:
            assert await caught_up(pages) == ids(later)
            await event_store.append(stream, latest, AnyRevision())
            assert await heard(pages, 2) == ids(latest)
