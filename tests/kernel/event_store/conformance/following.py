"""Following: catch up, then hear of everything new; nothing twice, nothing left out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from uuid import UUID

from kernel.event_store import AnyRevision, EventStore, Page
from tests.kernel.event_store.conformance.case import Case, begin, everything, ids, new, some

PATIENCE = 30.0


async def heard(pages: AsyncIterator[Page], count: int) -> list[UUID]:
    """The ids of so many events, in the order in which they were delivered."""
    found: list[UUID] = []
    async with asyncio.timeout(PATIENCE):
        while len(found) < count:
            found += ids((await anext(pages)).events)
    return found


async def caught_up(pages: AsyncIterator[Page]) -> list[UUID]:
    """The ids of all events up to the first page that is caught up."""
    found: list[UUID] = []
    async with asyncio.timeout(PATIENCE):
        async for page in pages:
            found += ids(page.events)
            if page.caught_up:
                return found
    raise AssertionError("a subscription ended by itself")


class Following(Case):
    async def test_a_follower_from_zero_hears_what_was_and_then_what_comes(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        before = await begin(event_store, stream, 5)
        later = some(3)

        async with aclosing(event_store.subscribe(categories=[category], page=2)) as pages:
            assert await caught_up(pages) == ids(before)
            await event_store.append(stream, later, AnyRevision())
            assert await heard(pages, 3) == ids(later)

    async def test_a_follower_from_a_position_hears_what_lies_behind_it(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        await begin(event_store, stream, 3)
        head = await event_store.head()
        later = some(2)
        await event_store.append(stream, later, AnyRevision())

        async with aclosing(event_store.subscribe(after=head, categories=[category])) as pages:
            assert await caught_up(pages) == ids(later)

    async def test_a_follower_of_nothing_yet_is_told_at_once_that_it_has_caught_up(
        self, event_store: EventStore, category: str
    ) -> None:
        async with aclosing(event_store.subscribe(categories=[category])) as pages:
            assert await caught_up(pages) == []

    async def test_a_follower_hears_its_own_categories_only(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        mine = await begin(event_store, stream, 1)
        async with aclosing(event_store.subscribe(categories=[category])) as pages:
            assert await caught_up(pages) == ids(mine)
            await begin(event_store, f"other{stream}", 2)
            events = some(2)
            await event_store.append(stream, events, AnyRevision())

            assert await heard(pages, 2) == ids(events)

    async def test_a_follower_without_categories_hears_everything(
        self, event_store: EventStore, stream: str
    ) -> None:
        head = await event_store.head()
        first = await begin(event_store, stream, 2)
        second = await begin(event_store, f"other{stream}", 2)

        async with aclosing(event_store.subscribe(after=head)) as pages:
            assert await heard(pages, 4) == ids(first + second)

    async def test_who_stopped_goes_on_behind_the_last_page_it_was_given(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        events = await begin(event_store, stream, 10)
        found: list[UUID] = []
        position = 0
        for _ in range(5):
            follow = event_store.subscribe(after=position, categories=[category], page=2)
            async with aclosing(follow) as pages:
                page = await anext(pages)
                found += ids(page.events)
                position = page.position

        assert found == ids(events)

    async def test_followers_of_many_appenders_miss_nothing_and_hear_nothing_twice(
        self, event_store: EventStore, category: str
    ) -> None:
        async def append(appender: int) -> None:
            for _ in range(20):
                await event_store.append(f"{category}-{appender}", [new(), new()], AnyRevision())

        async def follow(page: int) -> list[UUID]:
            follow = event_store.subscribe(categories=[category], page=page)
            async with aclosing(follow) as pages:
                return await heard(pages, 800)

        async with asyncio.TaskGroup() as group:
            followers = [group.create_task(follow(page)) for page in (1, 3, 7, 100, 1000) * 4]
            for appender in range(20):
                group.create_task(append(appender))

        in_order = ids(await everything(event_store, category))
        assert len(in_order) == 800
        assert [follower.result() == in_order for follower in followers] == [True] * 20

    async def test_a_follower_who_waits_can_be_stopped_and_the_store_goes_on(
        self, event_store: EventStore, category: str, stream: str
    ) -> None:
        waits = asyncio.Event()

        async def follow() -> None:
            async for page in event_store.subscribe(categories=[category]):
                if page.caught_up:
                    waits.set()

        follower = asyncio.create_task(follow())
        await asyncio.wait_for(waits.wait(), PATIENCE)
        follower.cancel()
        await asyncio.wait([follower], timeout=PATIENCE)

        assert follower.cancelled()
        assert (await event_store.append(stream, [new()], AnyRevision())).revision == 0
