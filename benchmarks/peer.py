"""The peer: `eventsourcing` on SQLite, as durable (WAL, SQLite's default `synchronous=FULL`)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder

CALLERS = 128
WORDS = "x" * 500
"""About what one of our events weighs, sealed texts included."""


class Plan(Aggregate):
    @event("Opened")
    def __init__(self, client: str) -> None:
        self.client = client
        self.voices, self.newest = 0, ""

    @event("Voiced")
    def voice(self, text: str) -> None:
        self.voices, self.newest = self.voices + 1, text


def application(folder: Path) -> Application[UUID]:
    """With its cache of aggregates, so that it need not read them again for every command."""
    return Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / "peer.db"),
            "SQLITE_LOCK_TIMEOUT": "60",
            "POOL_TIMEOUT": "60",
            "AGGREGATE_CACHE_MAXSIZE": "4096",
            "AGGREGATE_CACHE_FASTFORWARD": "n",
        }
    )


def commands(folder: Path, count: int) -> float:
    """Commands a second (load, decide, save), with as many threads as we have callers."""
    app = application(folder)
    share = count // CALLERS

    def caller(number: int) -> None:
        plan = Plan(f"client-{number}")
        app.save(plan)
        for _ in range(share - 1):
            known = cast(Plan, app.repository.get(plan.id))
            known.voice(WORDS)
            app.save(known)

    began = perf_counter()
    with ThreadPoolExecutor(CALLERS) as threads:
        list(threads.map(caller, range(CALLERS)))
    rate = share * CALLERS / (perf_counter() - began)
    app.close()
    return rate


class Rows(SQLiteTrackingRecorder):
    """A view with one row per event, written with its tracking in one transaction each."""

    def construct_create_table_statements(self) -> list[str]:
        statements = super().construct_create_table_statements()
        return [
            *statements,
            "CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, plan TEXT, kind TEXT)",
        ]

    def add(self, tracking: Tracking, plan: UUID, kind: str) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "INSERT INTO rows VALUES (?, ?, ?)", (tracking.notification_id, str(plan), kind)
            )
            self._insert_tracking(cursor, tracking)


def projection(folder: Path, events: int) -> float:
    """Events a second from the application's log into a view."""
    app = application(folder)
    for number in range(max(1, events // 50)):
        plan = Plan(f"client-{number}")
        for _ in range(49):
            plan.voice(WORDS)
        app.save(plan)
    rows = Rows(SQLiteDatastore(str(folder / "view.db")))
    rows.create_table()
    began, done = perf_counter(), 0
    for notification in _notifications(app):
        said = app.mapper.to_domain_event(notification)
        rows.add(Tracking("peer", notification.id), said.originator_id, type(said).__name__)
        done += 1
    rate = done / (perf_counter() - began)
    app.close()
    return rate


def _notifications(app: Application[UUID]) -> Iterator[Any]:
    after = 0
    while found := app.recorder.select_notifications(after + 1, 1000):
        yield from found
        after = found[-1].id
