"""Plans by the thousand: histories of one year, begun all through another, woven together in time.

The same seed gives the same bytes.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from random import Random

from benchmarks.cloning import Clone, Template, mould
from benchmarks.stories import STORIES
from benchmarks.telling import (
    CLIENT_ID,
    COLLEAGUE_ID,
    COUNSELLOR_ID,
    JOBCENTER,
    MEDIATOR_ID,
    Telling,
)
from kernel.event_store import EventStore, ExpectedRevision, NewEvent

Append = tuple[str, list[NewEvent], ExpectedRevision]

SEED = 4711
FIRST_DAY = datetime(2024, 1, 8, 7, 30, tzinfo=UTC)
COHORTS = 26
"""Days on which histories are told; the clones of each are spread over the fortnight after it."""

_FORTNIGHT = timedelta(days=14)
_PLANS_EACH = 75
"""Plans that one counsellor looks after."""

_AT_ONCE = 4_000
"""Appends that are under way while a store is filled."""


def appends(events: int, seed: int = SEED) -> Iterator[Append]:
    """What at least so many events were appended by, in the order of their times."""
    random = Random(seed)
    moulds = _moulds()
    weights = list(STORIES.values()) * COHORTS
    size = sum(w * _size(m) for w, m in zip(weights, moulds, strict=True)) / sum(weights)
    count = int(events / size * 1.05) + 10
    cast = random.choices(range(len(moulds)), weights, k=count)
    clones = [_clone(number, count, random) for number in range(count)]
    done = 0
    for number, index in _in_order(clones, [moulds[which] for which in cast]):
        one = clones[number].append(moulds[cast[number]][index])
        yield one
        done += len(one[1])
        if done >= events:
            return


async def fill(store: EventStore, events: int, seed: int = SEED) -> int:
    """Append a population; how many events that were."""
    source, done = appends(events, seed), 0
    while some := list(islice(source, _AT_ONCE)):
        await asyncio.gather(*(store.append(*one) for one in some))
        done += sum(len(new) for _, new, _ in some)
    return done


@cache
def _moulds() -> Sequence[Sequence[Template]]:
    """For each cohort, one of each story."""
    moulds = []
    for cohort in range(COHORTS):
        for tell in STORIES:
            telling = Telling(FIRST_DAY + cohort * _FORTNIGHT)
            tell(telling)
            moulds.append(mould(telling.steps))
    return moulds


def _size(templates: Sequence[Template]) -> int:
    return sum(len(template.events) for template in templates)


def _clone(number: int, of: int, random: Random) -> Clone:
    staff = of // _PLANS_EACH + 2
    names = {
        CLIENT_ID: f"client-{number:07}",
        COUNSELLOR_ID: f"staff-{number % staff:05}",
        COLLEAGUE_ID: f"staff-{(number + 1) % staff:05}",
        MEDIATOR_ID: f"mediator-{number % 40}",
        JOBCENTER: f"jc-{number % staff % 400:03}",
    }
    shift = timedelta(seconds=random.randrange(int(_FORTNIGHT.total_seconds())))
    own = {name: value.encode() for name, value in names.items()}
    return Clone(random.getrandbits(128), shift, own)


def _in_order(
    clones: Sequence[Clone], moulds: Sequence[Sequence[Template]]
) -> Iterator[tuple[int, int]]:
    """(clone, template) by time. As numbers: a million tuples would take four times the memory."""
    keys = [
        int((template.time + clone.shift).timestamp()) << 40 | number << 8 | index
        for number, (clone, templates) in enumerate(zip(clones, moulds, strict=True))
        for index, template in enumerate(templates)
    ]
    keys.sort()
    return ((key >> 8 & 0xFFFF_FFFF, key & 0xFF) for key in keys)
