"""A stream folded into a state, kept while it is in use."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from contracts.envelope import Recorded
from kernel.codec import Codec
from kernel.event_store import EventStore

S = TypeVar("S")

CAPACITY = 4_096
"""Streams that are kept folded at a time, the least recently used going first."""


class Folded(NamedTuple, Generic[S]):
    """A state after `revision` (-1: no event yet); `ids` are the revisions of its events."""

    state: S
    revision: int
    ids: dict[UUID, int]


class StreamFold(Generic[S]):
    """Folds streams with `evolve`, from an immutable `initial`."""

    def __init__(
        self,
        store: EventStore,
        codec: Codec,
        initial: S,
        evolve: Callable[[S, Recorded[Any]], S],
        capacity: int = CAPACITY,
    ) -> None:
        self._store, self._codec = store, codec
        self._evolve = evolve
        self._nothing: Folded[S] = Folded(initial, -1, {})
        self._capacity = capacity
        self._kept: OrderedDict[str, Folded[S]] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    def lock(self, stream: str) -> asyncio.Lock:
        """Whoever is about to append holds it, so that one process does not race with itself."""
        found = self._locks.get(stream)
        if found is None:
            if len(self._locks) >= self._capacity:  # lost on somebody in line: they race, no more
                self._locks = {name: one for name, one in self._locks.items() if one.locked()}
            found = self._locks[stream] = asyncio.Lock()
        return found

    def kept(self, stream: str) -> Folded[S] | None:
        """What is known without reading: another process may have appended since."""
        folded = self._kept.get(stream)
        if folded is not None:
            self._kept.move_to_end(stream)
        return folded

    async def load(self, stream: str) -> Folded[S]:
        """The newest state: reads what was appended since it was last folded."""
        folded = self._kept.get(stream, self._nothing)
        stored = await self._store.read_stream(stream, start=folded.revision + 1)
        newest = self._kept.get(stream, self._nothing)
        if newest.revision > folded.revision:
            stored = stored[newest.revision - folded.revision :]
            folded = newest
        return self.add(stream, folded, self._codec.recorded_all(stored))

    def add(self, stream: str, folded: Folded[S], events: Sequence[Recorded[Any]]) -> Folded[S]:
        """Fold `events`, which follow `folded`, and keep the result."""
        if not events:
            return folded
        state = folded.state
        for recorded in events:
            state = self._evolve(state, recorded)
        # Ids only ever join: all states of a stream share them, older ones knowing some too many.
        ids = folded.ids if folded.revision >= 0 else {}
        for recorded in events:
            ids[recorded.envelope.id] = recorded.envelope.revision
        newer = Folded(state, events[-1].envelope.revision, ids)
        self._kept[stream] = newer
        self._kept.move_to_end(stream)
        if len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
        return newer
