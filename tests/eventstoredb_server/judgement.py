"""Which appends the server takes, which it has had already, which it refuses.

As the real one decides: at an exact revision it looks into the stream and recognises a repetition
for ever; with "any" or "exists" only as long as it remembers the ids.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.eventstoredb_server.log import Log, Proposed
from tests.eventstoredb_server.streams import Streams

ANY, EXISTS, NO_STREAM = -2, -4, -1


class Conflict(Exception):
    def __init__(self, actual: int) -> None:
        super().__init__(actual)
        self.actual = actual


class Deleted(Exception):
    pass


@dataclass
class Judge:
    log: Log
    streams: Streams
    remembers: int = 20_000
    recent: OrderedDict[tuple[str, str], int] = field(default_factory=OrderedDict)

    def append(self, stream: str, events: Sequence[Proposed], expected: int) -> tuple[int, int]:
        """The last event's revision and position. Raises Conflict, Deleted."""
        last = self.streams.last(stream)
        if self.streams.is_gone_for_good(stream):
            raise Deleted
        deleted = self.streams.is_deleted(stream)
        if expected == EXISTS and deleted:
            raise Deleted
        if expected == EXISTS and last < 0:
            raise Conflict(last)
        landed = self._landed(stream, events, expected, last, deleted)
        if landed is not None:
            entry = self.log.streams[stream][landed]
            return landed, entry.position
        if deleted:
            self.streams.revive(stream)
        entries = self.log.write(stream, events)
        for n, event in enumerate(events, last + 1):
            self.recent[stream, event.id] = n
        while len(self.recent) > self.remembers:
            self.recent.popitem(last=False)
        return last + len(events), entries[-1].position

    def _landed(
        self, stream: str, events: Sequence[Proposed], expected: int, last: int, deleted: bool
    ) -> int | None:
        """The revision of the last event if it is a repetition, None if it may be appended."""
        if expected in (ANY, EXISTS):
            known = [self.recent.get((stream, event.id)) for event in events]
            if known[0] is None:
                return None
            if None in known:
                raise Conflict(last)
            return known[-1]
        if expected > last:
            raise Conflict(last)
        if expected == last:
            return None
        there = self.log.streams[stream][expected + 1 : expected + 1 + len(events)]
        ids = [entry.event.id.string for entry in there]
        if ids == [event.id for event in events]:
            return expected + len(events)
        if expected == NO_STREAM and deleted and ids[0] != events[0].id:
            return None
        raise Conflict(last)
