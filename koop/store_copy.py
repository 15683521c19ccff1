"""Moving all events from one store to another: in order, resumable, verified byte for byte."""

import hashlib
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from kernel.event_store import EventStore, Exact, NewEvent, NoStream, StoredEvent

PAGE = 1_000
TOGETHER = 256 * 1024
"""Bytes of one stream after which an append is not made larger."""

Report = Callable[[str, int], None]
"""Told what is being done and up to which of the source's positions it is."""


class NotACopy(Exception):
    """The target holds something else than the beginning of the source."""

    def __init__(self, source: StoredEvent | None, target: StoredEvent) -> None:
        there = f"{target.type} {target.id} at {target.stream}@{target.revision}"
        here = "nothing" if source is None else f"{source.type} {source.id} at {source.stream}"
        super().__init__(
            f"The target has {there} where the source has {here}. Copy into an empty store."
        )


class Incomplete(Exception):
    """Something is missing in the target, though everything was appended."""


@dataclass(frozen=True, slots=True)
class Compared:
    """So many events are the same in both stores, the last one at `position` of the source.

    `digest` is over every byte of them, in order. `complete`: the source has no more.
    """

    events: int
    position: int
    digest: str
    complete: bool


async def copy(source: EventStore, target: EventStore, report: Report) -> Compared:
    """Append to `target` what it lacks of `source`, then compare all of it once more.

    Nobody else may write to `target` meanwhile. What is written to `source` meanwhile is left out.
    Raises NotACopy, Incomplete and whatever the stores raise; may be begun again then.
    """
    head = await source.head()
    there = await compare(source, target, head, report)
    if not there.complete:
        await _append(source, target, there.position, head, report)
    compared = await compare(source, target, head, report)
    if not compared.complete:
        raise Incomplete(f"The target ends after {compared.events} events. Begin again.")
    return compared


async def compare(
    source: EventStore, target: EventStore, until: int, report: Report | None = None
) -> Compared:
    """How far `target` is a copy of `source` up to its position `until`. Raises NotACopy."""
    count, position, digest = 0, 0, _Digest()
    async with aclosing(_events(source, 0)) as ours, aclosing(_events(target, 0)) as theirs:
        async for copied in theirs:
            original = await anext(ours, None)
            if original is None or original[:-1] != copied[:-1]:
                raise NotACopy(original, copied)
            digest.add(copied)
            count, position = count + 1, original.position
            if report is not None and count % PAGE == 0:
                report("comparing", position)
    return Compared(count, position, digest.hex(), position >= until)


async def _append(
    source: EventStore, target: EventStore, after: int, until: int, report: Report
) -> None:
    """One append after the other: whatever breaks on the way, the target stays a beginning."""
    count = 0
    async with aclosing(_runs(source, after, until)) as runs:
        async for run in runs:
            first = run[0].revision
            events = [NewEvent(e.id, e.type, e.data, e.metadata) for e in run]
            await target.append(run[0].stream, events, Exact(first - 1) if first else NoStream())
            count += len(run)
            if count >= PAGE:
                report("copying", run[-1].position)
                count = 0


async def _runs(
    source: EventStore, after: int, until: int
) -> AsyncGenerator[list[StoredEvent], None]:
    """Events that follow each other in the same stream, together."""
    run: list[StoredEvent] = []
    size = 0
    async with aclosing(_events(source, after)) as events:
        async for event in events:
            if event.position > until:
                break
            if run and (run[-1].stream != event.stream or size > TOGETHER):
                yield run
                run, size = [], 0
            run.append(event)
            size += len(event.data) + len(event.metadata)
    if run:
        yield run


async def _events(store: EventStore, after: int) -> AsyncGenerator[StoredEvent, None]:
    caught_up = False
    while not caught_up:
        page = await store.read_all(after=after, limit=PAGE)
        for event in page.events:
            yield event
        after, caught_up = page.position, page.caught_up


class _Digest:
    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, event: StoredEvent) -> None:
        name = f"{event.stream}\0{event.revision}\0{event.id}\0{event.type}".encode()
        for part in (name, event.data, event.metadata):
            self._hash.update(len(part).to_bytes(8, "big"))
            self._hash.update(part)

    def hex(self) -> str:
        return self._hash.hexdigest()
