"""Numbers for what repeats: the position of the event that first named it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Table, func, select

from kernel.database import bulk_insert

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

REMEMBERED = 100_000
"""Keys that are kept in memory, each some 200 bytes; the others are looked up in their table."""


class Numbers(Generic[K, V]):
    """What is known by key. `number_of` tells a value's number.

    One memory serves all generations: a number is the same in each. What a transaction brought that
    was then rolled back does no harm either: for events before that position it counts as unknown.
    """

    def __init__(self, number_of: Callable[[V], int], capacity: int = REMEMBERED) -> None:
        self._number_of, self._capacity = number_of, capacity
        self._known: dict[K, V] = {}
        self._newest = 0

    def known(self, keys: Iterable[K], first: int, last: int) -> dict[K, V]:
        """For a page of events at these positions: those of `keys`, and perhaps others, that were
        named before it, as far as they are remembered. To be added to, and given to `remember`."""
        known, number_of = self._known, self._number_of
        while len(known) > self._capacity:
            del known[next(iter(known))]
        repeated, self._newest = first <= self._newest, max(last, self._newest)
        if not repeated:
            return known
        return {
            key: value
            for key in keys
            if (value := known.get(key)) is not None and number_of(value) < first
        }

    def remember(self, found: Mapping[K, V]) -> None:
        if found is not self._known:
            self._known.update(found)


class Vocabulary(dict[str, int]):
    """Words by number; one that is met for the first time gets the next."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


class Words:
    """A few words that come up all the time, numbered from 1 in the order in which they do."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Table, Vocabulary] = WeakKeyDictionary()

    def of(self, connection: Connection, table: Table) -> Vocabulary:
        """All words so far; those that it meets are to be kept with `keep`."""
        known = self._known.get(table)
        newest = connection.execute(select(func.max(table.c.number))).scalar() or 0
        if known is None or len(known) != newest:
            rows = connection.execute(select(table.c.word, table.c.number)).all()
            known = self._known[table] = Vocabulary({row.word: row.number for row in rows})
        return known

    def keep(self, connection: Connection, table: Table, words: Mapping[str, int], of: int) -> None:
        """Keep those words that came after the first `of`."""
        bulk_insert(connection, table, [(n, word) for word, n in words.items() if n > of])
