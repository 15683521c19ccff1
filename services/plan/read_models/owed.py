"""Who kept what, and who did not: the duties of many plans, plan by plan."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Select, Table, select, tuple_

from contracts.envelope import Identifier, Instant
from contracts.model import Contract
from contracts.plan import Party
from services.plan.read_models.duties import Chain, Duty, Outcome, Reason
from services.plan.read_models.rows import duty_of
from services.plan.read_models.standing import Standing
from services.plan.read_models.tables import PlanTables


class DutyRow(Contract):
    """One promise and what became of it `at` that time. `reason`: how far the important reason for
    a miss has got; `disputed`: a party says that it is not right (§ 84 Abs. 2 SGB X)."""

    plan: UUID
    client: Identifier
    agreement: UUID
    party: Party
    agreed_at: Instant
    due: date | None = None
    outcome: Outcome
    at: Instant
    reason: Reason | None = None
    followed_by: Chain | None = None
    disputed: bool = False


Place = tuple[int, int]
"""A plan's `opened` and the duty's number in it."""

FIRST: Place = (0, -1)


@dataclass(frozen=True, slots=True)
class Owed:
    """Of one plan, of a counsellor's, or of a whole jobcenter's; what is None does not matter."""

    jobcenter: str
    counsellor: str | None = None
    plan: UUID | None = None
    party: Party | None = None
    outcomes: Collection[Outcome] = ()

    def fits(self, duty: Duty) -> bool:
        return self.party in (None, duty.party) and (
            not self.outcomes or duty.outcome in self.outcomes
        )


@dataclass(frozen=True, slots=True)
class Found:
    place: Place
    row: DutyRow


def duties_owed(
    connection: Connection, tables: PlanTables, owed: Owed, after: Place, limit: int
) -> Sequence[Found]:
    """In the order in which the plans were opened, from behind `after` on."""
    c, plans = tables.duties.c, tables.plans.c
    query = (
        select(tables.duties, plans.plan, plans.client)
        .join(tables.plans, (plans.jobcenter == c.jobcenter) & (plans.opened == c.opened))
        .where(plans.jobcenter == owed.jobcenter, plans.opened >= after[0])
        .where(tuple_(c.opened, c.number) > tuple_(*after))
    )
    query = _narrowed(query, tables.plans, tables.duties, owed)
    rows = connection.execute(query.order_by(plans.opened, c.number).limit(limit))
    return [
        Found((row.opened, row.number), duty_row(row.plan, row.client, duty_of(row)))
        for row in rows
    ]


def _narrowed(
    query: Select[tuple[object, ...]], plans: Table, duties: Table, owed: Owed
) -> Select[tuple[object, ...]]:
    for column, value in (
        (plans.c.counsellor, owed.counsellor),
        (plans.c.plan, owed.plan),
        (duties.c.party, owed.party),
    ):
        if value is not None:
            query = query.where(column == value)
    return query.where(duties.c.outcome.in_(owed.outcomes)) if owed.outcomes else query


def duties_in(standing: Standing, owed: Owed) -> list[Found]:
    """The same, of one plan as it stood once."""
    plan = standing.document
    if owed.jobcenter != plan.jobcenter or owed.counsellor not in (None, plan.counsellor):
        return []
    return [
        Found((standing.opened, duty.number), duty_row(plan.plan, plan.client, duty))
        for duty in standing.duties
        if owed.fits(duty)
    ]


def duty_row(plan: UUID, client: str, duty: Duty) -> DutyRow:
    return DutyRow(
        plan=plan,
        client=client,
        agreement=duty.agreement,
        party=duty.party,
        agreed_at=duty.agreed_at,
        due=duty.due,
        outcome=duty.outcome,
        at=duty.at,
        reason=duty.reason,
        followed_by=duty.followed_by,
        disputed=duty.disputed,
    )
