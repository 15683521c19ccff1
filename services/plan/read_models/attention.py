"""What on a plan waits for somebody, and what falls due next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from contracts.envelope import Instant
from contracts.plan_document import PlanDocument, Progress

Reason = Literal[
    "draft_to_accept",
    "copy_to_issue",
    "review_due",
    "mediation_running",
    "overdue",
    "difficulty_to_answer",
    "reason_to_assess",
]
_RUNNING = frozenset({"open", "overdue", "difficulty_reported"})


@dataclass(frozen=True, slots=True)
class Attention:
    """`item` is the agreement or appointment it is about; `event` says so `since` then."""

    reason: Reason
    since: Instant
    event: UUID
    item: UUID | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """`on` is the last day; `item` the agreement, None for the review of the plan."""

    what: Literal["agreement", "review"]
    on: date
    item: UUID | None = None


ATTENTION: TypeAdapter[list[Attention]] = TypeAdapter(list[Attention])


def attention(plan: PlanDocument) -> list[Attention]:
    """What the counsellor should look at. A closed plan waits for nobody."""
    if plan.status == "closed":
        return []
    found = list(_of_the_plan(plan))
    for id, progress in plan.progress.items():
        found.extend(_of_an_item(id, progress))
    for id, appointment in plan.appointments.items():
        found.extend(_of_an_item(id, appointment.progress))
    return found


def _of_the_plan(plan: PlanDocument) -> Iterator[Attention]:
    accepted = plan.draft.accepted if plan.draft else {}
    if "client" in accepted and "jobcenter" not in accepted:
        yield Attention("draft_to_accept", accepted["client"].at, accepted["client"].event)
    if plan.versions:
        newest = plan.versions[-1]
        if all(copy.version != newest.version for copy in plan.copies):
            yield Attention("copy_to_issue", newest.at, newest.event)
    if plan.review_fell_due:
        yield Attention("review_due", plan.review_fell_due.at, plan.review_fell_due.event)
    for rest in plan.rest:
        yield Attention("mediation_running", rest.since, rest.event)


def _of_an_item(id: UUID, progress: Progress) -> Iterator[Attention]:
    if progress.standing == "overdue" and progress.overdue:
        yield Attention("overdue", progress.overdue.at, progress.overdue.event, id)
    if progress.standing == "difficulty_reported" and progress.difficulty:
        yield Attention(
            "difficulty_to_answer", progress.difficulty.at, progress.difficulty.event, id
        )
    breach = progress.breach
    if breach and breach.reason and not breach.assessment:
        yield Attention("reason_to_assess", breach.reason.at, breach.reason.event, id)


def next_due(plan: PlanDocument) -> Due | None:
    """The first of the days that are still to come or passed unanswered."""
    if plan.status == "closed":
        return None
    days = [
        Due("agreement", progress.due, id)
        for id, progress in plan.progress.items()
        if progress.due and progress.standing in _RUNNING
    ]
    if plan.review_due and not plan.review_fell_due:
        days.append(Due("review", plan.review_due))
    return min(days, key=lambda due: due.on, default=None)
