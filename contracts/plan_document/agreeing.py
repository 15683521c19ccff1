"""How the plan reads as a draft is written, offered, accepted and becomes a version."""

from uuid import UUID

from contracts.envelope import Envelope
from contracts.plan import (
    AcceptanceWithdrawn,
    AgreementDrafted,
    AgreementDropped,
    AgreementRedrafted,
    AgreementTerms,
    DraftOffered,
    GoalSet,
    PlanAccepted,
    PlanAgreed,
    PlanCopyIssued,
    RemarkAdded,
    ReviewFellDue,
    RevisionDropped,
    RevisionStarted,
)
from contracts.plan_document.content import (
    AgreedVersion,
    Consent,
    Content,
    Draft,
    Goal,
    Offer,
    Terms,
)
from contracts.plan_document.document import CopyIssued, PlanDocument, Progress
from contracts.plan_document.fact import Fact, Text

_FINISHED = frozenset({"kept", "excused", "demand_met"})
_BREACHED = frozenset({"missed", "demanded", "demand_unmet", "referred"})


def _changed(plan: PlanDocument) -> Content:
    """The draft's content, about to be changed: what was offered is then no longer the draft."""
    draft = _draft(plan)
    draft.offer = None
    return draft.content


def _draft(plan: PlanDocument) -> Draft:
    if plan.draft is None:
        content = plan.in_force.copy() if plan.in_force else Content()
        plan.draft = Draft(len(plan.versions) + 1, content)
    return plan.draft


def _terms(terms: AgreementTerms, at: Envelope) -> Terms:
    return Terms(
        at.id,
        at.metadata.time,
        terms.agreement,
        terms.party,
        terms.kind,
        terms.what,
        terms.due,
        terms.proof,
    )


def goal_set(plan: PlanDocument, event: GoalSet, at: Envelope) -> None:
    goal = Goal(at.id, at.metadata.time, event.occupational_goal, event.interim_goal)
    _changed(plan).goal = goal


def agreement_drafted(plan: PlanDocument, event: AgreementDrafted, at: Envelope) -> None:
    _changed(plan).agreements.append(_terms(event.terms, at))


def agreement_redrafted(plan: PlanDocument, event: AgreementRedrafted, at: Envelope) -> None:
    content, new = _changed(plan), _terms(event.terms, at)
    content.agreements = [
        new if old.agreement == new.agreement else old for old in content.agreements
    ]


def agreement_dropped(plan: PlanDocument, event: AgreementDropped, _: Envelope) -> None:
    content = _changed(plan)
    content.agreements = [one for one in content.agreements if one.agreement != event.agreement]


def remark_added(plan: PlanDocument, event: RemarkAdded, at: Envelope) -> None:
    text = Text(at.id, at.metadata.time, event.text, at.metadata.actor.sub)
    _changed(plan).remarks.append(text)


def draft_offered(plan: PlanDocument, event: DraftOffered, at: Envelope) -> None:
    draft = _draft(plan)
    draft.version = event.version
    draft.offer = Offer(
        at.id,
        at.metadata.time,
        event.digest,
        at.metadata.actor.sub,
        event.thinking_time_until,
    )


def accepted(plan: PlanDocument, event: PlanAccepted, at: Envelope) -> None:
    _draft(plan).accepted[event.party] = Consent(
        at.id, at.metadata.time, event.digest, at.metadata.actor, event.channel
    )


def acceptance_withdrawn(plan: PlanDocument, event: AcceptanceWithdrawn, _: Envelope) -> None:
    _draft(plan).accepted.pop(event.party, None)


def agreed(plan: PlanDocument, event: PlanAgreed, at: Envelope) -> None:
    """The new version is in force; what is finished and not gone on with leaves the document."""
    content = _agreed_content(plan, event, at)
    plan.versions.append(
        AgreedVersion(
            at.id,
            at.metadata.time,
            event.version,
            event.digest,
            event.acceptances,
            event.review_due,
        )
    )
    plan.progress = _carried_on(plan, content)
    plan.appointments = {
        id: one for id, one in plan.appointments.items() if one.progress.standing not in _FINISHED
    }
    plan.in_force, plan.draft, plan.status = content, None, "agreed"
    plan.review_due, plan.review_fell_due, plan.disagreements = event.review_due, None, []


def _agreed_content(plan: PlanDocument, event: PlanAgreed, at: Envelope) -> Content:
    """What was agreed is the draft, by its digest: each fact keeps the event it was drafted with.

    Without a draft (which no stream of ours has) the event's own words are taken.
    """
    drafted = plan.draft.content if plan.draft else Content()
    known = {one.agreement: one for one in drafted.agreements}
    goal = Goal(at.id, at.metadata.time, event.occupational_goal, event.interim_goal)
    if drafted.goal and drafted.goal.occupational_goal == goal.occupational_goal:
        goal = drafted.goal
    by_text = {remark.text: remark for remark in drafted.remarks}
    by = at.metadata.actor.sub
    remarks = [by_text.get(t) or Text(at.id, at.metadata.time, t, by) for t in event.remarks]
    agreements = [known.get(t.agreement) or _terms(t, at) for t in event.agreements]
    return Content(goal, agreements, remarks)


def _carried_on(plan: PlanDocument, content: Content) -> dict[UUID, Progress]:
    """What is worded anew starts anew; breaches stay in view wherever they had got to."""
    before = plan.progress
    worded = {one.agreement: one for one in plan.in_force.agreements} if plan.in_force else {}
    progress = {id: one for id, one in before.items() if one.standing in _BREACHED}
    for terms in content.agreements:
        had, earlier = before.get(terms.agreement), worded.get(terms.agreement)
        if had is not None and earlier is not None and earlier.says_the_same_as(terms):
            progress[terms.agreement] = had
        else:
            breaches = had.breaches if had is not None else []
            progress[terms.agreement] = Progress(due=terms.due, breaches=breaches)
    return progress


def copy_issued(plan: PlanDocument, event: PlanCopyIssued, at: Envelope) -> None:
    plan.copies.append(
        CopyIssued(at.id, at.metadata.time, event.version, event.document, event.form)
    )


def revision_started(plan: PlanDocument, event: RevisionStarted, _: Envelope) -> None:
    plan.draft, plan.status = None, "in_revision"
    _draft(plan).cause = event.cause


def revision_dropped(plan: PlanDocument, _event: RevisionDropped, _: Envelope) -> None:
    plan.draft, plan.status = None, "agreed"


def review_fell_due(plan: PlanDocument, _: ReviewFellDue, at: Envelope) -> None:
    plan.review_fell_due = Fact(at.id, at.metadata.time)
