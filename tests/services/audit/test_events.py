"""What happened, across plans."""

from urllib.parse import quote
from uuid import uuid4

import pytest

from contracts import plan as p
from contracts.examples import EXAMPLES, NAMED, PAST_EXAMPLES, SEALED
from services.audit.read_models.trail import selection
from tests.services.audit.world import (
    AUDITOR_ELSEWHERE,
    CLIENT,
    CLOCKWORK,
    COUNSELLOR,
    GUARDIAN,
    World,
    kind,
)


async def found(world: World, query: str) -> list[str]:
    answer = await world.reads(f"/audit/events?{query}")
    return [one["type"].partition(".")[0] for one in answer["items"]]


async def test_events_are_found_by_plan_client_person_role_and_kind(world: World) -> None:
    plan, other = await world.opened(), await world.opened("client-2", counsellor="staff-2")
    await world.says(plan, p.RemarkAdded(text=SEALED), CLIENT)
    await world.says(plan, p.PlanClosed(reason="work_found"), COUNSELLOR)
    await world.says(other, p.PlanClosed(reason="died"), CLOCKWORK)

    assert await found(world, f"plan={plan}") == ["PlanOpened", "RemarkAdded", "PlanClosed"]
    assert await found(world, "client=client-2") == ["PlanOpened", "PlanClosed"]
    assert await found(world, "person=staff-1") == ["PlanOpened", "PlanClosed"]
    assert await found(world, "role=client") == ["RemarkAdded"]
    assert await found(world, "kind=PlanClosed") == ["PlanClosed", "PlanClosed"]
    assert await found(world, "kind=PlanClosed.v1&kind=RemarkAdded&client=client-1") == [
        "RemarkAdded",
        "PlanClosed",
    ]
    assert await found(world, f"plan={plan}&client=client-2") == []
    assert await found(world, "person=nobody") == []
    assert await found(world, f"plan={uuid4()}") == []


async def test_a_kind_is_every_version_of_it_and_a_type_is_that_one(world: World) -> None:
    plan = await world.opened()
    first = PAST_EXAMPLES["AppointmentMissed.v1"]
    second = NAMED["AppointmentMissed"].model_copy(update={"party": "jobcenter"})
    await world.says(plan, first, COUNSELLOR)
    await world.says(plan, second, CLIENT)

    async def said(kind: str) -> list[tuple[str, str]]:
        items = (await world.reads(f"/audit/events?kind={kind}"))["items"]
        return [(one["type"], one["data"]["party"]) for one in items]

    both = [("AppointmentMissed.v1", "client"), ("AppointmentMissed.v2", "jobcenter")]
    assert await said("AppointmentMissed") == both
    assert await said("AppointmentMissed.v1") == both[:1]
    assert await said("AppointmentMissed.v2") == both[1:]


async def test_a_person_is_also_whom_somebody_acted_for(world: World) -> None:
    plan = await world.opened()
    await world.says(plan, p.RemarkAdded(text=SEALED), GUARDIAN)

    assert await found(world, "person=client-1") == ["RemarkAdded"]
    assert await found(world, "person=guardian-1") == ["RemarkAdded"]


async def test_events_are_found_by_period(world: World) -> None:
    plan = await world.opened()
    since = quote(world.clock.now().isoformat())
    await world.says(plan, p.RemarkAdded(text=SEALED))
    before = quote(world.clock.now().isoformat())
    await world.says(plan, p.PlanClosed(reason="work_found"))

    assert await found(world, f"from={since}&to={before}") == ["RemarkAdded"]
    assert await found(world, f"from={since}") == ["RemarkAdded", "PlanClosed"]
    assert await found(world, f"to={since}") == ["PlanOpened"]
    assert await found(world, "from=2031-01-01T00:00:00Z") == []


async def test_the_whole_causal_tree_of_a_command_is_found_by_its_correlation(
    world: World,
) -> None:
    plan, other, correlation = await world.opened(), await world.opened("client-2"), uuid4()
    cause = await world.says(plan, p.RemarkAdded(text=SEALED), CLIENT, correlation=correlation)
    planned = EXAMPLES["NotificationPlanned.v1"]
    stream = f"notification-{uuid4()}"
    await world.says(plan, planned, CLOCKWORK, stream=stream, cause=cause, correlation=correlation)
    await world.says(other, p.RemarkAdded(text=SEALED))

    tree = ["RemarkAdded", "NotificationPlanned"]
    assert await found(world, f"correlation={correlation}") == tree
    assert await found(world, f"correlation={correlation}&plan={plan}") == tree
    assert await found(world, f"correlation={uuid4()}") == []


async def test_auditors_see_the_events_of_their_own_jobcenter_alone(world: World) -> None:
    await world.opened()
    there = await world.opened("client-9", "jc-koeln", "staff-9")

    assert len(await found(world, "")) == 1
    assert await found(world, f"plan={there}") == []
    elsewhere = await world.reads("/audit/events", AUDITOR_ELSEWHERE)
    assert {one["plan"] for one in elsewhere["items"]} == {str(there)}


async def test_an_unknown_kind_is_refused_with_those_there_are(world: World) -> None:
    answer = await world.get("/audit/events?kind=PlanDestroyed")

    assert (answer.status_code, kind(answer)) == (422, "unknown-kind")
    assert "PlanAgreed" in answer.json()["allowed"]


async def test_an_unknown_parameter_is_refused(world: World) -> None:
    answer = await world.get("/audit/events?persons=staff-1")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "persons"


async def test_a_page_looks_at_so_many_rows_and_says_where_to_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "MOST_EXAMINED", 4)
    plan = await world.opened()
    for _ in range(9):
        await world.says(plan, p.RemarkAdded(text=SEALED))
    await world.says(plan, p.PlanClosed(reason="work_found"))
    seen, pages, path = [], 0, "/audit/events?role=counsellor&limit=3&person=staff-1"
    page = await world.reads(path)
    while "next" in page:
        seen += [one["revision"] for one in page["items"]]
        pages += 1
        page = await world.reads(f"{path}&cursor={page['next']}")
    seen += [one["revision"] for one in page["items"]]

    assert seen == list(range(11))
    assert pages >= 3


async def test_a_cursor_that_was_never_given_out_is_refused(world: World) -> None:
    answer = await world.get("/audit/events?cursor=nonsense")

    assert (answer.status_code, kind(answer)) == (400, "cursor-invalid")
