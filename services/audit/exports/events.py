"""What an export's lines are made of: events as they are stored, or with their texts open."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from kernel.event_store import EventStore, StoredEvent
from services.audit.answers.making import marks, opened
from services.audit.bodies import EventsMissing
from services.audit.exports.scope import Scope
from services.audit.read_models.trail import Listed, list_positions
from services.audit.trail import Trail

PAGE = 4_000
"""Events in memory at a time."""

OPENED_PAGE = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """Some events in the order of the store, and what is shown of each.

    `ids` are their ids as text, `data` the bytes as stored, or the event's own fields with their
    texts open. `disputed`, by position, is JSON for those that were disputed by then: the positions
    of the disputes, or, where texts are open, the marks with what they say (§ 84 Abs. 2 SGB X).
    """

    events: Sequence[StoredEvent]
    ids: Sequence[bytes]
    data: Sequence[bytes]
    disputed: Mapping[int, bytes]


def batch_of(
    events: Sequence[StoredEvent],
    data: Sequence[bytes] | None = None,
    disputed: Mapping[int, bytes] | None = None,
) -> Batch:
    """With the data as stored, where no other is given."""
    listed = orjson.dumps([event.id for event in events])  # a quarter of what str() takes
    ids = [listed[begin : begin + 36] for begin in range(2, len(listed), 39)]
    return Batch(events, ids, data or [event.data for event in events], disputed or {})


Pages = AsyncIterator[Batch]


async def sealed_pages(trail: Trail, store: EventStore, scope: Scope) -> Pages:
    """Raises EventsMissing."""
    after, more = 0, True
    while more:
        listed = await _listed(trail, scope, after)
        stored = await store.read_at(listed.positions) if listed.positions else ()
        if len(stored) < len(listed.positions):
            raise EventsMissing({*listed.positions} - {event.position for event in stored})
        meant = stored if scope.correlation is None else _of(scope.correlation, stored)
        yield batch_of(meant, disputed=_disputed(meant, listed))
        after, more = listed.reached, listed.more


async def opened_pages(trail: Trail, store: EventStore, scope: Scope) -> Pages:
    """As slow as reading is: every text is opened, every mark is looked for."""
    source = trail.pages(scope.selection, after=0, until=scope.until, limit=OPENED_PAGE)
    async for page in source:
        stored = await store.read_at([line.recorded.envelope.position for line in page.lines])
        data = [orjson.dumps(opened(line.recorded, line.open)) for line in page.lines]
        marked = {
            line.recorded.envelope.position: [
                one.model_dump(mode="json") for one in marks(line.marks, line.open)
            ]
            for line in page.lines
            if line.marks
        }
        disputed = {position: orjson.dumps(each) for position, each in marked.items()}
        yield batch_of(stored, data, disputed)


async def _listed(trail: Trail, scope: Scope, after: int) -> Listed:
    wanted, until = scope.selection, scope.until
    answer = await trail.answer(
        lambda c, t: list_positions(c, t, wanted, after=after, until=until, limit=PAGE)
    )
    return answer.value


def _disputed(events: Sequence[StoredEvent], listed: Listed) -> dict[int, bytes]:
    if not listed.disputed:
        return {}
    where = ((event.position, listed.disputed.get(event.id)) for event in events)
    return {position: orjson.dumps(disputes) for position, disputes in where if disputes}


def _of(correlation: UUID, stored: Sequence[StoredEvent]) -> list[StoredEvent]:
    """The trail knows only the end of a correlation."""
    wanted = str(correlation)
    return [one for one in stored if orjson.loads(one.metadata)["correlation"] == wanted]
