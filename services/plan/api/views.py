"""What a plan looks like to those who may read it."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from contracts import examples
from contracts.envelope import Envelope, Instant, Recorded, event_id
from contracts.model import Contract
from contracts.plan_document import PlanDocument, fold
from services.plan.read_models.attention import Attention, attention, next_due
from services.plan.read_models.lists import PlanRow

_SHOWN = ("PlanOpened.v1", "ClientVoiceRecorded.v1", "GoalSet.v1", "AgreementDrafted.v1")
_TEXT = "Work as a cook in a school or company kitchen."


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


def view_of(plan: PlanDocument) -> PlanView:
    due = next_due(plan)
    return PlanView(
        plan=plan,
        due=NextDue(what=due.what, on=due.on, item=due.item) if due else None,
        waiting=tuple(attention(plan)),
    )


def view_example() -> dict[str, Any]:
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
    opened = {"open": lambda _: _TEXT}
    return view_of(plan).model_dump(mode="json", exclude_none=True, context=opened)


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
    return {"items": [row.model_dump(mode="json", exclude_none=True)], "next": "WzQyXQ"}
