"""Every read leaves a record, and the records can be read."""

from collections.abc import Sequence
from typing import Any

import pytest

from contracts import plan as p
from kernel.access_log import Access
from tests.services.audit.test_access import OPERATIONS
from tests.services.audit.world import (
    AUDITOR,
    AUDITOR_ELSEWHERE,
    CLIENT,
    COUNSELLOR,
    OTHER_CLIENT,
    World,
)


async def records(world: World) -> Sequence[Access]:
    return [access for _, access in await world.accesses.accesses()]


@pytest.mark.parametrize("format", ["json", "csv", "text"])
async def test_every_read_leaves_who_when_which_purpose_and_what(world: World, format: str) -> None:
    plan = await world.opened()
    await world.agrees(plan, 1, [])
    for operation, template in OPERATIONS.items():
        path = template.format(plan=plan)
        path += ("&" if "?" in path else "?") + f"format={format}"
        before = len(await records(world))

        answer = await world.get(path)

        assert answer.status_code == 200, answer.text
        (record,) = (await records(world))[before:]
        shows_a_plan = operation.partition(" ")[0] not in {"list_accesses", "read_statistics"}
        assert record == Access(
            at=world.clock.now(),
            who="auditor-1",
            role="auditor",
            organisation="jc-duesseldorf",
            purpose="complaint of 2 March",
            what=operation.partition(" ")[0],
            plan=plan if shows_a_plan else None,
            client="client-1" if shows_a_plan else None,
        )


async def test_a_page_that_shows_several_plans_leaves_a_record_for_each(world: World) -> None:
    plans = {await world.opened(), await world.opened("client-2")}

    await world.reads("/audit/events")

    assert {one.plan for one in await records(world)} == plans


async def test_looking_and_finding_nothing_is_on_record_too(world: World) -> None:
    await world.reads("/audit/events?person=nobody")

    (record,) = await records(world)
    assert (record.what, record.plan) == ("list_events", None)


async def test_clients_and_counsellors_have_a_usual_purpose(world: World) -> None:
    plan = await world.opened()
    for person in (CLIENT, COUNSELLOR):
        await world.reads(f"/audit/plans/{plan}/trail", person, X_Purpose="")

    purposes = [one.purpose for one in await records(world)]
    assert purposes == ["own data (Art. 15 DSGVO)", "counselling"]


async def test_what_is_refused_shows_nothing_and_leaves_no_record(world: World) -> None:
    plan = await world.opened()

    await world.get(f"/audit/plans/{plan}/trail", OTHER_CLIENT)

    assert await records(world) == []


async def test_nothing_is_shown_that_could_not_be_recorded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = await world.opened()

    async def full(_: Access) -> None:
        raise OSError("no room left")

    monkeypatch.setattr(world.accesses, "record", full)
    for path in OPERATIONS.values():
        answer = await world.get(path.format(plan=plan))
        assert answer.status_code >= 500 or answer.status_code == 404, path
        assert "items" not in answer.text


async def test_records_are_kept_apart_from_the_events(world: World) -> None:
    plan = await world.opened()
    head = await world.store.head()

    await world.reads(f"/audit/plans/{plan}/trail")

    assert await world.store.head() == head
    assert len(await records(world)) == 1


async def test_clients_learn_who_read_their_data_and_why(world: World) -> None:
    plan = await world.opened()
    other = await world.opened("client-2")
    await world.reads(f"/audit/plans/{plan}/trail")
    await world.reads(f"/audit/plans/{other}/trail")

    (record,) = (await world.reads("/audit/access-records", CLIENT))["items"]

    assert (record["who"], record["purpose"]) == ("auditor-1", "complaint of 2 March")
    assert (record["what"], record["plan"]) == ("read_trail", str(plan))


async def test_data_protection_officers_see_what_their_own_people_read(world: World) -> None:
    plan = await world.opened()
    there = await world.opened("client-9", "jc-koeln", "staff-9")
    await world.reads(f"/audit/plans/{plan}/trail")
    await world.reads(f"/audit/plans/{there}/trail", AUDITOR_ELSEWHERE)

    here = (await world.reads("/audit/access-records"))["items"]
    of_client = (await world.reads("/audit/access-records?client=client-1"))["items"]
    of_foreigner = (await world.reads("/audit/access-records?client=client-9"))["items"]

    assert {one["who"] for one in here} == {"auditor-1"}
    assert [one["what"] for one in of_client] == ["read_trail"]
    assert of_foreigner == []


async def test_reads_through_other_services_are_told_too(world: World) -> None:
    """They share one log."""
    plan = await world.opened()
    elsewhere = Access(
        at=world.clock.now(),
        who="mediator-1",
        role="mediator",
        organisation="mediators",
        purpose="mediation",
        what="read_plan",
        plan=plan,
        client="client-1",
    )
    await world.accesses.record(elsewhere)

    for query in ("client=client-1", f"plan={plan}"):
        items = (await world.reads(f"/audit/access-records?{query}", AUDITOR))["items"]
        assert [one["what"] for one in items] == ["read_plan"]


async def test_pages_of_records_join_up(world: World) -> None:
    plan = await world.opened()
    for _ in range(5):
        await world.reads(f"/audit/plans/{plan}/trail")
    path, seen = f"/audit/access-records?plan={plan}&limit=2", list[Any]()
    page = await world.reads(path)
    while "next" in page:
        seen += page["items"]
        page = await world.reads(f"{path}&cursor={page['next']}")
    seen += page["items"]

    assert [one["what"] for one in seen] == ["read_trail"] * 5
    assert len({one["number"] for one in seen}) == 5


async def test_a_former_counsellors_reads_stay_on_record(world: World) -> None:
    plan = await world.opened()
    await world.reads(f"/audit/plans/{plan}/trail", COUNSELLOR)
    await world.says(plan, p.CounsellorAssigned(counsellor="staff-2", previous="staff-1"))

    (record,) = (await world.reads("/audit/access-records?who=staff-1"))["items"]

    assert record["plan"] == str(plan)
