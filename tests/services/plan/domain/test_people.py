"""Who is involved: opening, handing over, representing, closing."""

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from services.plan.domain import commands as c
from services.plan.domain import errors
from tests.services.plan.domain.situations import opened, overdue
from tests.services.plan.domain.story import (
    CLIENT,
    COLLEAGUE,
    COUNSELLOR,
    GUARDIAN,
    SYSTEM,
    Story,
    id_of,
    sealed,
)

VOICE = c.RecordClientVoice(kind="wish", text=sealed("a wish"))
APPOINT = c.AppointRepresentative(person=GUARDIAN.sub, basis="guardian")


def test_a_plan_is_opened_with_the_counsellor_who_opens_it():
    Story().when(c.OpenPlan(client="client-4711")).follows(
        said.PlanOpened(
            client="client-4711",
            jobcenter="jc-duesseldorf",
            counsellor="staff-17",
            regime="sgb2-2023",
        )
    )


def test_a_plan_can_be_opened_for_a_colleague():
    (event,) = (
        Story()
        .when(c.OpenPlan(client="client-4711", counsellor="staff-23"))
        .follow(said.PlanOpened)
    )
    assert event.counsellor == "staff-23"


def test_a_plan_is_opened_once():
    opened().when(c.OpenPlan(client="client-4711")).refused(errors.PlanAlreadyOpen)


def test_nothing_can_be_done_with_a_plan_that_was_never_opened():
    Story().when(VOICE).refused(errors.PlanUnknown)


def test_a_plan_needs_a_jobcenter():
    nobodys = Actor(sub="staff-17", role="counsellor")
    Story().when(c.OpenPlan(client="client-4711"), by=nobodys).refused(errors.JobcenterMissing)


@pytest.mark.parametrize(
    "command",
    [
        c.OpenPlan(client="staff-17"),
        c.OpenPlan(client="staff-23", counsellor="staff-23"),
        c.OpenPlan(client="staff-17", counsellor="staff-23"),
    ],
)
def test_nobody_opens_a_plan_for_themselves(command: c.OpenPlan):
    Story().when(command).refused(errors.PersonOnBothSides)


def test_a_client_is_handed_over():
    opened().when(c.AssignCounsellor(counsellor="staff-23")).follows(
        said.CounsellorAssigned(counsellor="staff-23", previous="staff-17")
    )


def test_handing_over_to_the_present_counsellor_changes_nothing():
    opened().when(c.AssignCounsellor(counsellor="staff-17")).nothing_follows()


def test_every_former_counsellor_stays_known():
    story = opened().given(
        c.AssignCounsellor(counsellor="staff-23"), c.AssignCounsellor(counsellor="staff-31")
    )
    assert story.state.parties.counsellor == "staff-31"
    assert story.state.parties.involved == {"staff-17", "staff-23", "staff-31"}


def test_whoever_stands_in_as_a_counsellor_was_involved():
    story = opened().given(VOICE, by=COLLEAGUE)
    assert COLLEAGUE.sub in story.state.parties.involved


def test_the_client_and_the_system_are_not_among_those_who_counselled():
    story = overdue().given(VOICE, by=CLIENT)
    assert story.state.parties.involved == {COUNSELLOR.sub}


def test_a_client_cannot_be_their_own_counsellor():
    story = opened().given(APPOINT)
    for person in ("client-4711", GUARDIAN.sub):
        story.when(c.AssignCounsellor(counsellor=person)).refused(
            errors.PersonOnBothSides, person=person
        )


def test_a_representative_acts_for_the_client_while_appointed():
    story = opened()
    story.when(VOICE, by=GUARDIAN).refused(errors.NotRepresenting, person=GUARDIAN.sub)
    story.given(APPOINT)
    story.when(VOICE, by=GUARDIAN).follow(said.ClientVoiceRecorded)
    story.given(c.EndRepresentation(person=GUARDIAN.sub))
    story.when(VOICE, by=GUARDIAN).refused(errors.NotRepresenting, person=GUARDIAN.sub)


def test_the_end_of_a_representation_names_its_basis():
    story = opened().given(APPOINT)
    story.when(c.EndRepresentation(person=GUARDIAN.sub)).follows(
        said.RepresentationEnded(person=GUARDIAN.sub, basis="guardian")
    )


def test_a_representative_of_another_client_is_refused():
    story = opened().given(APPOINT)
    other = GUARDIAN.model_copy(update={"on_behalf_of": "client-1"})
    story.when(VOICE, by=other).refused(errors.NotTheClient)


def test_nobody_is_appointed_twice():
    opened().given(APPOINT).when(
        c.AppointRepresentative(person=GUARDIAN.sub, basis="power_of_attorney")
    ).refused(errors.AlreadyRepresenting, basis="guardian")


def test_a_representation_that_is_none_cannot_end():
    opened().when(c.EndRepresentation(person="guardian-8")).refused(errors.NotRepresenting)


@pytest.mark.parametrize("person", ["client-4711", "staff-17"])
def test_neither_the_client_nor_the_counsellor_represents_the_client(person: str):
    command = c.AppointRepresentative(person=person, basis="parent")
    opened().when(command).refused(errors.PersonOnBothSides, person=person)


def test_another_client_is_refused():
    other = CLIENT.model_copy(update={"sub": "client-1"})
    opened().when(VOICE, by=other).refused(errors.NotTheClient, person="client-1")


@pytest.mark.parametrize("by", [CLIENT, COUNSELLOR])
def test_the_client_is_heard_in_person_or_through_the_counsellor(by: Actor):
    opened().when(VOICE, by=by).follows(
        said.ClientVoiceRecorded(kind="wish", text=sealed("a wish"))
    )


def test_a_closed_plan_takes_nothing_more():
    story = opened().given(c.ClosePlan(reason="work_found"))
    story.when(VOICE).refused(errors.PlanAlreadyClosed)
    story.when(c.OpenPlan(client="client-4711")).refused(errors.PlanAlreadyClosed)
    story.when(c.ClosePlan(reason="other")).refused(errors.PlanAlreadyClosed)


def test_what_comes_by_itself_finds_nothing_to_do_in_a_closed_plan():
    story = opened().given(c.ClosePlan(reason="work_found"))
    for command in (
        c.MarkReviewDue(version=1, due="2026-09-02"),
        c.MarkAgreementOverdue(agreement=id_of("a"), due="2026-09-02"),
        c.SuspendConsequences(mediation=id_of("m"), since=story.now, until=story.now),
        c.ResumeConsequences(mediation=id_of("m"), since=story.now),
        c.AdoptSolution(mediation=id_of("m"), solution=id_of("s"), agreements=()),
    ):
        story.when(command, by=SYSTEM).nothing_follows()
