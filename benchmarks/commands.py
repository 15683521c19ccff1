"""Durable commands: load, decide, append, with 128 callers at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar
from uuid import UUID, uuid5

from benchmarks.floor import GroupCommit, Write
from benchmarks.population import FIRST_DAY
from benchmarks.stories import quiet
from benchmarks.telling import PLAN, Step, Telling
from contracts.catalogue import PLAN as CATALOGUE
from contracts.envelope import Metadata, event_id
from kernel.codec import Codec
from kernel.decider import CommandHandler
from kernel.event_store.sqlite import SqliteEventStore
from kernel.event_store.sqlite.file import open_file
from services.plan.domain import plan
from services.plan.domain.state import State

CALLERS = 128
REMEMBERED = 4_096


W = TypeVar("W")


class Asked(NamedTuple):
    """A step of the story, for a plan of one's own."""

    stream: str
    step: Step
    metadata: Metadata
    id: UUID


async def ours(folder: Path, commands: int, remembered: int = REMEMBERED) -> float:
    """Commands a second through the real handler and store; each caller has a plan of its own."""
    store = await SqliteEventStore.open(folder / "events.db")
    handler: CommandHandler[State] = CommandHandler(store, Codec(CATALOGUE), plan, remembered)

    async def handle(asked: Asked) -> None:
        await handler.handle(asked.stream, asked.step.command, asked.metadata, command_id=asked.id)

    rate = await _rate(handle, [list(islice(some, commands // CALLERS)) for some in _asked()])
    await store.close()
    return rate


async def bare(folder: Path, commands: int) -> float:
    """The same bytes into the same tables through a bare writer with group commit."""
    writer = GroupCommit(open_file(folder / "events.db"))
    rows = _Rows()
    told = [[rows.of(one) for one in islice(some, commands // CALLERS)] for some in _asked()]
    rate = await _rate(writer.commit, told)
    writer.close()
    return rate


async def _rate(work: Callable[[W], Awaitable[None]], told: Sequence[Sequence[W]]) -> float:
    """How many a second, where everybody asks for one after the other."""

    async def caller(own: Sequence[W]) -> None:
        for one in own:
            await work(one)

    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for own in told:
            group.create_task(caller(own))
    return sum(map(len, told)) / (perf_counter() - began)


def _asked() -> list[Iterator[Asked]]:
    """For each caller a year with one plan after the other."""
    telling = Telling(FIRST_DAY)
    quiet(telling)
    steps = [step for step in telling.steps if step.stream.startswith("plan-")]
    return [_by_caller(number, steps) for number in range(CALLERS)]


def _by_caller(number: int, steps: Sequence[Step]) -> Iterator[Asked]:
    for round in count():
        plan = uuid5(PLAN, f"{number}/{round}")
        for step in steps:
            id = uuid5(plan, step.id.hex)
            own = {"correlation": id, "causation": id, "plan": plan}
            metadata = step.metadata.model_copy(update=own)
            yield Asked(f"plan-{plan}", step, metadata, id)


class _Rows:
    """What the store would make of commands: rows with numbers for streams and positions."""

    def __init__(self) -> None:
        self._positions, self._streams = count(1), dict[str, int]()

    def of(self, asked: Asked) -> Sequence[Write]:
        known = len(self._streams)
        stream = self._streams.setdefault(asked.stream, known + 1)
        metadata = asked.metadata.to_json()
        rows = [
            (
                next(self._positions),
                stream,
                asked.step.at + index,
                1,
                event_id(asked.id, index).bytes,
                metadata,
                event.to_json(),
            )
            for index, event in enumerate(asked.step.events)
        ]
        writes: list[Write] = [("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", rows)]
        if stream > known:
            begun = ("INSERT INTO streams VALUES (?, ?)", [(stream, asked.stream)])
            writes.insert(0, begun)
        return writes
