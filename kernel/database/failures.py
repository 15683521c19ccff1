"""What an error of the driver says about the surroundings, in the words of the event store."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from kernel.event_store import StoreFull, StoreUnavailable

_PASSES_IN_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOMEM,
    }
)
_PASSES_IN_POSTGRESQL = ("08", "25006", "25P03", "40", "53", "55", "57", "58")
"""How a SQLSTATE begins: connection, a server that only reads (a standby), a transaction that
slept, conflict, resources, locks, shutdown or time-out, disk."""

_DISK_FULL = "53100"


@contextmanager
def as_store_errors() -> Iterator[None]:
    """Raises StoreFull or StoreUnavailable where the database is to blame; other errors as they
    are: rows that do not fit, statements that are wrong."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig
        if _is_full(cause):
            raise StoreFull("the database has no room left") from error
        if _passes(cause):
            raise StoreUnavailable(f"the database does not answer: {cause}") from error
        raise


def _is_full(cause: BaseException | None) -> bool:
    if isinstance(cause, psycopg.Error):
        return cause.sqlstate == _DISK_FULL
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def _passes(cause: BaseException | None) -> bool:
    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        return True  # the connection broke or never came about
    if isinstance(cause, psycopg.Error):
        return (cause.sqlstate or "").startswith(_PASSES_IN_POSTGRESQL)
    return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _PASSES_IN_SQLITE
