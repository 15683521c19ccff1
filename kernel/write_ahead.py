"""A SQLite file with a write-ahead log, also when another process is just making it."""

import sqlite3
import time

PATIENCE = 10.0
"""Seconds that another process may take to open the file."""


def log_mode(connection: sqlite3.Connection) -> str:
    """Ask for a write-ahead log; which one the file has then. SQLite waits for nobody here, so
    this does. Raises sqlite3.Error."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
