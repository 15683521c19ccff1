"""The store's file: its layout, connections to it, and what SQLite's errors mean here."""

import sqlite3
from pathlib import Path

from kernel.event_store import EventStoreError, StoreFull, StoreUnavailable
from kernel.write_ahead import log_mode

APPLICATION = 0x4B4F4F50
LAYOUT = 1
PATIENCE = 5.0
"""Seconds that a writer waits for another process to end its transaction."""

_JOURNAL_PAGES = 4000
"""Pages in the write-ahead log before they are moved into the file: fewer make commits slower."""

_CREATE = (
    "CREATE TABLE streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    # An event's category and type in one small number: it is in every row.
    """CREATE TABLE kinds(
        id INTEGER PRIMARY KEY, category TEXT NOT NULL, type TEXT NOT NULL, UNIQUE (category, type)
    ) STRICT""",
    # No index on ids: they are random, and keeping them in order would cost more than all the rest.
    """CREATE TABLE events(
        position INTEGER PRIMARY KEY,
        stream INTEGER NOT NULL REFERENCES streams,
        revision INTEGER NOT NULL,
        kind INTEGER NOT NULL REFERENCES kinds,
        id BLOB NOT NULL,
        metadata BLOB NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (stream, revision)
    ) STRICT""",
    """CREATE TRIGGER never_changed BEFORE UPDATE ON events
       BEGIN SELECT RAISE(ABORT, 'what happened is never changed'); END""",
    """CREATE TRIGGER never_deleted BEFORE DELETE ON events
       BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END""",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {LAYOUT}",
)

_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})


class NotAnEventStore(EventStoreError):
    """The file holds something else, or a layout that this version of the software cannot read."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection for one thread at a time, without transactions of Python's own making."""
    connection = sqlite3.connect(
        path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    connection.execute("PRAGMA query_only = ON")
    return connection


def open_file(path: Path) -> sqlite3.Connection:
    """Open the file for writing; a new one gets its layout.

    Raises NotAnEventStore, StoreFull, StoreUnavailable.
    """
    try:
        connection = connect(path)
        try:
            _prepare(connection, path)
        except (sqlite3.Error, EventStoreError):
            connection.close()
            raise
    except sqlite3.Error as error:
        raise meaning(error, path) from error
    return connection


def meaning(error: sqlite3.Error, path: Path | str = "the event store") -> EventStoreError:
    """What an error of the database means to whoever uses the store."""
    code = getattr(error, "sqlite_errorcode", None)
    if code in _NO_ROOM:
        return StoreFull(f"{path} has no room left: make some and repeat what was refused")
    if code == sqlite3.SQLITE_NOTADB:
        return NotAnEventStore(f"{path} is not an event store: choose another file")
    return StoreUnavailable(f"{path} does not answer: {error}")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if _has_layout(connection, path):
        return
    if log_mode(connection) != "wal":
        raise StoreUnavailable(f"{path} lies where SQLite can keep no log: choose a local disk")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _has_layout(connection, path):
            for statement in _CREATE:
                connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _has_layout(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is a store (or still empty). Raises NotAnEventStore for all else."""
    # In one query, so that they are of one moment: another process may be making the layout.
    application, layout, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != APPLICATION and (application or tables):
        raise NotAnEventStore(f"{path} belongs to another program: choose another file")
    if tables and layout != LAYOUT:
        raise NotAnEventStore(
            f"{path} has layout {layout}, this version of the software reads layout {LAYOUT}: "
            "use the version that wrote it"
        )
    return bool(tables)
