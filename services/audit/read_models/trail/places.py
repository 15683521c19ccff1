"""Where events stand, and finding those of a plan by their ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from services.audit.read_models.trail.numbers import in_chunks
from services.audit.read_models.trail.plans import PlanFacts
from services.audit.read_models.trail.said import end_of
from services.audit.read_models.trail.tables import TrailTables


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands, and whom its plan concerns."""

    position: int
    revision: int
    type: str
    plan: PlanFacts | None


def named(
    connection: Connection, tables: TrailTables, plan: PlanFacts, events: Iterable[UUID]
) -> dict[UUID, Place]:
    """Events of one plan, in whichever stream, by id; unknown ids are left out."""
    by_end = {end_of(event): event for event in events}
    c, words = tables.entries.c, tables.words.c
    query = (
        select(c.position, c.revision, c.event, words.word)
        .join(tables.words, words.number == c.type)
        .where(c.plan == plan.number)
    )
    return {
        by_end[row.event]: Place(row.position, row.revision, row.word, plan)
        for chunk in in_chunks(list(by_end))
        for row in connection.execute(query.where(c.event.in_(chunk)))
    }
