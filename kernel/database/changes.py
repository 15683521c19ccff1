"""Group commit: small changes that wait at the same time share a transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection

from kernel.lane import HandOver

MOST_TOGETHER = 64
"""Changes in one transaction."""


@dataclass(frozen=True, slots=True)
class Together:
    """A change that may share its transaction, and may run twice."""

    change: Callable[[Connection], Any]


@dataclass(frozen=True, slots=True)
class Alone:
    """Whatever else the writer's thread has to do: it sees to its transaction itself."""

    work: Callable[[], Any]


Request = Together | Alone


class Changes:
    """`write` runs changes in one transaction."""

    def __init__(self, write: Callable[[Callable[[Connection], list[Any]]], list[Any]]) -> None:
        self._write = write

    def make(self, requests: Sequence[Request], hand_over: HandOver) -> list[Any]:
        """What the first few came to, that share a transaction, or the first alone; an exception
        is an outcome, too."""
        hand_over()
        if isinstance(requests[0], Alone):
            return [outcome(requests[0].work)]
        together = takewhile(lambda one: isinstance(one, Together), requests)
        return self._together([one.change for one in together if isinstance(one, Together)])

    def _together(self, changes: Sequence[Callable[[Connection], Any]]) -> list[Any]:
        """One that raises undoes the transaction: then each has one of its own."""
        all_of_them = outcome(lambda: self._write(lambda c: [change(c) for change in changes]))
        if not isinstance(all_of_them, Exception):
            return list(all_of_them)
        if len(changes) == 1:
            return [all_of_them]
        return [one for change in changes for one in self._together([change])]


def outcome(work: Callable[[], Any]) -> Any:
    """What `work` returns, or the Exception that it raises."""
    try:
        return work()
    except Exception as error:
        return error
