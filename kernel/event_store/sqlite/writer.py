"""Group commit: what came together is checked, written and made durable together."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from kernel.event_store import (
    AnyRevision,
    Appended,
    ExpectedRevision,
    NewEvent,
    WrongExpectedRevision,
)
from kernel.event_store.sqlite.file import meaning
from kernel.event_store.sqlite.ledger import Ledger
from kernel.event_store.sqlite.news import News

MOST_BYTES = 4 * 1024 * 1024
"""What one transaction may hold before further appends wait for the next."""

_OF_THE_REQUEST = (
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)


class Append(NamedTuple):
    stream: str
    events: Sequence[NewEvent]
    expected: ExpectedRevision


PROBE = Append("", (), AnyRevision())
"""Nothing to append: only whether it could be made durable."""


class Writer:
    """The only one in this process who writes to the file."""

    def __init__(self, connection: sqlite3.Connection, news: News) -> None:
        self._ledger, self._news = Ledger(connection), news

    def commit(self, appends: Sequence[Append]) -> list[Appended | Exception]:
        """All appends in one transaction, each accepted or refused for itself."""
        try:
            self._ledger.begin()
            answers = [self._answer(append) for append in appends]
            self._news.announce(self._ledger.commit())
        except Exception as error:
            return self._undone(appends, error)
        return answers

    def _answer(self, append: Append) -> Appended | Exception:
        if append is PROBE:
            self._ledger.touch()
            return Appended(-1, 0)
        try:
            return self._ledger.append(*append)
        except WrongExpectedRevision as conflict:
            return conflict

    def _undone(self, appends: Sequence[Append], error: Exception) -> list[Appended | Exception]:
        """What the disk cannot do fails everyone; what an append cannot do, only that append."""
        self._ledger.rollback()
        if isinstance(error, sqlite3.Error) and not isinstance(error, _OF_THE_REQUEST):
            return [meaning(error) for _ in appends]
        if len(appends) == 1:
            return [error]
        return [answer for append in appends for answer in self.commit([append])]
