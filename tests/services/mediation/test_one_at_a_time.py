"""One mediation per plan at a time, whoever asks when, and however often."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from tests.services.mediation.jobcenter import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    MEDIATOR,
    SUBJECT,
    Jobcenter,
    client_of,
    kind,
    types,
)


async def test_of_requests_at_the_same_moment_one_begins_a_mediation(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    body = {"plan": str(plan), "subject": SUBJECT}
    people = [CLIENT, COUNSELLOR] * 4
    answers = await asyncio.gather(*(asleep.post("/mediations", body, one) for one in people))
    assert sorted(one.status_code for one in answers) == [201] + [409] * 7
    assert {kind(one) for one in answers if one.status_code == 409} == {"mediation-already-running"}
    page = await asleep.store.read_all(categories=["mediation"])
    assert len(page.events) == 1


async def test_two_processes_that_know_nothing_of_each_other_begin_one(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    body = {"plan": str(plan), "subject": SUBJECT}
    async with client_of(asleep.started()) as here, client_of(asleep.started()) as there:
        answers = await asyncio.gather(
            asleep.post("/mediations", body, CLIENT, http=here),
            asleep.post("/mediations", body, COUNSELLOR, http=there),
        )
    assert sorted(one.status_code for one in answers) == [201, 409]


async def test_a_repeated_request_is_answered_as_the_first_time(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    body = {"plan": str(plan), "subject": SUBJECT}
    first = await asleep.post("/mediations", body, CLIENT, key="once")
    again = await asleep.post("/mediations", body, CLIENT, key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    other = await asleep.post("/mediations", {**body, "subject": "Other."}, CLIENT, key="once")
    assert (other.status_code, kind(other)) == (422, "idempotency-key-reused")
    assert types(await asleep.events(first.headers["location"])) == ["MediationRequested"]


async def test_a_request_repeated_after_the_end_begins_no_second_mediation(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    body = {"plan": str(plan), "subject": SUBJECT}
    first = await asleep.post("/mediations", body, CLIENT, key="once")
    await asleep.post(f"{first.headers['location']}/withdrawals", {}, CLIENT)
    await asleep.disagree(plan)
    again = await asleep.post("/mediations", body, CLIENT, key="once")
    assert again.json() == first.json()


async def test_what_was_mediated_in_vain_is_not_mediated_again(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    first = await asleep.request(plan)
    asleep.clock.set(ENDS_AT + timedelta(hours=1))
    body = {"plan": str(plan), "subject": SUBJECT}
    again = await asleep.post("/mediations", body, CLIENT)
    assert (again.status_code, kind(again)) == (409, "already-mediated")
    await asleep.disagree(plan)
    assert await asleep.request(plan) != first


async def test_who_recuses_themselves_twice_is_answered_alike(asleep: Jobcenter):
    """The first time takes away the access that the second one would need."""
    _, case = await asleep.mediated()
    body = {"mediator": "mediator-1", "cause": "ill"}
    first = await asleep.post(f"{case}/recusals", body, MEDIATOR, key="once")
    again = await asleep.post(f"{case}/recusals", body, MEDIATOR, key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    other_key = await asleep.post(f"{case}/recusals", body, MEDIATOR)
    assert other_key.status_code == 404


async def test_both_parties_accepting_at_the_same_moment_settle_once(asleep: Jobcenter):
    _, case = await asleep.mediated()
    solution = await asleep.propose(case)
    await asyncio.gather(
        asleep.post(f"{solution}/acceptances", {}, CLIENT),
        asleep.post(f"{solution}/acceptances", {}, COUNSELLOR),
    )
    assert types(await asleep.events(case)).count("MediationSettled") == 1


async def test_a_decision_on_what_has_changed_is_refused(asleep: Jobcenter):
    _, case = await asleep.mediated()
    solution = await asleep.propose(case)
    stale = await asleep.post(f"{solution}/acceptances", {}, CLIENT, **{"If-Match": '"1"'})
    assert (stale.status_code, kind(stale)) == (412, "revision-passed")
    newest = (await asleep.get(case, CLIENT)).headers["etag"]
    fresh = await asleep.post(f"{solution}/acceptances", {}, CLIENT, **{"If-Match": newest})
    assert fresh.status_code == 201


async def test_there_is_no_mediation_without_a_plan_or_a_disagreement(asleep: Jobcenter):
    unknown = await asleep.post("/mediations", {"plan": str(uuid4()), "subject": "x"}, CLIENT)
    assert (unknown.status_code, kind(unknown)) == (404, "not-found")
    plan = await asleep.plan_in_dispute()
    await asleep.agree(plan)
    settled = await asleep.post("/mediations", {"plan": str(plan), "subject": "x"}, CLIENT)
    assert (settled.status_code, kind(settled)) == (409, "no-disagreement-recorded")
    assert settled.json()["allowed"]
