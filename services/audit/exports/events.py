"""What an export's lines are made of: events as they are stored, or with their texts open."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple
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


class Exported(NamedTuple):
    """`data` are the bytes as stored, or the event's own fields with their texts open.

    `disputed` is JSON, for what was disputed by then: the positions of the disputes, or, where
    texts are open, the marks with what they say (§ 84 Abs. 2 SGB X).
    """

    event: StoredEvent
    data: bytes
    disputed: bytes | None

    @property
    def id(self) -> bytes:
        """The event's id as text, in a fifth of the time that str() takes."""
        return orjson.dumps(self.event.id)[1:-1]


Pages = AsyncIterator[Sequence[Exported]]


async def sealed_pages(trail: Trail, store: EventStore, scope: Scope) -> Pages:
    """Raises EventsMissing."""
    after, more = 0, True
    while more:
        listed = await _listed(trail, scope, after)
        stored = await store.read_at(listed.positions) if listed.positions else ()
        if len(stored) < len(listed.positions):
            raise EventsMissing({*listed.positions} - {event.position for event in stored})
        meant = stored if scope.correlation is None else _of(scope.correlation, stored)
        yield [_sealed(event, listed.disputed) for event in meant]
        after, more = listed.reached, listed.more


async def opened_pages(trail: Trail, store: EventStore, scope: Scope) -> Pages:
    """As slow as reading is: every text is opened, every mark is looked for."""
    source = trail.pages(scope.selection, after=0, until=scope.until, limit=OPENED_PAGE)
    async for page in source:
        found = []
        stored = await store.read_at([line.recorded.envelope.position for line in page.lines])
        for line, event in zip(page.lines, stored, strict=True):
            marked = [one.model_dump(mode="json") for one in marks(line.marks, line.open)]
            data = orjson.dumps(opened(line.recorded, line.open))
            disputed = orjson.dumps(marked) if marked else None
            found.append(Exported(event, data, disputed))
        yield found


async def _listed(trail: Trail, scope: Scope, after: int) -> Listed:
    wanted, until = scope.selection, scope.until
    answer = await trail.answer(
        lambda c, t: list_positions(c, t, wanted, after=after, until=until, limit=PAGE)
    )
    return answer.value


def _sealed(event: StoredEvent, disputed: Mapping[UUID, Sequence[int]]) -> Exported:
    where = disputed.get(event.id) if disputed else None
    return Exported(event, event.data, orjson.dumps(where) if where else None)


def _of(correlation: UUID, stored: Sequence[StoredEvent]) -> list[StoredEvent]:
    """The trail knows only the end of a correlation."""
    wanted = str(correlation)
    return [one for one in stored if orjson.loads(one.metadata)["correlation"] == wanted]
