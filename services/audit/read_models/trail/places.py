"""Where events stand, and finding those of a plan by their ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from services.audit.read_models.trail.plans import PlanFacts
from services.audit.read_models.trail.said import end_of
from services.audit.read_models.trail.tables import TrailTables
from services.audit.read_models.trail.words import glossary

AT_A_TIME = 500
"""Events that are looked up with one statement."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands, and whom its plan concerns."""

    position: int
    revision: int
    type: str
    plan: PlanFacts | None

    @property
    def client(self) -> str | None:
        return self.plan.client if self.plan else None


def named(
    connection: Connection, tables: TrailTables, plan_of: Mapping[UUID, PlanFacts]
) -> dict[UUID, Place]:
    """Events, in whichever stream, by id; `plan_of` says to which plan each of them belongs.
    Unknown ids are left out."""
    c = tables.entries.c
    query = select(c.position, c.plan, c.revision, c.type, c.event)
    found = dict[UUID, Place]()
    events = list(plan_of)
    for start in range(0, len(events), AT_A_TIME):
        chunk = events[start : start + AT_A_TIME]
        plans = {plan_of[event].number: plan_of[event] for event in chunk}
        by_end = {(plan_of[event].number, end_of(event)): event for event in chunk}
        ends = [end for _, end in by_end]
        asked = query.where(c.plan.in_(sorted(plans)), c.event.in_(ends))
        rows = connection.execute(asked).all()
        types = glossary(connection, tables.words, numbers={row.type for row in rows}).words
        for row in rows:
            if event := by_end.get((row.plan, row.event)):
                found[event] = Place(row.position, row.revision, types[row.type], plans[row.plan])
    return found
