"""From events to the trail's rows: by columns, so that what each event costs is spent in C."""

from collections.abc import Sequence

from sqlalchemy import Connection, MetaData

from kernel.database import bulk_insert
from kernel.event_store import StoredEvent
from kernel.event_store.lazy import LazyEvents
from services.audit.read_models.trail.actors import Actors
from services.audit.read_models.trail.disputes import DISPUTED, add_disputes
from services.audit.read_models.trail.hours import add_hours
from services.audit.read_models.trail.plans import ASSIGNED, OPENED, Plans, assign_counsellors
from services.audit.read_models.trail.said import (
    actor_in,
    end_of_raw,
    end_of_written,
    milliseconds,
    said_in,
)
from services.audit.read_models.trail.tables import TrailTables, trail_tables
from services.audit.read_models.trail.words import Words


class TrailModel:
    name = "trail"
    version = 3
    categories = ("plan", "mediation", "notification", "recipient")
    by_stream = False
    """Numbers are given in the order of the store, and rows are cheapest in that order, too."""
    bodies = OPENED | ASSIGNED | DISPUTED

    def __init__(self) -> None:
        self._words, self._plans, self._actors = Words(), Plans(), Actors()

    def tables(self, metadata: MetaData, suffix: str) -> TrailTables:
        return trail_tables(metadata, suffix)

    def project(
        self, connection: Connection, tables: TrailTables, events: Sequence[StoredEvent]
    ) -> None:
        if not events:
            return
        page = LazyEvents.of(events)
        said = said_in(page.metadata)
        times = [milliseconds(one.time) for one in said]
        plans = self._plans.numbered(connection, tables.plans, page, said)
        numbers = [plan.number if plan else None for plan in plans]
        jobcenters = [
            (plan.jobcenter if plan else None) or actor_in(one.actor).organisation
            for plan, one in zip(plans, said, strict=True)
        ]
        words = self._words.numbered(connection, tables.words, page.types, jobcenters)
        rows = zip(
            page.positions,
            numbers,
            page.revisions,
            map(words.__getitem__, page.types),
            map(words.get, jobcenters),
            self._actors.numbered(connection, tables.actors, page, said),
            times,
            map(end_of_raw, page.ids),
            [end_of_written(one.correlation) for one in said],
            [int(one.correlation == one.causation) for one in said],
            strict=True,
        )
        bulk_insert(connection, tables.entries, list(rows))
        assign_counsellors(connection, tables.plans, page, said)
        add_disputes(connection, tables.disputes, page, numbers)
        add_hours(connection, tables.hours, page.positions, times)
