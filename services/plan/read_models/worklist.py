"""What a counsellor should look at, over all plans, the most urgent first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select, tuple_

from contracts.envelope import Identifier, Instant
from contracts.model import Contract
from services.plan.read_models.attention import URGENCY, Reason, attention
from services.plan.read_models.standing import Standing
from services.plan.read_models.tables import PlanTables


class Task(Contract):
    """`urgency` 1 comes first. `event` is why it waits since `since`, `item` the agreement or
    appointment that it is about; without one it is about the plan."""

    reason: Reason
    urgency: int
    since: Instant
    event: UUID
    item: UUID | None = None
    plan: UUID
    client: Identifier


class Key(NamedTuple):
    """Where a task stands in the list. It stays there for as long as it is in it."""

    urgency: int
    since: datetime
    event: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """The tasks of a counsellor that wait at `now`; none named: for all reasons."""

    counsellor: str
    jobcenter: str
    now: datetime
    reasons: Collection[Reason] = ()


def key_of_task(task: Task) -> Key:
    return Key(task.urgency, task.since, task.event)


def tasks_of(
    connection: Connection, tables: PlanTables, wanted: Wanted, after: Key | None, limit: int
) -> Sequence[Task]:
    """From behind `after` on."""
    c, plans = tables.tasks.c, tables.plans.c
    query = (
        select(tables.tasks, plans.plan, plans.client)
        .join(tables.plans, (plans.jobcenter == c.jobcenter) & (plans.opened == c.opened))
        .where(
            c.counsellor == wanted.counsellor,
            c.jobcenter == wanted.jobcenter,
            c.since <= wanted.now,
        )
    )
    if wanted.reasons:
        query = query.where(c.reason.in_(wanted.reasons))
    place = (c.urgency, c.since, c.event)
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(*after, types=[one.type for one in place]))
    return [
        Task(
            reason=row.reason,
            urgency=row.urgency,
            since=row.since,
            event=row.event,
            item=row.item,
            plan=row.plan,
            client=row.client,
        )
        for row in connection.execute(query.order_by(*place).limit(limit))
    ]


def tasks_in(standing: Standing, wanted: Wanted) -> Iterator[Task]:
    """The same, of one plan as it stood once."""
    plan = standing.document
    if (plan.counsellor, plan.jobcenter) != (wanted.counsellor, wanted.jobcenter):
        return
    for one in attention(plan):
        if one.since <= wanted.now and (not wanted.reasons or one.reason in wanted.reasons):
            yield Task(
                reason=one.reason,
                urgency=URGENCY[one.reason],
                since=one.since,
                event=one.event,
                item=one.item,
                plan=plan.plan,
                client=plan.client,
            )
