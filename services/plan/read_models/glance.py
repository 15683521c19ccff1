"""The plan at a glance: the six headings with how it stands, and what comes next."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Identifier, Instant
from contracts.model import Contract
from contracts.plan import ConsentingParty, Party
from contracts.plan_document import Content, Dispute, Fact, PlanDocument, Progress, Terms
from contracts.plan_document.document import PlanStatus
from contracts.plan_document.document import Standing as Stands
from contracts.sealed import Sealed
from services.plan.legal_days import day_at

_RUNNING = frozenset({"open", "overdue", "difficulty_reported"})
_RESTING = frozenset({"missed", "demanded", "demand_unmet"})


class Line(Contract):
    """`standing` for what is agreed; `disputed` where a party says that it is not right."""

    text: Sealed
    event: UUID
    agreement: UUID | None = None
    due: date | None = None
    proof: Sealed | None = None
    standing: Stands | None = None
    disputed: tuple[Dispute, ...] = ()


class Headings(Contract):
    """The six headings of the form."""

    goal: tuple[Line, ...] = ()
    interim_goal: tuple[Line, ...] = ()
    client: tuple[Line, ...] = ()
    jobcenter: tuple[Line, ...] = ()
    third_party: tuple[Line, ...] = ()
    remarks: tuple[Line, ...] = ()


class InForce(Contract):
    version: int
    agreed_at: Instant
    review_due: date
    review_overdue: bool = False


class OnOffer(Contract):
    """A draft that waits for an answer; `accepted_by` has given one."""

    version: int
    offered_at: Instant
    thinking_time_until: date | None = None
    accepted_by: tuple[ConsentingParty, ...] = ()


class Next(Contract):
    """Something to be done: `on` is the last day, `at` the time of an appointment."""

    what: Literal["agreement", "appointment", "reason", "demand", "hearing", "review"]
    on: date
    at: Instant | None = None
    whose: Party | Literal["both"] = "both"
    item: UUID | None = None
    text: Sealed | None = None


class Mediation(Contract):
    """`rests`: the agreements about whose breach nothing follows meanwhile."""

    mediation: UUID
    since: Instant
    until: Instant
    rests: tuple[UUID, ...] = ()


class Glance(Contract):
    """`in_force` is missing before the first agreement: the headings then show the draft."""

    plan: UUID
    client: Identifier
    counsellor: Identifier
    jobcenter: Identifier
    status: PlanStatus
    as_of: Instant = Field(description="The moment that all of this holds for.")
    revision: int
    in_force: InForce | None = None
    on_offer: OnOffer | None = None
    headings: Headings
    next: tuple[Next, ...] = Field((), description="The first comes first, overdue ones included.")
    mediations: tuple[Mediation, ...] = ()


def glance_of(plan: PlanDocument, at: datetime) -> Glance:
    content = plan.in_force or (plan.draft.content if plan.draft else Content())
    return Glance(
        plan=plan.plan,
        client=plan.client,
        counsellor=plan.counsellor,
        jobcenter=plan.jobcenter,
        status=plan.status,
        as_of=at,
        revision=plan.revision,
        in_force=_in_force(plan),
        on_offer=_on_offer(plan),
        headings=_headings(content, plan),
        next=tuple(sorted(_next(plan, content), key=lambda one: one.on)),
        mediations=tuple(_mediations(plan)),
    )


def _in_force(plan: PlanDocument) -> InForce | None:
    if not plan.versions:
        return None
    newest = plan.versions[-1]
    return InForce(
        version=newest.version,
        agreed_at=newest.at,
        review_due=newest.review_due,
        review_overdue=plan.review_fell_due is not None,
    )


def _on_offer(plan: PlanDocument) -> OnOffer | None:
    draft = plan.draft
    if draft is None or draft.offer is None:
        return None
    return OnOffer(
        version=draft.version,
        offered_at=draft.offer.at,
        thinking_time_until=draft.offer.thinking_time_until,
        accepted_by=tuple(draft.accepted),
    )


def _headings(content: Content, plan: PlanDocument) -> Headings:
    goal = content.goal
    return Headings(
        goal=_lines(goal, [goal.occupational_goal] if goal else []),
        interim_goal=_lines(goal, [goal.interim_goal] if goal and goal.interim_goal else []),
        client=_promises(content.of("client"), plan),
        jobcenter=_promises(content.of("jobcenter"), plan),
        third_party=_promises(content.of("third_party"), plan),
        remarks=tuple(line for one in content.remarks for line in _lines(one, [one.text])),
    )


def _lines(fact: Fact | None, texts: Iterable[Sealed]) -> tuple[Line, ...]:
    if fact is None:
        return ()
    return tuple(Line(text=text, event=fact.event, disputed=fact.disputed) for text in texts)


def _promises(agreements: Iterable[Terms], plan: PlanDocument) -> tuple[Line, ...]:
    return tuple(_promise(terms, plan.progress.get(terms.agreement)) for terms in agreements)


def _promise(terms: Terms, progress: Progress | None) -> Line:
    facts = (terms, *_said_of(progress)) if progress else (terms,)
    return Line(
        text=terms.what,
        event=terms.event,
        agreement=terms.agreement,
        due=progress.due if progress else terms.due,
        proof=terms.proof,
        standing=progress.standing if progress else None,
        disputed=tuple(mark for fact in facts for mark in fact.disputed),
    )


def _said_of(progress: Progress) -> Iterator[Fact]:
    """The facts that a standing rests on."""
    breach = progress.breach
    chain = (breach.assessment, breach.demand, breach.referral) if breach else ()
    for fact in (progress.overdue, progress.kept, progress.difficulty, breach, *chain):
        if fact is not None:
            yield fact


def _next(plan: PlanDocument, content: Content) -> Iterator[Next]:
    if plan.status == "closed":
        return
    worded = {terms.agreement: terms for terms in content.agreements}
    for id, progress in plan.progress.items():
        terms = worded.get(id)
        text = terms.what if terms else None
        if progress.due and progress.standing in _RUNNING and terms:
            whose = terms.party
            yield Next(what="agreement", on=progress.due, whose=whose, item=id, text=text)
        yield from _steps(id, progress, text, rests=bool(plan.rest))
    for id, one in plan.appointments.items():
        if one.progress.standing in _RUNNING:
            on = day_at(one.at_time)
            yield Next(what="appointment", on=on, at=one.at_time, item=id, text=one.purpose)
        yield from _steps(id, one.progress, one.purpose, rests=False)
    if plan.review_due is not None:
        yield Next(what="review", on=plan.review_due)


def _steps(id: UUID, progress: Progress, text: Sealed | None, *, rests: bool) -> Iterator[Next]:
    """What a miss leaves for the client to do, as long as it does not rest."""
    breach = progress.breach
    if breach is None or progress.standing not in _RESTING:
        return
    asked, demand, offer = breach.reason_requested, breach.demand, breach.hearing_offer
    if asked and not breach.reason and not breach.assessment:
        yield Next(what="reason", on=asked.until, whose="client", item=id, text=text)
    if demand and not demand.outcome and not rests:
        yield Next(what="demand", on=demand.until, whose="client", item=id, text=demand.text)
    if offer and not breach.hearing and not rests:
        yield Next(what="hearing", on=offer.until, whose="client", item=id, text=text)


def _mediations(plan: PlanDocument) -> Iterator[Mediation]:
    rests = tuple(id for id, one in plan.progress.items() if one.standing in _RESTING)
    for one in plan.rest:
        yield Mediation(mediation=one.mediation, since=one.since, until=one.until, rests=rests)
