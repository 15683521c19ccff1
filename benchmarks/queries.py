"""Every kind of question, on a small store and on a large one, in turn."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from time import perf_counter

from benchmarks.figure import Figure, middle
from benchmarks.questions import About, Question, questions, samples
from benchmarks.stores import in_memory
from koop.embedded import Embedded


async def figures(
    small: Embedded, large: Embedded, rounds: int, asked: int, on: str = ""
) -> list[Figure]:
    """Both with all views filled. Milliseconds, by the slowest of a hundred; of some rounds with
    `asked` questions each the middle one counts, after one that only warms up."""
    stores = [(questions(one), await samples(one)) for one in (small, large)]
    found = []
    with in_memory(small.settings, large.settings):
        for name in stores[0][0]:
            both = [(known[name], cycle(about)) for known, about in stores]
            await _in_turn(both, asked)
            told = [await _in_turn(both, asked) for _ in range(rounds)]
            at_small, at_large = (middle(column) for column in zip(*told, strict=True))
            beside = "with the small store"
            found.append(Figure(f"{name}, p99{on}", at_large, "ms", None, None, beside, at_small))
    return found


async def _in_turn(asked: Sequence[tuple[Question, Iterator[About]]], times: int) -> list[float]:
    """The p99 of each, asked alternately so that the machine's moods hit both."""
    took: list[list[float]] = [[] for _ in asked]
    for _ in range(times):
        for (question, about), own in zip(asked, took, strict=True):
            one = next(about)
            began = perf_counter()
            await question(one)
            own.append((perf_counter() - began) * 1e3)
    return [sorted(own)[times * 99 // 100] for own in took]
