"""Which plans there are for a counsellor or a client, and what waits on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from contracts.envelope import Identifier
from contracts.model import Contract
from contracts.plan_document.document import PlanStatus
from services.plan.read_models.attention import ATTENTION, Attention


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
    table: Table,
    whose: Whose,
    *,
    waiting_only: bool = False,
    after: int = 0,
    limit: int = 50,
) -> Sequence[Listed]:
    """In the order in which they were opened, from behind `after` on.

    `waiting_only` leaves out those that need nobody's attention: a counsellor's worklist.
    """
    c = table.c
    query = select(
        c.opened,
        c.plan,
        c.client,
        c.counsellor,
        c.status,
        c.version,
        c.revision,
        c.due,
        c.attention,
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
    if waiting_only:
        query = query.where(c.attention.is_not(None))
    return [_listed(found) for found in connection.execute(query.order_by(c.opened).limit(limit))]


def _listed(found: Any) -> Listed:
    waiting = ATTENTION.validate_json(found.attention) if found.attention else []
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
