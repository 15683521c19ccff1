"""Read models filled by hand: page by page, in one generation of tables after the other."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count, pairwise
from typing import Any
from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import Connection, MetaData, Table, create_engine, select
from sqlalchemy.pool import StaticPool

from contracts.envelope import Actor, Metadata
from contracts.examples import EXAMPLES, METADATA
from contracts.model import Event
from contracts.plan import PlanOpened
from kernel.event_store import StoredEvent
from kernel.projections import ReadModel

PLANS = [uuid5(METADATA.correlation, f"plan {n}") for n in range(4)]
_ACTORS = [
    Actor(sub="staff-17", role="counsellor", organisation="jc-1"),
    Actor(sub="client-1", role="client", organisation="jc-1"),
    Actor(sub="guardian-1", role="client", organisation="jc-1", on_behalf_of="client-1"),
    Actor(sub="plan", role="system"),
]
COMMANDS = [uuid5(METADATA.correlation, f"command {n}") for n in range(6)]
_TYPES = [type for type in EXAMPLES if type != "PlanOpened.v1"]

A_FEW = settings(max_examples=30, deadline=None)
"""Each example makes and fills tables of its own."""

Said = tuple[int, str, int, int, int]
"""Which plan, the type of event, the actor, the hour, the command."""


def stories() -> st.SearchStrategy[list[StoredEvent]]:
    """Whatever may stand in a store, in order of position, which has gaps."""
    said = st.tuples(
        st.integers(0, len(PLANS)),
        st.sampled_from([*_TYPES, *["PlanAccepted.v1", "AcceptanceWithdrawn.v1"] * 8]),
        st.integers(0, len(_ACTORS) - 1),
        st.integers(0, 50),
        st.integers(0, 5),
    )
    return st.lists(said, min_size=1, max_size=60).map(lambda story: list(stored(story)))


def stored(story: Sequence[Said]) -> Iterator[StoredEvent]:
    revisions: dict[str, Iterator[int]] = {}
    positions = count(3, 2)
    opened: set[int] = set()
    for number, (which, name, actor, hour, command) in enumerate(story):
        plan = PLANS[which] if which < len(PLANS) else None
        type = name if which in opened else "PlanOpened.v1"
        type = "PreferencesSet.v1" if plan is None else type
        opened.add(which)
        stream = _stream(type, plan)
        yield StoredEvent(
            id=uuid5(METADATA.correlation, f"event {number}"),
            type=type,
            data=_event(type, which).to_json(),
            metadata=_metadata(plan, actor, hour, command).to_json(),
            stream=stream,
            revision=next(revisions.setdefault(stream, count())),
            position=next(positions),
        )


def _stream(type: str, plan: UUID | None) -> str:
    name = EXAMPLES[type].__class__.__module__.rpartition(".")[2]
    return f"{'notification' if name == 'notifications' else name}-{plan}"


def _event(type: str, which: int) -> Event:
    event = EXAMPLES[type]
    if isinstance(event, PlanOpened):
        more = {"client": f"client-{which % 2}", "jobcenter": f"jc-{which % 2}"}
        return event.model_copy(update=more)
    return event


def _metadata(plan: UUID | None, actor: int, hour: int, command: int) -> Metadata:
    id = COMMANDS[command]
    return METADATA.model_copy(
        update={
            "plan": plan,
            "actor": _ACTORS[actor],
            "time": METADATA.time + timedelta(hours=hour),
            "correlation": id,
            "causation": id if hour % 3 else METADATA.causation,
        }
    )


_ENGINE = create_engine("sqlite://", poolclass=StaticPool)
_MADE: set[tuple[str, int]] = set()


def _shelf(model: ReadModel[Any], number: int) -> tuple[Any, MetaData]:
    """Tables are dear: the database makes them once, and they are emptied for each example. What a
    process knows of them by heart it does not know of the next ones."""
    metadata = MetaData()
    tables = model.tables(metadata, f"__g{number}")
    if (model.name, number) not in _MADE:
        metadata.create_all(_ENGINE)
        _MADE.add((model.name, number))
    return tables, metadata


class Filled:
    """One database in memory; each `generation` has tables of its own."""

    engine = _ENGINE

    def __init__(self) -> None:
        self._numbers = count(1)

    def generation(
        self, model: ReadModel[Any], events: Sequence[StoredEvent], pages: Sequence[int]
    ) -> tuple[Any, MetaData]:
        """The tables, filled with the events cut at `pages`."""
        tables, metadata = _shelf(model, next(self._numbers))
        with self.engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
        for page in cut(events, pages):
            with self.engine.begin() as connection:
                model.project(connection, tables, page)
        return tables, metadata

    def rows(self, metadata: MetaData) -> list[list[tuple[Any, ...]]]:
        with self.engine.connect() as connection:
            return [_rows(connection, table) for table in metadata.sorted_tables]


def cut(events: Sequence[StoredEvent], pages: Sequence[int]) -> Iterator[Sequence[StoredEvent]]:
    edges = sorted({0, len(events), *(page % (len(events) + 1) for page in pages)})
    return (events[a:b] for a, b in pairwise(edges))


def _rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
