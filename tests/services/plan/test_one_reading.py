"""In every history the document shows what the decider decides on: two folds, one plan."""

from datetime import date
from typing import Any

from hypothesis import given, settings

from contracts.plan_document import PlanDocument, fold, from_json, to_json
from services.plan.domain import state as decided
from services.plan.domain.state import Closed, NotOpened, Open
from tests.services.plan.domain.histories import HISTORIES
from tests.services.plan.domain.story import Story

STANDINGS = {
    decided.Promised: {"open"},
    decided.Overdue: {"overdue"},
    decided.Difficult: {"difficulty_reported"},
    decided.Kept: {"kept"},
    decided.Awaited: {"open"},
    decided.Hindered: {"difficulty_reported"},
    decided.Attended: {"kept"},
}
"""How a thing to do stands, by its state; a miss stands where its breach has got to."""

LINKS = {
    decided.MissRecorded: "missed",
    decided.ReasonAsked: "missed",
    decided.ReasonRejected: "missed",
    decided.Demanded: "demanded",
    decided.DemandFailed: "demand_unmet",
    decided.Referred: "referred",
}
"""Hearing and hardship come after a demand that was not met, or after a missed appointment."""


def shows_the_parties(document: PlanDocument, state: Open | Closed) -> None:
    parties = state.parties
    assert (document.client, document.jobcenter) == (parties.client, parties.jobcenter)
    assert document.counsellor == parties.counsellor
    assert {one.person: one.basis for one in document.representatives} == parties.representatives


def shows_the_draft(document: PlanDocument, state: Open) -> None:
    draft = state.draft
    if isinstance(draft, decided.NoDraft):
        assert document.draft is None
        return
    shown = document.draft
    assert shown is not None
    assert shown.version == draft.version
    assert worded(shown.content) == content_of(draft.content)
    offer = None if isinstance(draft, decided.Drafting) else draft.digest
    assert (shown.offer.digest if shown.offer else None) == offer
    half = {draft.acceptance.party} if isinstance(draft, decided.HalfAccepted) else set()
    assert set(shown.accepted) == half


def shows_what_is_agreed(document: PlanDocument, state: Open) -> None:
    agreed = state.agreed
    assert len(document.versions) == agreed.version
    if isinstance(agreed, decided.NothingAgreed):
        assert document.in_force is None
        return
    assert worded(document.in_force) == content_of(agreed.content)
    assert document.review_due == agreed.review_due
    assert (document.review_fell_due is not None) == agreed.review_announced


def worded(content: Any) -> tuple[Any, ...]:
    goal = content.goal
    return (
        (goal.occupational_goal, goal.interim_goal) if goal else None,
        {t.agreement: (t.party, t.kind, t.what, t.due, t.proof) for t in content.agreements},
        tuple(remark.text for remark in content.remarks),
    )


def content_of(content: decided.Content) -> tuple[Any, ...]:
    goal = content.goal
    return (
        (goal.occupational, goal.interim) if goal else None,
        {id: (t.party, t.kind, t.what, t.due, t.proof) for id, t in content.agreements.items()},
        content.remarks,
    )


def shows_how_it_stands(document: PlanDocument, state: Open) -> None:
    for id, promise in state.promises.items():
        progress = document.progress[id]
        assert progress.due == due_of(promise)
        assert progress.standing in standings(promise, state.breaches.get(id))
    for id, appointment in state.appointments.items():
        shown = document.appointments.get(id)
        if shown is None:  # finished with an earlier version
            assert isinstance(appointment, decided.Attended | decided.NotAttended)
            continue
        assert shown.at_time == appointment.at
        assert shown.progress.standing in standings(appointment, state.breaches.get(id))


def due_of(promise: decided.Promise) -> date | None:
    return promise.terms.due if isinstance(promise, decided.Kept) else promise.due


def standings(thing: object, breach: decided.Breach | None) -> set[str]:
    if type(thing) in STANDINGS:
        return STANDINGS[type(thing)]
    assert breach is not None
    if isinstance(breach, decided.Settled):
        return {"excused", "demand_met", "demand_unmet", "missed"}
    after_demand = isinstance(getattr(breach, "grounds", None), decided.Unmet)
    return {LINKS.get(type(breach), "demand_unmet" if after_demand else "missed")}


def shows_what_rests_and_what_is_disputed(document: PlanDocument, state: Open) -> None:
    assert {one.mediation: one.since for one in document.rest} == state.rest.running
    marks = {(mark.fact, mark.party) for mark in document.disputes}
    assert marks == state.record.disputes


@settings(max_examples=150, deadline=None)
@given(HISTORIES)
def test_the_document_shows_what_the_decider_decides_on(story: Story) -> None:
    document, state = fold(story.recorded), story.state
    if isinstance(state, NotOpened):
        assert document is None
        return
    assert document is not None
    shows_the_parties(document, state)
    assert (document.status == "closed") == isinstance(state, Closed)
    if isinstance(state, Open):
        shows_the_draft(document, state)
        shows_what_is_agreed(document, state)
        shows_how_it_stands(document, state)
        shows_what_rests_and_what_is_disputed(document, state)


@settings(max_examples=50, deadline=None)
@given(HISTORIES)
def test_a_document_kept_at_any_moment_reads_on_as_if_it_had_never_been_kept(story: Story) -> None:
    kept = None
    for recorded in story.recorded:
        document = fold([recorded], kept)
        assert document is not None
        kept = from_json(to_json(document))
    assert kept == fold(story.recorded)
