"""Which plans there are, by number, and whom they concern."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid, bindparam, update

from contracts.catalogue import stored_types, type_of
from contracts.plan import CounsellorAssigned, PlanOpened
from kernel.codec import Codec
from kernel.database import bulk_insert, select_among
from kernel.event_store import StoredEvent
from kernel.event_store.lazy import LazyEvents
from services.audit.read_models.trail.numbers import Numbers
from services.audit.read_models.trail.said import Said

OPENED = stored_types(PlanOpened)
ASSIGNED = stored_types(CounsellorAssigned)
_CODEC = Codec({type_of(model): model for model in (PlanOpened, CounsellorAssigned)})


class Numbered(NamedTuple):
    number: int
    jobcenter: str | None


class Plans:
    def __init__(self) -> None:
        self._numbers: Numbers[str, Numbered] = Numbers(lambda plan: plan.number)

    def numbered(
        self, connection: Connection, table: Table, page: LazyEvents, said: Sequence[Said]
    ) -> list[Numbered | None]:
        """For each event of this page its plan; new plans are added with whom they concern."""
        plans, positions = [one.plan for one in said], page.positions
        wanted = {plan for plan in plans if plan is not None}
        found = self._numbers.known(wanted, positions[0], positions[-1])
        if unknown := wanted.difference(found):
            found |= _kept(connection, table, unknown)
            new = []
            for n, plan in enumerate(plans):
                if plan in unknown and plan not in found:
                    row = _row(page[n], plan)
                    found[plan] = Numbered(row[0], row[3])
                    new.append(row)
            bulk_insert(connection, table, new)
        self._numbers.remember(found)
        return [found[plan] if plan is not None else None for plan in plans]


def _row(event: StoredEvent, plan: str) -> tuple[int, UUID, str | None, str | None, str | None]:
    if event.type not in OPENED:  # nothing can be said of a plan before it was opened
        return (event.position, UUID(plan), None, None, None)
    said: PlanOpened = _CODEC.event(event)
    return (event.position, UUID(plan), said.client, said.jobcenter, said.counsellor)


def _kept(connection: Connection, table: Table, plans: Collection[str]) -> dict[str, Numbered]:
    rows = select_among(connection, table.c, table.c.plan, [UUID(plan) for plan in plans])
    return {str(row.plan): Numbered(row.number, row.jobcenter) for row in rows}


def assign_counsellors(
    connection: Connection, table: Table, page: LazyEvents, said: Sequence[Said]
) -> None:
    """Whoever was assigned last may read the plan."""
    changes = [
        {"its_plan": UUID(said[n].plan), "counsellor": _assigned(page[n])}
        for n, type in enumerate(page.types)
        if type in ASSIGNED and said[n].plan is not None
    ]
    if changes:
        change = update(table).where(table.c.plan == bindparam("its_plan", type_=Uuid()))
        connection.execute(change.values(counsellor=bindparam("counsellor")), changes)


def _assigned(event: StoredEvent) -> str:
    said: CounsellorAssigned = _CODEC.event(event)
    return said.counsellor


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Whom a plan concerns: what may be read by whom hangs on it."""

    plan: UUID
    number: int
    client: str | None
    jobcenter: str | None
    counsellor: str | None


_FACTS = ("plan", "number", "client", "jobcenter", "counsellor")


def plan_facts(connection: Connection, table: Table, plan: UUID) -> PlanFacts | None:
    return next(iter(plans_named(connection, table, [plan])), None)


def plans_of_client(connection: Connection, table: Table, client: str) -> list[PlanFacts]:
    return _facts(connection, table.c.client, [client])


def plans_named(connection: Connection, table: Table, plans: Collection[UUID]) -> list[PlanFacts]:
    return _facts(connection, table.c.plan, plans)


def plans_numbered(
    connection: Connection, table: Table, numbers: Collection[int]
) -> dict[int, PlanFacts]:
    return {plan.number: plan for plan in _facts(connection, table.c.number, numbers)}


def _facts(connection: Connection, by: Column[Any], keys: Collection[Any]) -> list[PlanFacts]:
    """In the order in which the plans were opened."""
    found = select_among(connection, [by.table.c[name] for name in _FACTS], by, keys)
    return sorted((PlanFacts(*row) for row in found), key=attrgetter("number"))
