"""What is still to happen with one plan, in the order of its times."""

from collections.abc import Callable
from heapq import heappop, heappush

Doing = Callable[[], None]


class Agenda:
    """Times are milliseconds since 1970; what comes at the same time keeps its order."""

    __slots__ = ("_count", "_heap")

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Doing]] = []
        self._count = 0

    def add(self, at: int, doing: Doing) -> None:
        self._count += 1
        heappush(self._heap, (at, self._count, doing))

    def next(self) -> int | None:
        """When something happens next."""
        return self._heap[0][0] if self._heap else None

    def take(self) -> tuple[int, Doing]:
        at, _, doing = heappop(self._heap)
        return at, doing
