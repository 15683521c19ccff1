"""Durable commands: load, decide, append, with 128 callers at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from benchmarks.floor import GroupCommit, Write
from benchmarks.population import population
from contracts.catalogue import PLAN
from contracts.envelope import event_id
from kernel.codec import Codec
from kernel.decider import CommandHandler
from kernel.event_store.sqlite import SqliteEventStore
from kernel.event_store.sqlite.file import open_file
from koop.generate.cast import Member, members
from koop.generate.habits import HABITS, begin
from koop.generate.life import Life
from koop.generate.matter import Handled, milliseconds
from services.plan.domain import plan
from services.plan.domain.state import State

CALLERS = 128
REMEMBERED = 4_096

W = TypeVar("W")


async def ours(folder: Path, commands: int, remembered: int = REMEMBERED) -> float:
    """Commands a second through the real handler and store; each caller has plans of its own."""
    store = await SqliteEventStore.open(folder / "events.db")
    handler: CommandHandler[State] = CommandHandler(store, Codec(PLAN), plan, remembered)

    async def handle(asked: Handled) -> None:
        await handler.handle(
            asked.stream, asked.command, asked.metadata, command_id=asked.command_id
        )

    rate = await _rate(handle, _asked(commands // CALLERS))
    await store.close()
    return rate


async def bare(folder: Path, commands: int) -> float:
    """The same bytes into the same tables through a bare writer with group commit."""
    rows = _Rows()
    told = [[rows.of(one) for one in some] for some in _asked(commands // CALLERS)]
    writer = GroupCommit(open_file(folder / "events.db"))
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


@cache
def _asked(each: int) -> Sequence[Sequence[Handled]]:
    """For each caller so many commands, of one plan after the other."""
    told: list[list[Handled]] = [[] for _ in range(CALLERS)]
    for member in members(population(CALLERS * each)):
        own = min(told, key=len)
        if len(own) >= each:
            break
        own += _of_the_plan(member)
    return [own[:each] for own in told]


def _of_the_plan(member: Member) -> list[Handled]:
    """What was asked of one plan in its life, by people and by the services."""
    life = Life(population(1), member, HABITS)
    handled: list[Handled] = []
    life.matter.handled = handled
    begin(life)
    life.run(milliseconds(population(1).until))
    return [one for one in handled if one.stream == life.services.plan.name]


class _Rows:
    """What the store would make of commands: rows with numbers for streams and positions."""

    def __init__(self) -> None:
        self._positions, self._streams = count(1), dict[str, int]()

    def of(self, asked: Handled) -> Sequence[Write]:
        known = len(self._streams)
        stream = self._streams.setdefault(asked.stream, known + 1)
        metadata = asked.metadata.to_json()
        rows = [
            (
                next(self._positions),
                stream,
                asked.first + index,
                1,
                event_id(asked.command_id, index).bytes,
                metadata,
                event.to_json(),
            )
            for index, event in enumerate(asked.events)
        ]
        writes: list[Write] = [("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", rows)]
        if stream > known:
            begun = ("INSERT INTO streams VALUES (?, ?)", [(stream, asked.stream)])
            writes.insert(0, begun)
        return writes
