"""Nobody who was ever involved mediates: at the appointment, and when history grows."""

import asyncio

import pytest

from contracts import plan as p
from contracts.examples import SEALED
from contracts.mediation import MediatorAppointed
from tests.services.mediation.jobcenter import (
    CLIENT,
    COLLEAGUE,
    COUNSELLOR,
    FORMER,
    MEDIATOR,
    OFFICE,
    OTHER_MEDIATOR,
    PROPOSAL,
    Jobcenter,
    Person,
    kind,
    types,
)

HANDED_TO_THE_MEDIATOR = p.CounsellorAssigned(counsellor="mediator-1", previous="staff-1")


@pytest.mark.parametrize("person", ["staff-0", "staff-1", "client-1", "guardian-1"])
async def test_whoever_the_plans_history_names_is_refused(asleep: Jobcenter, person: str):
    """Among them a counsellor who handed the client over long ago."""
    case = await asleep.request(await asleep.plan_in_dispute())
    refused = await asleep.post(f"{case}/mediator", {"mediator": person}, OFFICE)
    assert (refused.status_code, kind(refused)) == (409, "mediator-not-neutral")
    assert refused.json()["title"] == "Diese Person ist nicht neutral"
    assert types(await asleep.events(case)) == ["MediationRequested"]


async def test_whoever_once_acted_on_the_plan_is_refused(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    stood_in = Person("mediator-1", "counsellor")
    await asleep.plan_says(plan, p.ClientVoiceRecorded(kind="wish", text=SEALED), stood_in)
    case = await asleep.request(plan)
    assert kind(await asleep.appoint(case)) == "mediator-not-neutral"
    assert (await asleep.appoint(case, OTHER_MEDIATOR)).status_code == 201


async def test_a_colleague_appoints_but_never_herself(asleep: Jobcenter):
    case = await asleep.request(await asleep.plan_in_dispute())
    herself = await asleep.post(f"{case}/mediator", {"mediator": "staff-2"}, COLLEAGUE)
    assert kind(herself) == "mediator-not-neutral"
    other = await asleep.post(f"{case}/mediator", {"mediator": "mediator-1"}, COLLEAGUE)
    assert other.status_code == 201


async def test_the_appointment_says_whom_it_was_checked_against(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    appointed = (await asleep.events(case))[-1]
    assert appointed.checked_against == ("client-1", "guardian-1", "staff-0", "staff-1")
    assert appointed.plan_revision == await asleep.plan_revision(plan)


async def test_a_mediator_who_becomes_the_counsellor_is_recused(jobcenter: Jobcenter):
    plan, case = await jobcenter.mediated()
    solution = await jobcenter.propose(case)
    await jobcenter.plan_says(plan, HANDED_TO_THE_MEDIATOR)
    await jobcenter.following.settled()
    recused = (await jobcenter.events(case))[-1]
    assert (recused.mediator, recused.cause) == ("mediator-1", "involved")
    assert (await jobcenter.get(case, MEDIATOR)).status_code == 404
    void = await jobcenter.post(f"{solution}/acceptances", {}, CLIENT)
    assert kind(void) == "solution-no-longer-open"
    assert kind(await jobcenter.appoint(case)) == "mediator-not-neutral"
    assert (await jobcenter.appoint(case, OTHER_MEDIATOR)).status_code == 201


async def test_a_mediator_who_acts_on_the_plan_is_recused_once(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    acting = Person("mediator-1", "counsellor")
    for kind_of_voice in ("wish", "idea"):
        said = p.ClientVoiceRecorded.model_validate({"kind": kind_of_voice, "text": SEALED})
        await asleep.plan_says(plan, said, acting)
    for _ in range(2):
        async with asleep.following:
            await asleep.following.settled()
    assert types(await asleep.events(case)).count("MediatorRecused") == 1


async def test_an_appointment_that_crosses_a_hand_over_is_undone(jobcenter: Jobcenter):
    """It was decided before the hand-over was there, and written after that had been heard of."""
    plan = await jobcenter.plan_in_dispute()
    case = await jobcenter.request(plan)
    known = await jobcenter.plan_revision(plan)
    await jobcenter.plan_says(plan, HANDED_TO_THE_MEDIATOR)
    await jobcenter.following.settled()
    appointed = MediatorAppointed(
        mediator="mediator-1", checked_against=("client-1",), plan_revision=known
    )
    stream = f"mediation-{case.rpartition('/')[2]}"
    await jobcenter.says(stream, plan, appointed, OFFICE)
    await jobcenter.following.settled()
    assert types(await jobcenter.events(case)) == [
        "MediationRequested",
        "MediatorAppointed",
        "MediatorRecused",
    ]


async def test_of_an_appointment_and_a_hand_over_at_once_no_involved_mediator_is_left(
    jobcenter: Jobcenter,
):
    plan = await jobcenter.plan_in_dispute()
    case = await jobcenter.request(plan)
    await asyncio.gather(jobcenter.appoint(case), jobcenter.plan_says(plan, HANDED_TO_THE_MEDIATOR))
    await jobcenter.following.settled()
    assert types(await jobcenter.events(case)) in (
        ["MediationRequested"],
        ["MediationRequested", "MediatorAppointed", "MediatorRecused"],
    )


async def test_others_who_become_involved_recuse_nobody(jobcenter: Jobcenter):
    plan, case = await jobcenter.mediated()
    handed_over = p.CounsellorAssigned(counsellor="staff-9", previous="staff-1")
    await jobcenter.plan_says(plan, handed_over)
    await jobcenter.following.settled()
    assert types(await jobcenter.events(case)) == ["MediationRequested", "MediatorAppointed"]


async def test_a_mediator_involved_in_another_plan_goes_on_mediating(jobcenter: Jobcenter):
    _, case = await jobcenter.mediated()
    other = await jobcenter.plan_in_dispute()
    await jobcenter.plan_says(other, HANDED_TO_THE_MEDIATOR)
    await jobcenter.following.settled()
    assert (await jobcenter.post(f"{case}/solutions", PROPOSAL, MEDIATOR)).status_code == 201


async def test_only_the_appointed_mediator_proposes(asleep: Jobcenter):
    _, case = await asleep.mediated()
    stranger = await asleep.post(f"{case}/solutions", PROPOSAL, OTHER_MEDIATOR)
    assert stranger.status_code == 404
    for person in (CLIENT, COUNSELLOR, FORMER, OFFICE):
        refused = await asleep.post(f"{case}/solutions", PROPOSAL, person)
        assert refused.status_code == 403
