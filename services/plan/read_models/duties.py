"""What was promised, by whom, and what became of it: both sides and third parties alike.

The document lets go of what is finished; this keeps it. It is folded beside the document, out of
which it is read, so that the two cannot disagree.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args
from uuid import UUID

from contracts.envelope import Instant, Recorded
from contracts.plan import Party, PlanAgreed
from contracts.plan_document import Fact, PlanDocument, Progress, Terms, apply
from contracts.plan_document.breach import Breach
from services.plan.legal_days import day_at

Outcome = Literal["open", "overdue", "kept", "kept_late", "missed", "excused", "released"]
"""`overdue` is the calendar's word, `missed` a person's; `excused` was missed for an important
reason; `released`: a later version, or the plan's end, asks for it no more."""

Reason = Literal["asked", "stated", "accepted", "rejected"]
Chain = Literal["demanded", "demand_met", "demand_unmet", "referred"]

_CHAIN: Mapping[str, Chain] = MappingProxyType({name: name for name in get_args(Chain)})
_RUNNING = frozenset({"open", "overdue"})


class Duty(NamedTuple):
    """One wording of an agreement, from the version on that brought it. `number` counts within a
    plan. `facts` are the events that say so: the wording, the version, and what became of it `at`
    its time.

    Made anew whenever somebody looks: as a tuple for a third of what a frozen dataclass costs.
    """

    number: int
    agreement: UUID
    party: Party
    due: date | None
    agreed_at: Instant
    outcome: Outcome
    at: Instant
    facts: tuple[UUID, ...]
    reason: Reason | None = None
    followed_by: Chain | None = None
    disputed: bool = False


class Ledger:
    """The duties of one plan, in the order in which they were agreed."""

    def __init__(self, duties: Iterable[Duty] = ()) -> None:
        self.duties = list(duties)
        self._newest = {duty.agreement: duty.number for duty in self.duties}

    def fold(self, plan: PlanDocument | None, events: Iterable[Recorded[Any]]) -> PlanDocument:
        """The document after `events`, which follow those that it and the duties were made of.

        Raises ValueError where there is neither a document nor an event.
        """
        for recorded in events:
            if plan is not None and isinstance(recorded.event, PlanAgreed):
                self._look_at(plan)
                before = dict(plan.progress)
                plan = apply(plan, recorded)
                self._turn_over(before, plan)
            else:
                plan = apply(plan, recorded)
        if plan is None:
            raise ValueError("a plan has at least one event")
        self._look_at(plan)
        return plan

    def _look_at(self, plan: PlanDocument) -> None:
        """What became of those that the document shows, and which of all are disputed."""
        closed = plan.status == "closed"
        for agreement, progress in plan.progress.items():
            if (number := self._newest.get(agreement)) is not None:
                duty = _now(self.duties[number], progress)
                self.duties[number] = _released(duty, plan) if closed else duty
        if plan.disputes:
            disputed = {mark.fact for mark in plan.disputes}
            for number, duty in enumerate(self.duties):
                if duty.disputed != (marked := not disputed.isdisjoint(duty.facts)):
                    self.duties[number] = duty._replace(disputed=marked)

    def _turn_over(self, before: dict[UUID, Progress], plan: PlanDocument) -> None:
        """A new version: what it words anew begins anew, what it leaves out is released."""
        goes_on = {id for id, one in plan.progress.items() if before.get(id) is one}
        for agreement in before.keys() - goes_on:
            if (number := self._newest.get(agreement)) is not None:
                self.duties[number] = _released(self.duties[number], plan)
        for terms in plan.in_force.agreements if plan.in_force else ():
            if terms.agreement not in goes_on:
                self._begin(terms, plan)

    def _begin(self, terms: Terms, plan: PlanDocument) -> None:
        self._newest[terms.agreement] = number = len(self.duties)
        facts, agreed = (terms.event, plan.versions[-1].event), plan.versions[-1].at
        duty = Duty(number, terms.agreement, terms.party, terms.due, agreed, "open", agreed, facts)
        self.duties.append(duty)


def _released(duty: Duty, plan: PlanDocument) -> Duty:
    if duty.outcome not in _RUNNING:
        return duty
    by = plan.closed or plan.versions[-1]
    return duty._replace(outcome="released", at=by.at, facts=_with(duty, by))


def _now(duty: Duty, progress: Progress) -> Duty:
    """By what the document says now, whatever the duty said before: then it does not matter when
    one looks."""
    outcome, fact = _outcome(progress)
    breach = progress.breach if outcome in ("missed", "excused") else None
    return duty._replace(
        due=progress.due,
        outcome=outcome,
        at=fact.at if fact else duty.agreed_at,
        facts=_with(duty, fact, breach.assessment if breach else None),
        reason=_reason(breach) if breach else None,
        followed_by=_CHAIN.get(progress.standing) if breach else None,
    )


def _with(duty: Duty, *facts: Fact | None) -> tuple[UUID, ...]:
    return (*duty.facts[:2], *(fact.event for fact in facts if fact))


def _outcome(progress: Progress) -> tuple[Outcome, Fact | None]:
    """With the fact that says so; None while nothing does."""
    standing = progress.standing
    if standing == "kept" and (kept := progress.kept):
        late = progress.due is not None and day_at(kept.at) > progress.due
        return ("kept_late" if late else "kept"), kept
    if standing == "excused":
        return "excused", progress.breach
    if standing == "missed" or standing in _CHAIN:
        return "missed", progress.breach
    overdue = standing == "overdue" or progress.overdue is not None
    return ("overdue" if overdue else "open"), progress.overdue


def _reason(breach: Breach) -> Reason | None:
    if breach.assessment is not None:
        return "accepted" if breach.assessment.accepted else "rejected"
    if breach.reason is not None:
        return "stated"
    return "asked" if breach.reason_requested else None
