"""From events to the trail's rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, MetaData

from kernel.database import bulk_insert
from kernel.event_store import StoredEvent
from services.audit.read_models.trail.actors import Actors
from services.audit.read_models.trail.disputes import add_disputes
from services.audit.read_models.trail.hours import add_hours
from services.audit.read_models.trail.plans import Numbered, Plans, assign_counsellors
from services.audit.read_models.trail.said import Said, end_of, said
from services.audit.read_models.trail.tables import TrailTables, trail_tables
from services.audit.read_models.trail.words import Words


class TrailModel:
    name = "trail"
    version = 3
    categories = ("plan", "mediation", "notification", "recipient")
    by_stream = False
    """Numbers are given in the order of the store, and rows are cheapest in that order, too."""

    def __init__(self) -> None:
        self._words, self._plans, self._actors = Words(), Plans(), Actors()

    def tables(self, metadata: MetaData, suffix: str) -> TrailTables:
        return trail_tables(metadata, suffix)

    def project(
        self, connection: Connection, tables: TrailTables, events: Sequence[StoredEvent]
    ) -> None:
        if not events:
            return
        page = said(events)
        plans = self._plans.numbered(connection, tables.plans, events, page)
        actors = self._actors.numbered(connection, tables.actors, events, page)
        words = self._words.of(connection, tables.words)
        known = len(words)
        numbered = [plans[one.plan] if one.plan is not None else None for one in page]
        bulk_insert(
            connection,
            tables.entries,
            [
                (
                    event.position,
                    plan.number if plan else None,
                    event.revision,
                    words[event.type],
                    words[place] if (place := _jobcenter(plan, one)) else None,
                    actors[one.actor],
                    one.time,
                    end_of(event.id),
                    one.correlation,
                    one.root,
                )
                for event, one, plan in zip(events, page, numbered, strict=True)
            ],
        )
        self._words.keep(connection, tables.words, words, known)
        numbers = [plan.number if plan else None for plan in numbered]
        assign_counsellors(connection, tables.plans, events, page)
        add_disputes(connection, tables.disputes, events, numbers)
        add_hours(connection, tables.hours, events, page)


def _jobcenter(plan: Numbered | None, one: Said) -> str:
    """Of the plan; of whoever acted where there is no plan."""
    return (plan.jobcenter if plan else None) or one.actor[2]
