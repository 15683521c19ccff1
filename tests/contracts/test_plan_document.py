"""The plan document: every event is read, marks stay on, and its JSON keeps texts sealed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from contracts import catalogue, examples
from contracts import plan as said
from contracts.envelope import Envelope, Recorded
from contracts.model import Event
from contracts.plan_document import PlanDocument, fold, from_json, to_json
from contracts.plan_document.disputes import facts
from contracts.plan_document.folding import READINGS
from contracts.sealed import Ciphertext

STREAM = f"plan-{examples.PLAN}"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EXAMPLE = {name: examples.EXAMPLES[name] for name in catalogue.PLAN}


def happened(*events: Event) -> list[Recorded[Event]]:
    """The events as one stream, an hour apart."""
    return [
        Recorded(
            Envelope(
                id=uuid5(examples.PLAN, str(revision)),
                type=event.type,
                stream=STREAM,
                revision=revision,
                position=revision + 1,
                metadata=examples.METADATA.model_copy(
                    update={"time": START + timedelta(hours=revision)}
                ),
            ),
            event,
        )
        for revision, event in enumerate(events)
    ]


def example(*types: str) -> list[Event]:
    return [examples.NAMED[type] for type in types]


def plan_after(*events: Event) -> PlanDocument:
    plan = fold(happened(*events))
    assert plan is not None
    return plan


AGREED = ("PlanOpened", "GoalSet", "AgreementDrafted", "RemarkAdded", "DraftOffered")


def agreed(*after: Event) -> PlanDocument:
    return plan_after(*example(*AGREED, "PlanAccepted", "PlanAgreed"), *after)


def applications(plan: PlanDocument) -> str:
    return plan.progress[examples.APPLICATIONS].standing


def test_every_event_of_a_plan_has_a_reading() -> None:
    assert {*READINGS, said.PlanOpened} == set(catalogue.PLAN.values())


@pytest.mark.parametrize("name", [n for n in EXAMPLE if n != "PlanOpened.v1"])
def test_every_event_can_follow_an_agreed_plan_and_survives_the_way_through_json(name: str) -> None:
    plan = agreed(*example("AppointmentSet", "AgreementMissed"), EXAMPLE[name])
    assert plan.revision == len(AGREED) + 4
    assert from_json(to_json(plan)) == plan


def test_a_stream_that_does_not_begin_with_opening_is_not_a_plan() -> None:
    with pytest.raises(ValueError, match="begins with GoalSet"):
        plan_after(*example("GoalSet"))


def test_the_draft_becomes_the_version_in_force_under_its_six_headings() -> None:
    plan = agreed()
    assert (plan.status, plan.draft, plan.review_due) == ("agreed", None, date(2026, 9, 2))
    content = plan.in_force
    assert content is not None
    assert content.goal is not None
    assert content.goal.interim_goal is not None
    assert [terms.agreement for terms in content.of("client")] == [examples.APPLICATIONS]
    assert [terms.agreement for terms in content.of("jobcenter")] == [examples.COURSE]
    assert content.of("third_party") == []
    assert len(content.remarks) == 1
    assert [a.party for a in plan.versions[0].acceptances] == ["client", "jobcenter"]


def test_a_change_of_the_draft_voids_what_was_offered() -> None:
    offered = plan_after(*example(*AGREED))
    assert offered.draft is not None
    assert offered.draft.offer is not None
    changed = plan_after(*example(*AGREED, "AgreementRedrafted"))
    assert changed.draft is not None
    assert changed.draft.offer is None


def test_a_revision_leaves_the_version_in_force_as_it_is() -> None:
    plan = agreed(*example("RevisionStarted", "AgreementDropped"))
    assert plan.status == "in_revision"
    assert plan.draft is not None
    assert plan.in_force is not None
    assert (plan.draft.version, plan.draft.cause) == (2, "review")
    assert [terms.agreement for terms in plan.draft.content.agreements] == [examples.APPLICATIONS]
    assert len(plan.in_force.agreements) == 2
    assert agreed(*example("RevisionStarted", "RevisionDropped")).draft is None


@pytest.mark.parametrize(
    ("since", "standing"),
    [
        ((), "open"),
        (("AgreementFellOverdue",), "overdue"),
        (("AgreementFellOverdue", "DifficultyReported"), "difficulty_reported"),
        (("AgreementFellOverdue", "DifficultyReported", "DifficultyAnswered"), "open"),
        (("AgreementKept",), "kept"),
        (("AgreementFellOverdue", "AgreementMissed"), "missed"),
        (("AgreementFellOverdue", "AgreementMissed", "MissRetracted"), "overdue"),
        (("AgreementMissed", "ImportantReasonStated", "ImportantReasonAssessed"), "excused"),
        (("AgreementMissed", "CooperationDemanded"), "demanded"),
        (("AgreementMissed", "CooperationDemanded", "DemandVoided"), "missed"),
        (("AgreementMissed", "CooperationDemanded", "DemandMet"), "demand_met"),
        (("AgreementMissed", "CooperationDemanded", "DemandUnmet"), "demand_unmet"),
        (("AgreementMissed", "DemandUnmet", "ReductionReviewReferred"), "referred"),
    ],
)
def test_how_it_stands_with_an_agreement(since: tuple[str, ...], standing: str) -> None:
    assert applications(agreed(*example(*since))) == standing


def test_every_link_from_a_miss_to_a_referral_names_its_event() -> None:
    chain = (
        "AgreementMissed",
        "ImportantReasonRequested",
        "ImportantReasonStated",
        "CooperationDemanded",
        "DemandUnmet",
        "HearingOffered",
        "HearingHeld",
        "HardshipConsidered",
        "ReductionReviewReferred",
    )
    plan = agreed(*example(*chain))
    breach = plan.progress[examples.APPLICATIONS].breach
    assert breach is not None
    first = len(AGREED) + 2
    links = {uuid5(examples.PLAN, str(first + index)) for index in range(len(chain))}
    assert {fact.event for fact in facts(breach)} == links


def test_a_disputed_fact_carries_its_mark_wherever_it_is_shown() -> None:
    drafted = uuid5(examples.PLAN, "2")
    dispute = said.FactDisputed(fact=drafted, party="client", text=examples.SEALED)
    plan = agreed(*example("RevisionStarted"), dispute)
    assert plan.in_force is not None
    assert plan.draft is not None
    for content in (plan.in_force, plan.draft.content):
        marks = content.agreements[0].disputed
        assert [(mark.fact, mark.party) for mark in marks] == [(drafted, "client")]
    assert sum(bool(fact.disputed) for fact in facts(plan)) == 2  # the same fact, shown twice
    assert plan.disputes == list(plan.in_force.agreements[0].disputed)


def test_the_mark_stays_with_the_fact_through_the_stored_form_and_a_second_dispute() -> None:
    missed = uuid5(examples.PLAN, str(len(AGREED) + 2))
    dispute = said.FactDisputed(fact=missed, party="client", text=examples.SEALED)
    events = happened(*example(*AGREED, "PlanAccepted", "PlanAgreed", "AgreementMissed"))
    stored = fold(events)
    assert stored is not None
    once, twice = happened(*(e.event for e in events), dispute, dispute)[-2:]
    plan = fold([once, twice], from_json(to_json(stored)))
    assert plan is not None
    breach = plan.progress[examples.APPLICATIONS].breach
    assert breach is not None
    assert len(breach.disputed) == 2


def test_a_disputed_fact_that_is_no_longer_shown_keeps_its_mark_on_record() -> None:
    goal = uuid5(examples.PLAN, "1")
    dispute = said.FactDisputed(fact=goal, party="jobcenter", text=examples.SEALED)
    plan = plan_after(*example("PlanOpened", "GoalSet", "GoalSet"), dispute)
    assert not any(fact.disputed for fact in facts(plan))
    assert [mark.fact for mark in plan.disputes] == [goal]


def test_what_is_finished_leaves_with_the_next_version_and_breaches_stay() -> None:
    second = EXAMPLE["PlanAgreed.v1"]
    assert isinstance(second, said.PlanAgreed)
    only_course = second.model_copy(update={"version": 2, "agreements": (second.agreements[1],)})
    revised = example("RevisionStarted")
    kept = agreed(*example("AgreementKept"), *revised, only_course)
    assert examples.APPLICATIONS not in kept.progress
    missed = agreed(*example("AgreementMissed"), *revised, only_course)
    assert applications(missed) == "missed"


def test_an_agreement_worded_anew_starts_anew_and_keeps_its_breach_on_view() -> None:
    second = EXAMPLE["PlanAgreed.v1"]
    redrafted = example("AgreementMissed", "RevisionStarted", "AgreementRedrafted")
    plan = agreed(*redrafted, second.model_copy(update={"version": 2}))
    progress = plan.progress[examples.APPLICATIONS]
    assert (progress.standing, progress.due) == ("open", date(2026, 5, 15))
    assert progress.breach is not None


def test_an_earlier_breach_goes_on_without_touching_what_was_promised_anew() -> None:
    second = EXAMPLE["PlanAgreed.v1"].model_copy(update={"version": 2})
    redrafted = example("AgreementMissed", "RevisionStarted", "AgreementRedrafted")
    plan = agreed(*redrafted, second, *example("CooperationDemanded", "DemandUnmet"))
    breach = plan.progress[examples.APPLICATIONS].breach
    assert breach is not None
    assert breach.demand is not None
    assert breach.demand.outcome is not None
    assert applications(plan) == "open"


def test_consequences_rest_until_the_same_mediation_is_over() -> None:
    assert agreed(*example("ConsequencesSuspended")).rest
    assert agreed(*example("ConsequencesSuspended", "ConsequencesResumed")).rest == []
    other = said.ConsequencesResumed(mediation=UUID(int=1), since=START)
    assert agreed(*example("ConsequencesSuspended"), other).rest


def test_a_former_counsellor_stays_known() -> None:
    plan = agreed(*example("CounsellorAssigned"))
    assert (plan.counsellor, plan.former_counsellors) == ("staff-23", ["staff-17"])


def test_the_json_opens_every_text_for_those_who_may_read_it_and_is_sealed_otherwise() -> None:
    def open_(text: Ciphertext) -> str:
        return "Ich möchte wieder als Köchin arbeiten."

    plan = agreed(*example("ClientVoiceRecorded", "AgreementMissed"))
    assert b"eyJ" not in to_json(plan, open_)
    assert "Köchin" in to_json(plan, open_).decode()
    assert "Köchin" not in to_json(plan).decode()


def test_folding_on_from_a_stored_document_reads_as_folding_from_the_start() -> None:
    events = happened(*example(*AGREED, "PlanAccepted", "PlanAgreed", "AgreementMissed"))
    for cut in range(1, len(events)):
        early = fold(events[:cut])
        assert early is not None
        assert fold(events[cut:], from_json(to_json(early))) == fold(events)


def test_the_content_of_a_draft_is_not_that_of_the_version_it_revises() -> None:
    plan = agreed(*example("RevisionStarted"))
    before = replace(plan).in_force
    assert plan.draft is not None
    plan.draft.content.agreements.clear()
    assert before is not None
    assert len(before.agreements) == 2
