"""What is wrong with a request is said in a clear 4xx, and nothing is done by halves."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.catalogue import PLAN
from kernel.codec import Codec
from tests.services.plan.jobcenter import CLIENT, Jobcenter
from tests.services.plan.steps import APPLICATIONS, GOAL, agreed, drafted, offered, opened

PROBLEM = "urn:kooperationsplan:problem:"


async def types_in(jc: Jobcenter, plan: str) -> list[str]:
    return [e.type for e in await jc.store.read_stream(f"plan-{plan.removeprefix('/plans/')}")]


async def test_a_stale_acceptance_is_refused_and_says_what_can_be_accepted(jc: Jobcenter) -> None:
    plan, agreement, read = await offered(jc)
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/redrafts", APPLICATIONS)
    now = (await jc.counsellor.does(f"{plan}/offers"))["digest"]
    acceptance = {"digest": read, "channel": "portal"}
    answer = await jc.client.post(f"{plan}/acceptances", acceptance)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"{PROBLEM}stale-acceptance"
    assert (problem["given"], problem["current"]) == (read, now)
    assert now in problem["allowed"]
    assert "PlanAccepted.v1" not in await types_in(jc, plan)


async def test_two_parties_accept_at_the_same_instant_and_the_plan_is_agreed_once(
    jc: Jobcenter,
) -> None:
    plan, _, digest = await offered(jc)
    both = await asyncio.gather(
        jc.client.post(f"{plan}/acceptances", {"digest": digest, "channel": "portal"}),
        jc.counsellor.post(f"{plan}/acceptances", {"digest": digest, "channel": "in_person"}),
    )
    assert [answer.status_code for answer in both] == [201, 201]
    types = await types_in(jc, plan)
    assert (types.count("PlanAccepted.v1"), types.count("PlanAgreed.v1")) == (2, 1)


async def test_ten_requests_with_one_key_do_one_thing(jc: Jobcenter) -> None:
    plan = await opened(jc)
    answers = await asyncio.gather(
        *(jc.counsellor.post(f"{plan}/goal", GOAL, key="once") for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await types_in(jc, plan) == ["PlanOpened.v1", "GoalSet.v1"]


async def test_a_repeated_request_is_answered_as_the_first_time_whatever_happened_since(
    jc: Jobcenter,
) -> None:
    plan = await opened(jc)
    first = await jc.counsellor.post(f"{plan}/goal", GOAL, key="once")
    await jc.client.does(f"{plan}/remarks", {"text": "Etwas anderes"})
    again = await jc.counsellor.post(f"{plan}/goal", GOAL, key="once")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["etag"] == first.headers["etag"]


async def test_one_key_for_two_different_requests_is_a_mistake(jc: Jobcenter) -> None:
    plan = await opened(jc)
    await jc.counsellor.post(f"{plan}/goal", GOAL, key="once")
    other = {"occupational_goal": "Kellnerin"}
    answer = await jc.counsellor.post(f"{plan}/goal", other, key="once")
    assert answer.status_code == 422
    assert answer.json()["type"] == f"{PROBLEM}idempotency-key-reused"
    assert await types_in(jc, plan) == ["PlanOpened.v1", "GoalSet.v1"]


async def test_opening_twice_with_one_key_opens_one_plan(jc: Jobcenter) -> None:
    body = {"client": CLIENT}
    first = await jc.counsellor.post("/plans", body, key="once")
    again = await jc.counsellor.post("/plans", body, key="once")
    assert first.headers["location"] == again.headers["location"]
    assert first.json() == again.json()
    other = await jc.counsellor.post("/plans", body, key="another")
    assert other.headers["location"] != first.headers["location"]


async def test_a_decision_on_an_older_revision_is_refused_where_it_was_named(
    jc: Jobcenter,
) -> None:
    plan = await opened(jc)
    read = (await jc.client.get(plan)).headers["etag"]
    await jc.counsellor.does(f"{plan}/goal", GOAL)
    late = await jc.client.post(f"{plan}/remarks", {"text": "Zu spät"}, If_Match=read)
    assert (late.status_code, late.json()["type"]) == (412, f"{PROBLEM}revision-passed")
    newest = (await jc.client.get(plan)).headers["etag"]
    on_time = await jc.client.post(f"{plan}/remarks", {"text": "Rechtzeitig"}, If_Match=newest)
    assert on_time.status_code == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/goal", {**GOAL, "colour": "blue"}),
        ("/goal", {}),
        ("/goal", {"occupational_goal": 7}),
        ("/goal", {"occupational_goal": "   "}),
        ("/goal", {"occupational_goal": "x" * 4_001}),
        ("/goal", [GOAL]),
        ("/agreements", {**APPLICATIONS, "due": "2026-02-30"}),
        ("/agreements", {**APPLICATIONS, "due": "next week"}),
        ("/agreements", {**APPLICATIONS, "party": "nobody"}),
        ("/agreements", {**APPLICATIONS, "agreement": str(UUID(int=1))}),
        ("/acceptances", {"digest": "sha256:abc", "channel": "portal"}),
        ("/appointments", {"at": "2026-03-20T10:00:00", "mode": "phone", "purpose": "Rat"}),
        ("/disputes", {"fact": "not-a-uuid", "text": "Das stimmt nicht"}),
        ("/remarks", {"text": "eyJhbGciOiJkaXIifQ..a.b.c", "sealed": True}),
    ],
)
async def test_a_body_that_does_not_fit_is_refused_without_being_repeated(
    jc: Jobcenter, path: str, body: object
) -> None:
    plan = await opened(jc)
    answer = await jc.counsellor.post(f"{plan}{path}", body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert "Köchin" not in answer.text
    assert await types_in(jc, plan) == ["PlanOpened.v1"]


@pytest.mark.parametrize(
    "path",
    ["/agreements/no-uuid/redrafts", "/versions/first/copies", "/versions/0/copies"],
)
async def test_a_path_that_does_not_fit_is_refused(jc: Jobcenter, path: str) -> None:
    plan = await opened(jc)
    assert (await jc.counsellor.post(f"{plan}{path}", {})).status_code == 422


async def test_a_day_on_the_wrong_side_of_today_is_refused(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    late = {"observed_on": "2026-05-04", "facts": "Nichts lag vor"}
    answer = await jc.counsellor.post(f"{plan}/agreements/{agreement}/misses", late)
    assert (answer.status_code, answer.json()["type"]) == (422, f"{PROBLEM}in-the-future")


async def test_what_the_plan_does_not_know_is_refused(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    nothing = UUID(int=1)
    for path, body, status in (
        (f"/agreements/{nothing}/confirmations", {}, 409),
        (f"/appointments/{nothing}/attendances", {}, 404),
        ("/versions/2/copies", {"document": f"sha256:{'0' * 64}", "form": "paper"}, 404),
        ("/disputes", {"fact": str(nothing), "text": "Das stimmt nicht"}, 409),
    ):
        answer = await jc.counsellor.post(f"{plan}{path}", body)
        assert answer.status_code == status, answer.text
    assert (await jc.client.get(f"{plan}/versions/2/copy")).status_code == 404


async def test_a_closed_plan_can_be_read_and_disputed_and_nothing_else(jc: Jobcenter) -> None:
    plan, _ = await drafted(jc)
    done = await jc.counsellor.does(f"{plan}/closure", {"reason": "work_found"})
    answer = await jc.client.post(f"{plan}/remarks", {"text": "Noch etwas"})
    assert (answer.status_code, answer.json()["type"]) == (409, f"{PROBLEM}plan-already-closed")
    dispute = {"fact": done["said"][0]["id"], "text": "Ich habe keine Arbeit"}
    await jc.client.does(f"{plan}/disputes", dispute)
    assert (await jc.client.reads(plan))["plan"]["status"] == "closed"


async def test_requests_without_a_key_or_a_token_do_nothing(jc: Jobcenter) -> None:
    plan = await opened(jc)
    token = {"Authorization": f"Bearer {jc.client.token}"}
    unkeyed = await jc.http.post(f"{plan}/remarks", json={"text": "Hallo"}, headers=token)
    assert unkeyed.status_code == 400
    unknown = await jc.http.post(f"{plan}/remarks", json={"text": "Hallo"})
    assert unknown.status_code == 401
    assert await types_in(jc, plan) == ["PlanOpened.v1"]


async def test_personal_texts_are_sealed_in_everything_that_is_stored(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    async with jc.following() as following:
        await following.settled()
    for event in await jc.store.read_stream(f"plan-{plan.removeprefix('/plans/')}"):
        assert "Köchin".encode() not in event.data
        assert b"Bewerbung" not in event.data


async def test_every_event_names_its_actor_time_regime_plan_and_cause(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    stored = await jc.store.read_stream(f"plan-{plan.removeprefix('/plans/')}")
    accepted, agreed_ = Codec(PLAN).recorded_all(stored)[-2:]
    for recorded in (accepted, agreed_):
        metadata = recorded.envelope.metadata
        assert (metadata.actor.sub, metadata.actor.role) == ("staff-17", "counsellor")
        assert metadata.time == datetime(2026, 3, 2, 9, tzinfo=UTC)
        assert (metadata.regime, f"/plans/{metadata.plan}") == ("sgb2-2023", plan)
        assert metadata.causation == metadata.correlation
    assert accepted.envelope.metadata.causation == agreed_.envelope.metadata.causation
