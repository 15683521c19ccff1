"""Followers of the file: one watcher for all of them, and a clear end."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from kernel.event_store import AnyRevision, NoStream, StoreUnavailable
from kernel.event_store.sqlite import SqliteEventStore, watcher
from tests.kernel.event_store.conformance.case import begin, ids, new, some
from tests.kernel.event_store.conformance.following import PATIENCE, caught_up, heard


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteEventStore]:
    store = await SqliteEventStore.open(path)
    yield store
    await store.close()


async def test_what_this_process_appends_is_heard_without_looking_at_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "INTERVAL", 3600)
    store = await SqliteEventStore.open(path)
    async with aclosing(store.subscribe()) as pages:
        await caught_up(pages)
        for events in (some(1), some(2)):
            await store.append("plan-1", events, AnyRevision())
            assert await heard(pages, len(events)) == ids(events)
    await store.close()


async def test_a_full_page_that_ends_with_the_newest_event_is_caught_up(
    store: SqliteEventStore,
) -> None:
    await begin(store, "plan-1", 4)

    pages = [await store.read_all(after=after, limit=2) for after in (0, 2)]

    assert [page.caught_up for page in pages] == [False, True]


async def test_what_another_writer_appends_is_heard(store: SqliteEventStore, path: Path) -> None:
    other = await SqliteEventStore.open(path)
    async with aclosing(store.subscribe()) as pages:
        assert await caught_up(pages) == []
        for events in (some(1), some(2)):
            await other.append("plan-1", events, AnyRevision())
            assert await heard(pages, len(events)) == ids(events)
    await other.close()


async def test_what_another_writer_appended_while_nobody_listened_is_heard_later(
    store: SqliteEventStore, path: Path
) -> None:
    other = await SqliteEventStore.open(path)
    async with aclosing(store.subscribe()) as pages:
        await caught_up(pages)
    events = await begin(other, "plan-1", 2)

    async with aclosing(store.subscribe()) as pages:
        assert await caught_up(pages) == ids(events)
        later = some(1)
        await other.append("plan-1", later, AnyRevision())
        assert await heard(pages, 1) == ids(later)
    await other.close()


async def test_a_follower_is_told_how_far_the_others_categories_have_come(
    store: SqliteEventStore,
) -> None:
    async with aclosing(store.subscribe(categories=["mediation"])) as pages:
        await caught_up(pages)
        await begin(store, "plan-1", 3)
        page = await asyncio.wait_for(anext(pages), PATIENCE)

    assert (list(page.events), page.position, page.caught_up) == ([], 3, True)


async def test_a_follower_who_has_caught_up_is_left_alone_until_something_happens(
    store: SqliteEventStore,
) -> None:
    await begin(store, "plan-1", 3)
    async with aclosing(store.subscribe(categories=["mediation"])) as pages:
        await caught_up(pages)
        following = asyncio.create_task(anext(pages))
        for _ in range(10):
            await store.read_all()
        assert not following.done()

        events = await begin(store, "mediation-1", 1)
        assert ids((await asyncio.wait_for(following, PATIENCE)).events) == ids(events)


async def test_followers_need_no_threads_of_their_own(store: SqliteEventStore) -> None:
    before = threading.active_count()
    followers = [store.subscribe() for _ in range(20)]

    for pages in followers:
        await caught_up(pages)

    assert threading.active_count() == before
    for pages in followers:
        await pages.aclose()


async def test_closing_the_store_wakes_its_followers(store: SqliteEventStore) -> None:
    waits = asyncio.Event()

    async def follow() -> None:
        async for _ in store.subscribe():
            waits.set()

    followers = [asyncio.create_task(follow()) for _ in range(3)]
    await waits.wait()
    await store.close()

    for follower in followers:
        with pytest.raises(StoreUnavailable, match="is closed"):
            await asyncio.wait_for(follower, PATIENCE)


async def test_a_follower_who_is_busy_when_the_store_closes_hears_it_afterwards(
    store: SqliteEventStore,
) -> None:
    pages = store.subscribe()
    assert (await anext(pages)).caught_up
    await store.close()

    with pytest.raises(StoreUnavailable, match="is closed"):
        await asyncio.wait_for(anext(pages), PATIENCE)


async def test_a_closed_store_answers_nobody_and_may_be_closed_again(
    store: SqliteEventStore,
) -> None:
    await store.close()
    await store.close()

    for request in (
        store.append("plan-1", [new()], NoStream()),
        store.read_stream("plan-1"),
        store.read_all(),
        store.head(),
        anext(store.subscribe()),
    ):
        with pytest.raises(StoreUnavailable, match="is closed"):
            await request


async def test_closing_finishes_what_was_begun(store: SqliteEventStore, path: Path) -> None:
    appends = [
        asyncio.create_task(store.append(f"plan-{n}", some(2), NoStream())) for n in range(50)
    ]
    await asyncio.sleep(0)
    await store.close()

    assert {(await append).revision for append in appends} == {1}
    again = await SqliteEventStore.open(path)
    assert await again.head() == 100
    await again.close()
