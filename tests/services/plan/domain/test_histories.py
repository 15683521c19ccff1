"""What holds in every history, whatever was tried: read from the events, not from the state."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from hypothesis import given, settings

from contracts import plan as said
from contracts.catalogue import PLAN as EVENTS
from contracts.envelope import Recorded
from contracts.plan_document import fold
from services.plan.domain import plan
from services.plan.domain.legal_time import months_after
from services.plan.domain.state import Closed, NotOpened
from tests.services.plan.domain.histories import BEGINS, HISTORIES, history
from tests.services.plan.domain.story import Story


def events(story: Story) -> Iterator[tuple[Any, Recorded[Any]]]:
    for recorded in story.recorded:
        yield recorded.event, recorded


def folding_the_same_events_again_gives_the_same_plan(story: Story):
    state = plan.initial
    for recorded in story.recorded:
        state = plan.evolve(state, recorded)
    assert state == story.state


def every_event_is_known_and_every_counsellor_stays_known(story: Story):
    if isinstance(story.state, NotOpened):
        return
    counsellors = {event.counsellor for event, _ in events(story) if hasattr(event, "counsellor")}
    acting = {
        one.envelope.metadata.actor.sub
        for one in story.recorded
        if one.envelope.metadata.actor.role == "counsellor"
    }
    assert story.state.parties.involved == counsellors | acting
    assert story.state.record.facts == {one.envelope.id for one in story.recorded}


def versions_are_consecutive_and_each_was_accepted_by_both_sides(story: Story):
    accepted: dict[str, str] = {}
    version = 0
    for event, _ in events(story):
        match event:
            case said.PlanAccepted():
                assert event.version == version + 1
                accepted[event.party] = event.digest
            case said.AcceptanceWithdrawn():
                assert accepted.pop(event.party) == event.digest
            case said.PlanAgreed():
                version += 1
                assert event.version == version
                assert accepted == {"client": event.digest, "jobcenter": event.digest}
                assert {one.party for one in event.acceptances} == {"client", "jobcenter"}
                accepted = {}
            case (
                said.GoalSet()
                | said.AgreementDrafted()
                | said.AgreementRedrafted()
                | said.AgreementDropped()
                | said.RemarkAdded()
            ):
                assert not accepted, "an acceptance outlived a change"


def nobody_is_missed_by_the_system_or_over_an_unanswered_difficulty(story: Story):
    unanswered: set[UUID] = set()
    for event, recorded in events(story):
        match event:
            case said.DifficultyReported():
                unanswered.add(event.item.id)
            case said.DifficultyAnswered() | said.MissRetracted():
                unanswered.discard(event.item.id)
            case said.AgreementKept():
                unanswered.discard(event.agreement)
            case said.PlanAgreed():
                reworded = {
                    one.agreement for one in event.agreements if one.agreement in unanswered
                }
                unanswered -= _worded_anew(story, recorded, reworded)
                unanswered &= {one.agreement for one in event.agreements} | _talks(story)
            case said.AgreementMissed():
                assert recorded.envelope.metadata.actor.role in ("client", "counsellor")
                assert event.agreement not in unanswered
            case said.AppointmentMissed():
                assert recorded.envelope.metadata.actor.role in ("client", "counsellor")
                assert event.appointment not in unanswered


def _worded_anew(story: Story, agreed: Recorded[Any], ids: set[UUID]) -> set[UUID]:
    """What a new version says in other words is another promise, with no difficulty reported."""
    before: dict[UUID, said.AgreementTerms] = {}
    for event, recorded in events(story):
        if recorded is agreed:
            break
        if isinstance(event, said.PlanAgreed):
            before = {one.agreement: one for one in event.agreements}
    now = {one.agreement: one for one in agreed.event.agreements}
    return {id for id in ids if before.get(id) != now[id]}


def _talks(story: Story) -> set[UUID]:
    return {
        event.appointment for event, _ in events(story) if isinstance(event, said.AppointmentSet)
    }


OF_DUTY = (
    said.AgreementMissed,
    said.ImportantReasonRequested,
    said.ImportantReasonAssessed,
    said.CooperationDemanded,
    said.DemandUnmet,
    said.HearingOffered,
    (said.HearingHeld, said.HearingWaived),
    said.HardshipConsidered,
)
OF_APPOINTMENTS = (said.AppointmentMissed, *OF_DUTY[1:3], *OF_DUTY[5:])


def _item_of(event: Any) -> UUID | None:
    if item := getattr(event, "item", None):
        return item.id
    return getattr(event, "agreement", None) or getattr(event, "appointment", None)


def no_referral_without_every_link_before_it_in_order(story: Story):
    by_id = {one.envelope.id: one for one in story.recorded}
    for event, recorded in events(story):
        if not isinstance(event, said.ReductionReviewReferred):
            continue
        case = [by_id[id] for id in event.case]
        assert {_item_of(one.event) for one in case} == {event.item.id}
        revisions = [one.envelope.revision for one in case]
        assert revisions == sorted(revisions)
        links = OF_DUTY if event.item.kind == "agreement" else OF_APPOINTMENTS
        needed = [one.event for one in case if type(one.event) is not said.ImportantReasonStated]
        assert len(needed) == len(links)
        assert all(isinstance(one, link) for one, link in zip(needed, links, strict=True))
        assert event.referral_limit == months_after(event.breach_on, 6)
        assert recorded.envelope.metadata.time.date() <= event.referral_limit
        retracted = [
            one
            for one in story.recorded[revisions[0] : recorded.envelope.revision]
            if isinstance(one.event, said.MissRetracted) and _item_of(one.event) == event.item.id
        ]
        assert not retracted


def nothing_is_demanded_or_referred_for_a_breach_of_duty_while_a_mediation_runs(story: Story):
    running: set[UUID] = set()
    for event, _ in events(story):
        match event:
            case said.ConsequencesSuspended():
                running.add(event.mediation)
            case said.ConsequencesResumed():
                running.remove(event.mediation)
            case said.CooperationDemanded() | said.DemandUnmet():
                assert not running
            case said.ReductionReviewReferred():
                assert not running or event.item.kind == "appointment"


def late_news_leaves_no_demand_and_no_referral_from_within_a_mediation(story: Story):
    voided = {
        getattr(event, "demand", None) or getattr(event, "referral", None)
        for event, _ in events(story)
    }
    ended: set[UUID] = set()
    for event, recorded in events(story):
        if isinstance(event, said.DemandMet | said.HardshipConsidered | said.MissRetracted):
            ended.add(_item_of(event))
        if not isinstance(event, said.ConsequencesSuspended):
            continue
        for earlier in story.recorded[: recorded.envelope.revision]:
            made = earlier.envelope.metadata.time
            if not event.since <= made < event.until:
                continue
            of_duty = isinstance(earlier.event, said.CooperationDemanded) or (
                isinstance(earlier.event, said.ReductionReviewReferred)
                and earlier.event.item.kind == "agreement"
            )
            if of_duty and _item_of(earlier.event) not in ended:
                assert earlier.envelope.id in voided


def a_closed_plan_is_only_disputed(story: Story):
    if not isinstance(story.state, Closed):
        return
    closing = story.said(said.PlanClosed).envelope.revision
    after = story.recorded[closing + 1 :]
    assert all(isinstance(one.event, said.FactDisputed) for one in after)


def the_document_that_people_read_tells_the_same_story(story: Story):
    document = fold(story.recorded)
    if document is None:
        return
    state = story.state
    assert len(document.versions) == sum(isinstance(e, said.PlanAgreed) for e, _ in events(story))
    assert (document.counsellor, document.client) == (
        state.parties.counsellor,
        state.parties.client,
    )
    if isinstance(state, Closed):
        assert document.status == "closed"
        return
    for id, promise in state.promises.items():
        assert document.progress[id].standing in STANDINGS[type(promise).__name__]
    for id, shown in document.appointments.items():
        assert shown.progress.standing in STANDINGS[type(state.appointments[id]).__name__]


_MISSED = {"missed", "excused", "demanded", "demand_met", "demand_unmet", "referred"}
STANDINGS = {
    "Promised": {"open"},
    "Overdue": {"overdue"},
    "Difficult": {"difficulty_reported"},
    "Kept": {"kept"},
    "NotKept": _MISSED,
    "Awaited": {"open"},
    "Hindered": {"difficulty_reported"},
    "Attended": {"kept"},
    "NotAttended": _MISSED,
}


PROMISES = (
    folding_the_same_events_again_gives_the_same_plan,
    every_event_is_known_and_every_counsellor_stays_known,
    versions_are_consecutive_and_each_was_accepted_by_both_sides,
    nobody_is_missed_by_the_system_or_over_an_unanswered_difficulty,
    no_referral_without_every_link_before_it_in_order,
    nothing_is_demanded_or_referred_for_a_breach_of_duty_while_a_mediation_runs,
    late_news_leaves_no_demand_and_no_referral_from_within_a_mediation,
    a_closed_plan_is_only_disputed,
    the_document_that_people_read_tells_the_same_story,
)


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_every_promise_holds_in_every_history(story: Story):
    for promise in PROMISES:
        promise(story)


def test_such_histories_get_everywhere():
    """Otherwise the promises above would be empty ones."""
    missing = set(EVENTS)
    for seed in range(60):
        for begin in BEGINS:
            steps = range(60 * seed, 60 * seed + 60)
            missing -= {event.type for event, _ in events(history(begin, steps))}
        if not missing:
            return
    assert not missing
