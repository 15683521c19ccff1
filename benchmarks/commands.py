"""Durable commands: load, decide, append, with 128 callers at a time."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from time import perf_counter
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


def steps() -> list[Step]:
    """What is done with a plan in a year, one command after the other."""
    telling = Telling(FIRST_DAY)
    quiet(telling)
    return [step for step in telling.steps if step.stream.startswith("plan-")]


def _metadata(step: Step, plan: UUID, id: UUID) -> Metadata:
    said = step.metadata
    return Metadata(
        time=said.time,
        actor=said.actor,
        correlation=id,
        causation=id,
        regime=said.regime,
        plan=plan,
        request=said.request,
    )


async def ours(folder: Path, commands: int, capacity: int = 4096) -> float:
    """Commands a second through the real handler and store."""
    store = await SqliteEventStore.open(folder / "events.db")
    handler: CommandHandler[State] = CommandHandler(store, Codec(CATALOGUE), plan, capacity)
    told, plans = steps(), count()

    async def caller(share: int) -> None:
        done = 0
        while done < share:
            id = uuid5(PLAN, str(next(plans)))
            for step in told[: share - done]:
                command = uuid5(id, step.id.hex)
                await handler.handle(
                    f"plan-{id}", step.command, _metadata(step, id, command), command_id=command
                )
                done += 1

    rate = await _rate(caller, commands)
    await store.close()
    return rate


async def bare(folder: Path, commands: int) -> float:
    """The same bytes into the same tables through a bare writer with group commit."""
    writer = GroupCommit(open_file(folder / "events.db"))
    told, plans = steps(), count()
    writes = _writes(told)

    prepared = [[next(writes) for _ in range(commands // CALLERS)] for _ in range(CALLERS)]

    async def caller(share: int) -> None:
        for write in prepared.pop():
            await writer.commit(write)

    rate = await _rate(caller, commands)
    writer.close()
    return rate


async def _rate(caller, commands: int) -> float:
    share = commands // CALLERS
    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(CALLERS):
            group.create_task(caller(share))
    return share * CALLERS / (perf_counter() - began)


def _writes(told: Sequence[Step]) -> Iterator[Sequence[Write]]:
    positions = count(1)
    for stream in count(1):
        id = uuid5(PLAN, str(stream))
        for step in told:
            command = uuid5(id, step.id.hex)
            raw = _metadata(step, id, command).to_json()
            rows = [
                (
                    next(positions),
                    stream,
                    step.at + i,
                    1,
                    event_id(command, i).bytes,
                    raw,
                    event.to_json(),
                )
                for i, event in enumerate(step.events)
            ]
            new = (
                [("INSERT INTO streams VALUES (?, ?)", [(stream, f"plan-{id}")])]
                if step.at == 0
                else []
            )
            yield [*new, ("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", rows)]
