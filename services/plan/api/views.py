"""What a plan looks like to those who may read it."""

from collections import Counter
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from contracts import examples
from contracts.envelope import Envelope, Instant, Recorded, event_id
from contracts.model import Contract
from contracts.plan import Party
from contracts.plan_document import PlanDocument, fold
from services.plan.read_models.attention import Attention, attention, next_due
from services.plan.read_models.duties import Outcome
from services.plan.read_models.lists import PlanRow
from services.plan.read_models.owed import DutyRow, duty_row
from services.plan.read_models.standing import Standing
from services.plan.read_models.worklist import Task

_SHOWN = ("PlanOpened.v1", "ClientVoiceRecorded.v1", "GoalSet.v1", "AgreementDrafted.v1")
TEXT = "Work as a cook in a school or company kitchen."

PARTIES: tuple[Party, ...] = ("client", "jobcenter", "third_party")


class NextDue(Contract):
    what: Literal["agreement", "review"]
    on: date
    item: UUID | None = Field(None, description="The agreement; missing for the review.")


class PlanView(Contract):
    """The plan as it stands, what is due next, and what waits for the counsellor.

    Every fact names the `event` that says so; what somebody disputes carries the marks in
    `disputed`.
    """

    plan: PlanDocument
    due: NextDue | None = None
    waiting: tuple[Attention, ...] = ()


class PlanDuties(Contract):
    """`counted`: for each side, how many duties came to which outcome."""

    counted: dict[Party, dict[Outcome, int]]
    duties: tuple[DutyRow, ...]


def view_of(plan: PlanDocument, now: datetime) -> PlanView:
    due = next_due(plan)
    return PlanView(
        plan=plan,
        due=NextDue(what=due.what, on=due.on, item=due.item) if due else None,
        waiting=tuple(one for one in attention(plan) if one.since <= now),
    )


def plan_duties(standing: Standing) -> PlanDuties:
    plan, duties = standing.document, standing.duties
    return PlanDuties(
        counted={
            party: dict(Counter(duty.outcome for duty in duties if duty.party == party))
            for party in PARTIES
        },
        duties=tuple(duty_row(plan.plan, plan.client, duty) for duty in duties),
    )


def example_plan() -> PlanDocument:
    plan = fold(
        Recorded(
            Envelope(
                id=event_id(examples.PLAN, revision),
                type=name,
                stream=f"plan-{examples.PLAN}",
                revision=revision,
                position=revision + 1,
                metadata=examples.METADATA,
            ),
            examples.EXAMPLES[name],
        )
        for revision, name in enumerate(_SHOWN)
    )
    assert plan is not None
    return plan


def view_example() -> dict[str, Any]:
    opened = {"open": lambda _: TEXT}
    view = view_of(example_plan(), examples.METADATA.time)
    return view.model_dump(mode="json", exclude_none=True, context=opened)


def row_example() -> dict[str, Any]:
    since: Instant = examples.METADATA.time
    waiting = (Attention("overdue", since, examples.FACT, examples.APPLICATIONS),)
    row = PlanRow(
        plan=examples.PLAN,
        client="client-4711",
        counsellor="staff-17",
        status="agreed",
        version=1,
        revision=12,
        due=date(2026, 4, 30),
        waiting=waiting,
    )
    return _page(row)


def task_example() -> dict[str, Any]:
    task = Task(
        reason="overdue",
        urgency=3,
        since=examples.METADATA.time,
        event=examples.FACT,
        item=examples.APPLICATIONS,
        plan=examples.PLAN,
        client="client-4711",
    )
    return _page(task)


def duty_example() -> dict[str, Any]:
    return _page(_duty())


def duties_example() -> dict[str, Any]:
    duties = PlanDuties(
        counted={"client": {"kept_late": 1}, "jobcenter": {}, "third_party": {}},
        duties=(_duty(),),
    )
    return duties.model_dump(mode="json", exclude_none=True)


def _duty() -> DutyRow:
    return DutyRow(
        plan=examples.PLAN,
        client="client-4711",
        agreement=examples.APPLICATIONS,
        party="client",
        agreed_at=examples.METADATA.time,
        due=date(2026, 4, 30),
        outcome="kept_late",
        at=examples.METADATA.time,
    )


def _page(row: Contract) -> dict[str, Any]:
    return {"items": [row.model_dump(mode="json", exclude_none=True)], "next": "WzQyXQ"}
