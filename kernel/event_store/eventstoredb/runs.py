"""Events that lie close together in their streams: one read fetches a run of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from kernel.event_store import Located

CLOSE = 8
"""Revisions that are read along rather than asked for one by one."""


class Run(NamedTuple):
    """So many events of a stream from the revision `start` on."""

    stream: str
    start: int
    limit: int


def runs_of(places: Iterable[Located]) -> tuple[list[Run], list[int]]:
    """Runs that hold several of them, and the positions of all others."""
    runs, scattered = list[Run](), list[int]()
    by_stream = defaultdict[str, list[Located]](list)
    for place in places:
        if place.stream is None:
            scattered.append(place.position)
        else:
            by_stream[place.stream].append(place)
    for stream, own in by_stream.items():
        for run in _close_together(sorted(own, key=attrgetter("revision"))):
            first, last = run[0], run[-1]
            if first is last:
                scattered.append(first.position)
            else:
                runs.append(Run(stream, first.revision, last.revision - first.revision + 1))
    return runs, scattered


def _close_together(own: Sequence[Located]) -> Iterator[list[Located]]:
    run = [own[0]]
    for place in own[1:]:
        if place.revision - run[-1].revision > CLOSE:
            yield run
            run = []
        run.append(place)
    yield run
