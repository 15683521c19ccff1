"""Plans with any history on one store: the reading room as it is now, and as it was at a cut."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, MetaData, create_engine

from kernel.clock import SimulatedClock
from kernel.codec import metadata
from kernel.event_store import StoredEvent
from kernel.projections import Answer
from services.plan.api.reading_room import ReadingRoom
from services.plan.past import Past
from services.plan.plans import Documents
from services.plan.read_models.plan_view import PlanView
from services.plan.read_models.tables import PlanTables
from tests.kernel.memory_store import MemoryStore
from tests.services.plan.domain.story import Story


def woven(stories: Sequence[Story]) -> list[StoredEvent]:
    """The stories as the streams of as many plans, in the order of their times."""
    found = [
        (at.metadata.time, number, at.revision, _of_plan(number, recorded))
        for number, story in enumerate(stories)
        for recorded in story.recorded
        for at in (recorded.envelope,)
    ]
    return [
        event._replace(position=position)
        for position, (*_, event) in enumerate(sorted(found, key=lambda one: one[:3]), 1)
    ]


def _of_plan(number: int, recorded: Any) -> StoredEvent:
    at, plan = recorded.envelope, UUID(int=number + 1)
    own = at.metadata.model_copy(update={"plan": plan})
    id = UUID(int=at.id.int ^ number)
    data, stream = recorded.event.to_json(), f"plan-{plan}"
    return StoredEvent(id, at.type, data, own.to_json(), stream, at.revision, 0)


class View:
    """A projection that has taken all of `events`."""

    def __init__(self, events: Sequence[StoredEvent]) -> None:
        self._engine, tables = create_engine("sqlite://"), MetaData()
        self.model = model = PlanView()
        self.tables: PlanTables = model.tables(tables, "")
        self.connection: Connection = self._engine.connect()
        tables.create_all(self.connection)
        model.project(self.connection, self.tables, events)
        self._position = events[-1].position if events else 0

    async def answer(self, query: Callable[[Connection, PlanTables], Any]) -> Answer[Any]:
        return Answer(query(self.connection, self.tables), self._position, None)

    async def read(self, query: Callable[[Connection, PlanTables], Any]) -> Any:
        return (await self.answer(query)).value

    glance = read

    def close(self) -> None:
        self.connection.close()
        self._engine.dispose()


def room_at(events: Sequence[StoredEvent], view: View) -> ReadingRoom:
    """Where the clock stands at the newest of `events`."""
    store = MemoryStore()
    store.events = list(events)
    rows, unused = cast(Any, view), cast(Any, None)
    clock = SimulatedClock(metadata(events[-1]).time)
    return ReadingRoom(
        cast(Any, store),
        Documents(cast(Any, store), rows),
        Past(cast(Any, store), rows),
        rows,
        unused,
        unused,
        clock,
    )
