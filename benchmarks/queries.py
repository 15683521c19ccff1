"""The three questions asked most, on a small store and on a large one, in turn."""

from collections.abc import Awaitable, Callable, Sequence
from random import Random
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks.figure import Figure, middle
from kernel.projections import Projection
from koop.embedded import Embedded
from services.audit.moments import Moment
from services.audit.past import Past
from services.audit.read_models.trail import Selection
from services.audit.trail import Trail
from services.plan.plans import Documents

PAGE = 50

Question = Callable[[UUID], Awaitable[object]]


async def figures(small: Embedded, large: Embedded, rounds: int, asked: int) -> list[Figure]:
    """Both with all views filled. Milliseconds, by the slowest of a hundred; of some rounds with
    `asked` questions each the middle one counts, after one that only warms up."""
    stores = [(_questions(one), await _plans(one)) for one in (small, large)]
    found = []
    for name in stores[0][0]:
        both = [(questions[name], plans) for questions, plans in stores]
        told = [await _in_turn(both, asked) for _ in range(rounds + 1)][1:]
        at_small, at_large = (middle(column) for column in zip(*told, strict=True))
        beside = "with the small store"
        found.append(Figure(f"{name}, p99", at_large, "ms", None, None, beside, at_small))
    return found


def _questions(embedded: Embedded) -> dict[str, Question]:
    rows = _projection(embedded, "trail")
    trail = Trail(embedded.store, rows, embedded.keys, embedded.clock)
    past = Past(embedded.store, trail, embedded.keys)

    async def whole_trail(plan: UUID) -> object:
        return await trail.lines(Selection(plan=plan), limit=PAGE)

    async def as_of(plan: UUID) -> object:
        facts = await trail.plan(plan)
        assert facts is not None
        return await past.as_of(facts, Moment(None, embedded.clock.now()))

    view = Documents(embedded.store, _projection(embedded, "plan_view"))
    return {"plan view": view.of, "trail": whole_trail, "as-of": as_of}


def _projection(embedded: Embedded, name: str) -> Projection[Any]:
    return next(one for one in embedded.projections if one.name == name)


async def _plans(embedded: Embedded) -> Sequence[UUID]:
    """Some from all over the store, in no order."""
    head = await embedded.store.head()
    names: set[str] = set()
    for after in range(0, head, max(1, head // 20)):
        page = await embedded.store.read_all(after=after, categories=("plan",), limit=200)
        names |= {event.stream for event in page.events}
    plans = sorted(UUID(name.removeprefix("plan-")) for name in names)
    Random(4711).shuffle(plans)
    return plans


async def _in_turn(asked: Sequence[tuple[Question, Sequence[UUID]]], times: int) -> list[float]:
    """The p99 of each, asked alternately so that the machine's moods hit both."""
    took: list[list[float]] = [[] for _ in asked]
    for number in range(times):
        for (question, plans), own in zip(asked, took, strict=True):
            plan = plans[number % len(plans)]
            began = perf_counter()
            await question(plan)
            own.append((perf_counter() - began) * 1e3)
    return [sorted(own)[times * 99 // 100] for own in took]
