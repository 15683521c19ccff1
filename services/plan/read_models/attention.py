"""What on a plan waits for its counsellor, and what falls due next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from contracts.envelope import Instant
from contracts.plan_document import PlanDocument, Progress
from services.plan.legal_days import end_of

Reason = Literal[
    "demand_time_over",
    "hearing_time_over",
    "reason_time_over",
    "difficulty_to_answer",
    "reason_to_assess",
    "draft_to_accept",
    "overdue",
    "review_due",
    "draft_unanswered",
    "copy_to_issue",
    "mediation_running",
]

_BY_URGENCY: tuple[tuple[Reason, ...], ...] = (
    ("demand_time_over", "hearing_time_over", "reason_time_over"),  # a time that was set is over
    ("difficulty_to_answer", "reason_to_assess", "draft_to_accept"),  # the client waits for us
    ("overdue", "review_due"),  # the calendar says so
    ("draft_unanswered", "copy_to_issue"),
    ("mediation_running",),  # to be known; there is nothing to do
)
URGENCY: Mapping[Reason, int] = MappingProxyType(
    {reason: number for number, group in enumerate(_BY_URGENCY, 1) for reason in group}
)
"""1 comes first."""

_RUNNING = frozenset({"open", "overdue", "difficulty_reported"})


@dataclass(frozen=True, slots=True)
class Attention:
    """`item` is the agreement or appointment it is about; `event` is why it waits, from `since` on.

    `since` may lie ahead: only then is there something to do, unless it is done before.
    """

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


def attention(plan: PlanDocument) -> list[Attention]:
    """What the counsellor should look at. A closed plan waits for nobody."""
    if plan.status == "closed":
        return []
    found = list(_of_the_plan(plan))
    for id, progress in plan.progress.items():
        found.extend(_of_an_item(id, progress, rests=bool(plan.rest)))
    for id, appointment in plan.appointments.items():
        found.extend(_of_an_item(id, appointment.progress, rests=False))
    return found


def _of_the_plan(plan: PlanDocument) -> Iterator[Attention]:
    yield from _of_the_draft(plan)
    if plan.versions:
        newest = plan.versions[-1]
        if all(copy.version != newest.version for copy in plan.copies):
            yield Attention("copy_to_issue", newest.at, newest.event)
    if plan.review_fell_due:
        yield Attention("review_due", plan.review_fell_due.at, plan.review_fell_due.event)
    for rest in plan.rest:
        yield Attention("mediation_running", rest.since, rest.event)


def _of_the_draft(plan: PlanDocument) -> Iterator[Attention]:
    """Whose turn it is: ours where the client has accepted or offered, else the client's."""
    draft = plan.draft
    if draft is None or draft.offer is None:
        return
    offer, given = draft.offer, draft.accepted
    if "client" in given and "jobcenter" not in given:
        yield Attention("draft_to_accept", given["client"].at, given["client"].event)
    elif "jobcenter" not in given and offer.by in _client_side(plan):
        yield Attention("draft_to_accept", offer.at, offer.event)
    elif "client" not in given:
        until = offer.thinking_time_until
        yield Attention("draft_unanswered", end_of(until) if until else offer.at, offer.event)


def _client_side(plan: PlanDocument) -> set[str]:
    return {plan.client, *(one.person for one in plan.representatives)}


def _of_an_item(id: UUID, progress: Progress, *, rests: bool) -> Iterator[Attention]:
    if progress.standing == "overdue" and progress.overdue:
        yield Attention("overdue", progress.overdue.at, progress.overdue.event, id)
    if progress.standing == "difficulty_reported" and progress.difficulty:
        yield Attention(
            "difficulty_to_answer", progress.difficulty.at, progress.difficulty.event, id
        )
    if progress.standing in _BREACHED:
        yield from _of_a_breach(id, progress, rests)


_BREACHED = frozenset({"missed", "demanded", "demand_unmet"})


def _of_a_breach(id: UUID, progress: Progress, rests: bool) -> Iterator[Attention]:
    """`rests`: while a mediation runs, neither demand nor hearing leads any further."""
    breach = progress.breach
    if breach is None:
        return
    asked, demand, offer = breach.reason_requested, breach.demand, breach.hearing_offer
    if breach.reason and not breach.assessment:
        yield Attention("reason_to_assess", breach.reason.at, breach.reason.event, id)
    elif asked and not breach.assessment:
        yield Attention("reason_time_over", end_of(asked.until), asked.event, id)
    if demand and not demand.outcome and not rests:
        yield Attention("demand_time_over", end_of(demand.until), demand.event, id)
    if offer and not breach.hearing and not rests:
        yield Attention("hearing_time_over", end_of(offer.until), offer.event, id)


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
