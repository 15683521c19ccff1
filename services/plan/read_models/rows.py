"""From a plan as it stands to the rows that it is found by, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kernel.bulk import Row
from services.plan.read_models.attention import URGENCY, attention, next_due
from services.plan.read_models.duties import Duty
from services.plan.read_models.packing import packed
from services.plan.read_models.standing import Standing


@dataclass(frozen=True, slots=True)
class Listed:
    """What is listed of a plan, in the order of the columns."""

    tasks: Sequence[Row]
    duties: Sequence[Row]
    caseload: Sequence[Row]


NOTHING = Listed([], [], [])


def listed(standing: Standing) -> Listed:
    plan = standing.document
    waits = [
        (
            standing.opened,
            one.reason,
            one.event,
            one.item,
            URGENCY[one.reason],
            one.since,
            plan.counsellor,
            plan.jobcenter,
        )
        for one in attention(plan)
    ]
    duties = [_duty_row(standing, duty) for duty in standing.duties]
    return Listed(waits, duties, _caseload_rows(standing))


def plan_row(standing: Standing, position: int) -> Row:
    plan = standing.document
    due = next_due(plan)
    return (
        plan.plan,
        standing.opened,
        position,
        plan.revision,
        plan.client,
        _named([one.person for one in plan.representatives]),
        plan.counsellor,
        plan.jobcenter,
        plan.status,
        len(plan.versions),
        due.on if due else None,
        packed(plan),
    )


def _caseload_rows(standing: Standing) -> list[Row]:
    plan = standing.document
    return [
        (counsellor, standing.opened, plan.jobcenter, plan.plan)
        for counsellor in {plan.counsellor, *plan.former_counsellors}
    ]


def _duty_row(standing: Standing, duty: Duty) -> Row:
    return (
        standing.opened,
        duty.number,
        duty.agreement,
        duty.party,
        duty.due,
        duty.agreed_at,
        duty.outcome,
        duty.at,
        b"".join(fact.bytes for fact in duty.facts),
        duty.reason,
        duty.followed_by,
        duty.disputed,
        standing.document.jobcenter,
    )


def duty_of(row: Any) -> Duty:
    return Duty(
        number=row.number,
        agreement=row.agreement,
        party=row.party,
        due=row.due,
        agreed_at=row.agreed_at,
        outcome=row.outcome,
        at=row.at,
        facts=_ids(row.facts),
        reason=row.reason,
        followed_by=row.followed_by,
        disputed=row.disputed,
    )


def _ids(packed: bytes) -> tuple[UUID, ...]:
    return tuple(UUID(bytes=packed[start : start + 16]) for start in range(0, len(packed), 16))


def _named(persons: list[str]) -> str | None:
    """Persons in one column, each between blanks so that it can be looked for; None for nobody."""
    return f" {' '.join(persons)} " if persons else None
