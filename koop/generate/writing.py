"""A population into an empty store: decided by some processes, written by this one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from uuid import UUID

from kernel.event_store import (
    AppendsTogether,
    EventStore,
    Exact,
    ExpectedRevision,
    NewEvent,
    NoStream,
)
from koop.generate.cast import Population
from koop.generate.matter import EPOCH, MILLISECOND, Written
from koop.generate.workers import all_days

TOGETHER, BESIDE = 20_000, 500
"""Events that are written at a time: in one transaction, or where there is none, one by one."""

Report = Callable[[int, datetime], None]
"""Told how many events are written, and up to which moment."""

Append = tuple[str, list[NewEvent], ExpectedRevision]


class NotEmpty(Exception):
    """Invented people among others, who perhaps are not."""

    def __init__(self, head: int) -> None:
        super().__init__(
            f"The event store is not empty: its newest event is at position {head}. Generate into "
            "an empty one: let KOOP_DATA_DIR or KOOP_EVENT_STORE name a new place."
        )


async def fill(store: EventStore, population: Population, workers: int, report: Report) -> int:
    """How many events were written, in the order of their times.

    A store that cannot append together is written to for many plans at once: there, what happened
    within the same few hundred events may change places, but never within a plan.
    Raises WorkerFailed and whatever the store raises: begin again then, in an empty store.
    """
    done = 0
    at_once = TOGETHER if isinstance(store, AppendsTogether) else BESIDE
    with closing(_batches(population, workers, at_once)) as batches:
        async for batch in _ahead(batches):
            await _write(store, batch)
            done += sum(len(one[5]) for one in batch)
            report(done, EPOCH + batch[-1][0] * MILLISECOND)
    return done


async def check_empty(store: EventStore) -> None:
    """Raises NotEmpty."""
    if head := await store.head():
        raise NotEmpty(head)


async def _write(store: EventStore, batch: Sequence[Written]) -> None:
    if isinstance(store, AppendsTogether):
        await store.append_together([append_of(one) for one in batch])
        return
    plans: dict[int, list[Append]] = {}
    for one in batch:
        plans.setdefault(one[1], []).append(append_of(one))
    async with asyncio.TaskGroup() as group:
        for appends in plans.values():
            group.create_task(_one_by_one(store, appends))


async def _one_by_one(store: EventStore, appends: Sequence[Append]) -> None:
    for append in appends:
        await store.append(*append)


def append_of(written: Written) -> Append:
    _, _, _, stream, first, rows = written
    new = [NewEvent(UUID(bytes=id), type, data, metadata) for id, type, data, metadata in rows]
    return stream, new, Exact(first - 1) if first else NoStream()


def _batches(
    population: Population, workers: int, at_once: int
) -> Generator[list[Written], None, None]:
    batch: list[Written] = []
    with closing(all_days(population, workers)) as days:
        for day in days:
            batch += day
            while len(batch) >= at_once:
                yield batch[:at_once]
                batch = batch[at_once:]
    if batch:
        yield batch


async def _ahead(batches: Iterator[list[Written]]) -> AsyncIterator[list[Written]]:
    """The next one is put together while the one before is written."""
    upcoming = await asyncio.to_thread(next, batches, None)
    while upcoming is not None:
        reading = asyncio.create_task(asyncio.to_thread(next, batches, None))
        try:
            yield upcoming
        finally:
            upcoming = await reading
