"""Reading whole streams one after another, for the stores that offer it."""

from itertools import pairwise
from uuid import uuid4

import pytest

from kernel.event_store import AnyRevision, EventStore, Page, ReadsByStream, StoredEvent
from tests.kernel.event_store.conformance.case import begin, everything, new


async def fill(store: EventStore, category: str) -> list[StoredEvent]:
    """Seven streams of five events each, appended in turns."""
    for _ in range(5):
        for n in range(7):
            await store.append(f"{category}-{n}", [new()], AnyRevision())
    return await everything(store, category)


async def scan(store: ReadsByStream, category: str, until: int, **how) -> list[Page]:
    return [page async for page in store.scan_streams(categories=[category], until=until, **how)]


def grouped(pages: list[Page]) -> list[StoredEvent]:
    return [event for page in pages for event in page.events]


class ReadsByStreamConformance:
    @pytest.fixture
    def category(self) -> str:
        return f"c{uuid4().hex}"

    async def test_the_store_says_that_it_reads_by_stream(self, event_store: EventStore) -> None:
        assert isinstance(event_store, ReadsByStream)

    @pytest.mark.parametrize("page", [1, 3, 5, 12, 35, 1000])
    async def test_a_scan_gives_every_event_once_stream_by_stream_and_each_in_one_page(
        self, event_store: EventStore, category: str, page: int
    ) -> None:
        everything = await fill(event_store, category)

        pages = await scan(event_store, category, everything[-1].position, page=page)

        names = list(dict.fromkeys(event.stream for event in grouped(pages)))
        assert grouped(pages) == [e for name in names for e in everything if e.stream == name]
        assert len(grouped(pages)) == 35
        for one in pages:
            assert len(one.events) % 5 == 0

    async def test_a_scan_stands_nowhere_until_its_last_page(
        self, event_store: EventStore, category: str
    ) -> None:
        until = (await fill(event_store, category))[-1].position

        *before, last = await scan(event_store, category, until, page=10)

        assert {(page.position, page.caught_up) for page in before} == {(0, False)}
        assert (last.position, last.caught_up) == (until, True)

    async def test_a_scan_leaves_out_what_came_later(
        self, event_store: EventStore, category: str
    ) -> None:
        everything = await fill(event_store, category)
        until = everything[16].position

        pages = await scan(event_store, category, until, page=4)

        assert sorted(event.position for event in grouped(pages)) == [
            event.position for event in everything[:17]
        ]

    async def test_a_scan_goes_on_behind_the_stream_it_is_told(
        self, event_store: EventStore, category: str
    ) -> None:
        until = (await fill(event_store, category))[-1].position
        whole = grouped(await scan(event_store, category, until))

        rest = grouped(await scan(event_store, category, until, after=whole[9].stream))

        assert rest == whole[10:]

    async def test_a_scan_behind_an_unknown_stream_is_a_mistake(
        self, event_store: EventStore, category: str
    ) -> None:
        with pytest.raises(ValueError, match="no such stream"):
            await scan(event_store, category, 10, after="nowhere-1")

    async def test_a_scan_reads_its_own_categories_only(
        self, event_store: EventStore, category: str
    ) -> None:
        everything = await fill(event_store, category)
        await begin(event_store, f"{category}s-1", 2)
        await begin(event_store, f"x-{category}", 2)

        pages = await scan(event_store, category, await event_store.head())

        assert sorted(grouped(pages), key=lambda event: event.position) == everything

    @pytest.mark.parametrize("parts", [1, 2, 3, 7, 50])
    async def test_parts_together_are_every_stream_once(
        self, event_store: EventStore, category: str, parts: int
    ) -> None:
        until = (await fill(event_store, category))[-1].position
        whole = grouped(await scan(event_store, category, until))

        ends = await event_store.split_streams(parts)  # type: ignore[attr-defined]
        found = []
        for after, last in pairwise([None, *ends, None]):
            found += grouped(await scan(event_store, category, until, after=after, last=last))

        assert found == whole
        assert len(ends) < parts
