"""Notices what other processes append to the file."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from kernel.event_store.sqlite.file import meaning
from kernel.event_store.sqlite.news import News

INTERVAL = 0.003
"""Seconds between two looks. A look takes some microseconds and touches no disk."""


class Watcher:
    """One thread for any number of subscribers; it sleeps while there are none."""

    def __init__(self, connection: sqlite3.Connection, news: News) -> None:
        self._connection, self._news = connection, news
        self._subscribers, self._wanted, self._closed = 0, Event(), Event()
        self._seen: int | None = None
        self._thread = Thread(target=self._run, name="event-store-watcher", daemon=True)
        self._thread.start()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Inside, what other processes append becomes news."""
        self._subscribers += 1
        self._wanted.set()
        try:
            yield
        finally:
            self._subscribers -= 1
            if not self._subscribers:
                self._wanted.clear()

    def close(self) -> None:
        self._closed.set()
        self._wanted.set()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while self._wanted.wait() and not self._closed.is_set():
            try:
                self._look()
            except sqlite3.Error as error:
                self._news.fail(str(meaning(error)))
            self._closed.wait(INTERVAL)

    def _look(self) -> None:
        # The version first: what is committed between the two queries changes it once more.
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._seen:
            (head,) = self._connection.execute("SELECT max(position) FROM events").fetchone()
            self._seen = version
            self._news.announce(head or 0)
