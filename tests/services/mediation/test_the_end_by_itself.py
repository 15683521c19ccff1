"""The four weeks run out, whoever was asleep; and what the plan says can end a mediation."""

from datetime import timedelta

from contracts.examples import EXAMPLES
from contracts.mediation import MediationBecameMoot, MediationExpired
from services.mediation.office import mediation_id
from tests.services.mediation.jobcenter import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    MORNING,
    Jobcenter,
    kind,
    types,
)


def expiries(events: list[object]) -> list[MediationExpired]:
    return [event for event in events if isinstance(event, MediationExpired)]


async def test_it_expires_at_its_legal_end(jobcenter: Jobcenter):
    _, case = await jobcenter.mediated()
    await jobcenter.until(ENDS_AT - timedelta(microseconds=1))
    assert types(await jobcenter.events(case)) == ["MediationRequested", "MediatorAppointed"]
    await jobcenter.until(ENDS_AT)
    (expired,) = expiries(await jobcenter.events(case))
    assert expired.ended_at == ENDS_AT


async def test_after_a_long_sleep_it_expires_once_with_the_legal_end(asleep: Jobcenter):
    _, case = await asleep.mediated()
    asleep.clock.set(ENDS_AT + timedelta(days=200))
    for _ in range(2):
        async with asleep.following:
            await asleep.following.settled()
    (expired,) = expiries(await asleep.events(case))
    assert expired.ended_at == ENDS_AT
    stored = (await asleep.store.read_stream(f"mediation-{case.rpartition('/')[2]}"))[-1]
    assert b"2026-10-16" in stored.metadata
    found = (await asleep.get(case, CLIENT)).json()
    assert (found["status"], found["ended_at"]) == ("expired", "2026-03-30T22:00:00Z")


async def test_two_processes_that_wake_at_once_let_it_expire_once(asleep: Jobcenter):
    _, case = await asleep.mediated()
    asleep.clock.set(ENDS_AT)
    async with asleep.following, asleep.elsewhere() as other:
        await asleep.following.settled()
        await other.settled()
    assert len(expiries(await asleep.events(case))) == 1


async def test_nothing_is_accepted_after_the_end_though_everybody_sleeps(asleep: Jobcenter):
    _, case = await asleep.mediated()
    solution = await asleep.propose(case)
    await asleep.post(f"{solution}/acceptances", {}, CLIENT)
    asleep.clock.set(ENDS_AT)
    late = await asleep.post(f"{solution}/acceptances", {}, COUNSELLOR)
    assert (late.status_code, kind(late)) == (409, "mediation-over")
    assert late.json()["ended_at"] == ENDS_AT.isoformat()
    assert (await asleep.get(case, CLIENT)).json()["status"] == "expired"
    asleep.clock.set(ENDS_AT + timedelta(days=1))
    async with asleep.following:
        await asleep.following.settled()
    assert types(await asleep.events(case))[-2:] == ["SolutionAccepted", "MediationExpired"]


async def test_what_was_settled_in_time_does_not_expire(jobcenter: Jobcenter):
    _, case = await jobcenter.mediated()
    solution = await jobcenter.propose(case)
    for person in (CLIENT, COUNSELLOR):
        await jobcenter.post(f"{solution}/acceptances", {}, person)
    await jobcenter.until(ENDS_AT + timedelta(days=1))
    assert types(await jobcenter.events(case))[-1] == "MediationSettled"


async def test_a_plan_agreed_meanwhile_leaves_nothing_to_mediate(jobcenter: Jobcenter):
    plan, case = await jobcenter.mediated()
    await jobcenter.until(MORNING + timedelta(days=2))
    await jobcenter.agree(plan)
    await jobcenter.following.settled()
    ended = (await jobcenter.events(case))[-1]
    assert ended == MediationBecameMoot(
        plan=plan, cause="plan_agreed", ended_at=MORNING + timedelta(days=2)
    )


async def test_a_plan_closed_meanwhile_leaves_nothing_to_mediate(jobcenter: Jobcenter):
    plan, case = await jobcenter.mediated()
    await jobcenter.close(plan)
    await jobcenter.following.settled()
    ended = (await jobcenter.events(case))[-1]
    assert ended == MediationBecameMoot(plan=plan, cause="plan_closed", ended_at=MORNING)


async def test_what_was_agreed_before_the_request_ends_nothing(asleep: Jobcenter):
    """Heard of only after the request, at the same moment by the clock."""
    plan = await asleep.plan_in_dispute()
    await asleep.agree(plan)
    await asleep.disagree(plan)
    case = await asleep.request(plan)
    async with asleep.following:
        await asleep.following.settled()
    assert types(await asleep.events(case)) == ["MediationRequested"]


async def test_an_agreement_that_nobody_heard_of_in_time_is_what_ended_it(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    agreed_at = ENDS_AT - timedelta(days=1)
    asleep.clock.set(agreed_at)
    await asleep.agree(plan)
    asleep.clock.set(ENDS_AT + timedelta(days=60))
    async with asleep.following:
        await asleep.following.settled()
    assert types(await asleep.events(case))[-1] == "MediationBecameMoot"
    assert (await asleep.events(case))[-1].ended_at == agreed_at
    assert (await asleep.get(case, CLIENT)).json()["status"] == "moot"


async def test_so_it_is_if_the_clock_is_the_first_to_wake(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    asleep.clock.set(ENDS_AT - timedelta(days=1))
    await asleep.agree(plan)
    asleep.clock.set(ENDS_AT + timedelta(days=60))
    async with asleep.only("mediation_deadlines") as clockwork:
        await clockwork.settled()
    assert types(await asleep.events(case))[-1] == "MediationBecameMoot"


async def test_a_request_that_crosses_an_agreement_is_moot(jobcenter: Jobcenter):
    """It was decided before the agreement was there, and written after that had been heard of."""
    plan = await jobcenter.plan_in_dispute()
    known = await jobcenter.plan_revision(plan)
    await jobcenter.agree(plan)
    await jobcenter.following.settled()
    asked = EXAMPLES["MediationRequested.v1"].model_copy(
        update={"plan": plan, "plan_revision": known}
    )
    case = f"/mediations/{mediation_id(plan, 1)}"
    await jobcenter.says(f"mediation-{mediation_id(plan, 1)}", plan, asked, CLIENT)
    await jobcenter.following.settled()
    assert types(await jobcenter.events(case)) == ["MediationRequested", "MediationBecameMoot"]


async def test_what_follows_by_itself_names_its_cause(jobcenter: Jobcenter):
    _, case = await jobcenter.mediated()
    await jobcenter.until(ENDS_AT)
    first, *_, last = await jobcenter.recorded(case)
    assert last.envelope.metadata.causation == first.envelope.id
    assert last.envelope.metadata.correlation == first.envelope.metadata.correlation
    assert last.envelope.metadata.actor.role == "system"
    assert last.envelope.metadata.plan == first.envelope.metadata.plan
