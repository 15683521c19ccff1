"""What an export's lines are made of: events as they are stored, or with their texts open."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import orjson

from kernel.event_store import Columns, EventStore, ReadsColumns, columns_of
from services.audit.answers.making import marks, opened
from services.audit.bodies import EventsMissing
from services.audit.exports.scope import Scope
from services.audit.read_models.trail import list_positions, where_disputed
from services.audit.trail import Trail

LISTED = 20_000
"""Positions that are found at a time: to ask takes as long as to find some thousands."""

PART = 3_000
"""Events that are read, and written, at a time."""

OPENED_PAGE = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """Some events in the order of the store, and what is shown of each.

    `data` are the bytes as stored, or the event's own fields with their texts open. `disputed`, by
    position, is JSON for those that were disputed by then: the positions of the disputes, or, where
    texts are open, the marks with what they say (§ 84 Abs. 2 SGB X).
    """

    events: Columns
    data: Sequence[bytes]
    disputed: Mapping[int, bytes]


Pages = AsyncIterator[Batch]


async def sealed_pages(trail: Trail, store: EventStore, scope: Scope) -> Pages:
    """Raises EventsMissing."""
    said = await trail.answer(
        lambda c, t: where_disputed(c, t, scope.selection.jobcenter, scope.until)
    )
    disputes = {str(fact).encode(): orjson.dumps(at) for fact, at in said.value.items()}
    async with aclosing(_positions(trail, scope)) as parts:
        async for positions in parts:
            events = await _read(store, positions)
            meant = events if scope.correlation is None else _of(scope.correlation, events)
            yield Batch(meant, meant.data, _disputed(meant, disputes))


async def opened_pages(trail: Trail, store: EventStore, scope: Scope) -> Pages:
    """As slow as reading is: every text is opened, every mark is looked for."""
    source = trail.pages(scope.selection, after=0, until=scope.until, limit=OPENED_PAGE)
    async for page in source:
        stored = await store.read_at([line.recorded.envelope.position for line in page.lines])
        data = [orjson.dumps(opened(line.recorded, line.open)) for line in page.lines]
        disputed = {
            line.recorded.envelope.position: orjson.dumps(
                [one.model_dump(mode="json") for one in marks(line.marks, line.open)]
            )
            for line in page.lines
            if line.marks
        }
        yield Batch(columns_of(stored), data, disputed)


async def _positions(trail: Trail, scope: Scope) -> AsyncGenerator[Sequence[int], None]:
    """In parts, at least one: also of nothing there is a file."""
    wanted, until = scope.selection, scope.until
    after, more = 0, True
    while more:
        listing = partial(list_positions, wanted=wanted, after=after, until=until, limit=LISTED)
        listed = (await trail.answer(listing)).value
        for begin in range(0, len(listed.positions) or 1, PART):
            yield listed.positions[begin : begin + PART]
        after, more = listed.reached, listed.more


async def _read(store: EventStore, positions: Sequence[int]) -> Columns:
    if isinstance(store, ReadsColumns):
        events = await store.read_columns_at(positions)
    else:
        events = columns_of(await store.read_at(positions))
    if len(events.positions) < len(positions):
        raise EventsMissing({*positions} - {*events.positions})
    return events


def _disputed(events: Columns, disputes: Mapping[bytes, bytes]) -> dict[int, bytes]:
    each = zip(events.positions, events.ids, strict=True)
    return {at: disputes[id] for at, id in each if id in disputes} if disputes else {}


def _of(correlation: UUID, events: Columns) -> Columns:
    """The trail knows only the end of a correlation."""
    wanted = str(correlation)
    return events.where([orjson.loads(one)["correlation"] == wanted for one in events.metadata])
