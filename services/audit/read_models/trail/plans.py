"""Which plans there are, by number, and whom they concern."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, Uuid, bindparam, select, update

from contracts.catalogue import stored_types, type_of
from contracts.plan import CounsellorAssigned, PlanOpened
from kernel.codec import Codec
from kernel.database import bulk_insert
from kernel.event_store import StoredEvent
from services.audit.read_models.trail.numbers import Numbers, in_chunks
from services.audit.read_models.trail.said import Said

_OPENED = stored_types(PlanOpened)
_ASSIGNED = stored_types(CounsellorAssigned)
_CODEC = Codec({type_of(model): model for model in (PlanOpened, CounsellorAssigned)})


class Numbered(NamedTuple):
    number: int
    jobcenter: str | None


class Plans:
    def __init__(self) -> None:
        self._numbers: Numbers[str, Numbered] = Numbers(lambda plan: plan.number)

    def numbered(
        self,
        connection: Connection,
        table: Table,
        events: Sequence[StoredEvent],
        page: Sequence[Said],
    ) -> dict[str, Numbered]:
        """A number for every plan of this page; new plans are added with whom they concern."""
        wanted = {one.plan for one in page if one.plan is not None}
        found = self._numbers.known(wanted, events[0].position, events[-1].position)
        unknown = wanted - found.keys()
        found |= _kept(connection, table, sorted(unknown)) if unknown else {}
        new = []
        for event, one in zip(events, page, strict=True):
            if one.plan in unknown and one.plan not in found:
                row = _row(event, one.plan)
                found[one.plan] = Numbered(event.position, row[3])
                new.append(row)
        bulk_insert(connection, table, new)
        self._numbers.remember(found)
        return found


def _row(event: StoredEvent, plan: str) -> tuple[UUID, int, str | None, str | None, str | None]:
    if event.type not in _OPENED:  # nothing can be said of a plan before it was opened
        return (UUID(plan), event.position, None, None, None)
    said: PlanOpened = _CODEC.event(event)
    return (UUID(plan), event.position, said.client, said.jobcenter, said.counsellor)


def _kept(connection: Connection, table: Table, plans: Sequence[str]) -> dict[str, Numbered]:
    query = select(table.c.plan, table.c.number, table.c.jobcenter)
    rows = (
        row
        for chunk in in_chunks([UUID(plan) for plan in plans])
        for row in connection.execute(query.where(table.c.plan.in_(chunk)))
    )
    return {str(row.plan): Numbered(row.number, row.jobcenter) for row in rows}


def assign_counsellors(
    connection: Connection, table: Table, events: Sequence[StoredEvent], page: Sequence[Said]
) -> None:
    """Whoever was assigned last may read the plan."""
    changes = [
        {"its_plan": UUID(one.plan), "counsellor": _assigned(event)}
        for event, one in zip(events, page, strict=True)
        if event.type in _ASSIGNED and one.plan is not None
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


def plan_facts(connection: Connection, table: Table, plan: UUID) -> PlanFacts | None:
    return next(iter(_facts(connection, table, table.c.plan == plan)), None)


def plans_of_client(connection: Connection, table: Table, client: str) -> list[PlanFacts]:
    return _facts(connection, table, table.c.client == client)


def plans_named(connection: Connection, table: Table, plans: Iterable[UUID]) -> list[PlanFacts]:
    return [
        plan
        for chunk in in_chunks(sorted(plans))
        for plan in _facts(connection, table, table.c.plan.in_(chunk))
    ]


def plans_numbered(
    connection: Connection, table: Table, numbers: Iterable[int]
) -> dict[int, PlanFacts]:
    found = (
        plan
        for chunk in in_chunks(sorted(numbers))
        for plan in _facts(connection, table, table.c.number.in_(chunk))
    )
    return {plan.number: plan for plan in found}


def _facts(connection: Connection, table: Table, condition: ColumnElement[bool]) -> list[PlanFacts]:
    c = table.c
    query = select(c.plan, c.number, c.client, c.jobcenter, c.counsellor).where(condition)
    return [PlanFacts(*row) for row in connection.execute(query.order_by(c.number))]
