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
from kernel.lane import HandOver

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


class Together(NamedTuple):
    """All of them or none."""

    appends: Sequence[Append]


Request = Append | Together

PROBE = Append("", (), AnyRevision())
"""Nothing to append: only whether it could be made durable."""


class Writer:
    """The only one in this process who writes to the file."""

    def __init__(self, connection: sqlite3.Connection, news: News) -> None:
        self._ledger, self._news = Ledger(connection), news

    def commit(
        self, requests: Sequence[Request], hand_over: HandOver
    ) -> list[Appended | Exception]:
        """All requests in one transaction, each accepted or refused for itself."""
        try:
            self._ledger.begin()
            answers = [self._answer(request) for request in requests]
            self._ledger.write()
            hand_over()
            self._news.announce(self._ledger.commit())
        except Exception as error:
            return self._undone(requests, hand_over, error)
        return answers

    def _answer(self, request: Request) -> Appended | Exception:
        if request is PROBE:
            self._ledger.touch()
            return Appended(-1, 0)
        if isinstance(request, Together):  # a conflict undoes the transaction: see `_undone`
            return [self._ledger.append(*append) for append in request.appends][-1]
        try:
            return self._ledger.append(*request)
        except WrongExpectedRevision as conflict:
            return conflict

    def _undone(
        self, requests: Sequence[Request], hand_over: HandOver, error: Exception
    ) -> list[Appended | Exception]:
        """What the disk cannot do fails everyone; what a request cannot do, only that one."""
        self._ledger.rollback()
        if isinstance(error, sqlite3.Error) and not isinstance(error, _OF_THE_REQUEST):
            return [meaning(error) for _ in requests]
        if len(requests) == 1:
            return [error]
        return [answer for request in requests for answer in self.commit([request], hand_over)]
