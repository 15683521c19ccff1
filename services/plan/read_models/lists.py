"""Which plans there are for a counsellor or a client, and what waits on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from contracts.envelope import Identifier
from contracts.model import Contract
from contracts.plan_document.document import PlanStatus
from services.plan.read_models.attention import Attention
from services.plan.read_models.tables import PlanTables


class PlanRow(Contract):
    """A plan in a list. `version` is the newest agreed one, 0 before the first; `due` is next."""

    plan: UUID
    client: Identifier
    counsellor: Identifier
    status: PlanStatus
    version: int
    revision: int
    due: date | None = None
    waiting: tuple[Attention, ...] = ()


@dataclass(frozen=True, slots=True)
class Whose:
    """The plans of a counsellor in a jobcenter; those of a client, or of whom one represents."""

    counsellor: str | None = None
    jobcenter: str | None = None
    client: str | None = None
    representative: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """`opened` is the sort key that the next page begins behind."""

    opened: int
    row: PlanRow


def plans_of(
    connection: Connection,
    tables: PlanTables,
    whose: Whose,
    *,
    now: datetime,
    after: int = 0,
    limit: int = 50,
) -> Sequence[Listed]:
    """In the order in which they were opened, from behind `after` on."""
    c = tables.plans.c
    query = select(
        c.opened, c.plan, c.client, c.counsellor, c.status, c.version, c.revision, c.due
    ).where(c.opened > after)
    for column, value in (
        (c.counsellor, whose.counsellor),
        (c.jobcenter, whose.jobcenter),
        (c.client, whose.client),
    ):
        if value is not None:
            query = query.where(column == value)
    if whose.representative is not None:
        represented = c.representatives.contains(f" {whose.representative} ", autoescape=True)
        query = query.where(represented)
    found = connection.execute(query.order_by(c.opened).limit(limit)).all()
    waiting = _waiting(connection, tables.tasks, [row.opened for row in found], now)
    return [_listed(row, waiting.get(row.opened, ())) for row in found]


def _waiting(
    connection: Connection, table: Table, plans: Iterable[int], now: datetime
) -> Mapping[int, Sequence[Attention]]:
    c = table.c
    query = select(table).where(c.opened.in_(list(plans)), c.since <= now)
    found: defaultdict[int, list[Attention]] = defaultdict(list)
    for row in connection.execute(query.order_by(c.urgency, c.since, c.event)):
        found[row.opened].append(Attention(row.reason, row.since, row.event, row.item))
    return found


def _listed(found: Any, waiting: Sequence[Attention]) -> Listed:
    row = PlanRow(
        plan=found.plan,
        client=found.client,
        counsellor=found.counsellor,
        status=found.status,
        version=found.version,
        revision=found.revision,
        due=found.due,
        waiting=tuple(waiting),
    )
    return Listed(found.opened, row)
