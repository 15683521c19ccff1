"""Numbers for what repeats: the position of the event that first named it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from kernel.bounded import forget_oldest

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
        named before it, as far as they are remembered. To be added to, and given to `remember`.

        What is not in it is told by `set.difference`, which looks up each key: to take a view of
        its keys from a set would go through all that is remembered, page after page.
        """
        known, number_of = self._known, self._number_of
        forget_oldest(known, self._capacity)
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
