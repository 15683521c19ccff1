"""Lists and worklist follow the events; a rebuild from the first event gives the same rows."""

from typing import Any

from sqlalchemy import Connection, select

from services.plan.read_models.tables import PlanTables
from tests.services.plan.jobcenter import CLIENT, COUNSELLOR, Answer, Jobcenter
from tests.services.plan.steps import agreed, drafted, offered, opened


def _rows(connection: Connection, tables: PlanTables) -> list[list[tuple[Any, ...]]]:
    found = (getattr(tables, name) for name in PlanTables.__slots__)
    ordered = (select(one).order_by(*one.primary_key.columns) for one in found)
    return [[tuple(row) for row in connection.execute(query)] for query in ordered]


async def _listed(jc: Jobcenter, path: str = "/plans") -> list[Answer]:
    return (await jc.counsellor.reads(path))["items"]


async def test_the_view_that_followed_equals_one_that_is_built_anew(jc: Jobcenter) -> None:
    async with jc.following() as following:
        await agreed(jc)
        await offered(jc)
        await drafted(jc)
        await following.settled()
        followed = await jc.service.view.read(_rows)
        await jc.service.view.rebuild()
        assert await jc.service.view.read(_rows) == followed
        assert len(followed[0]) == 3


async def test_a_plan_reads_alike_whether_the_view_has_heard_of_it_or_not(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    unheard = await jc.client.get(plan)
    async with jc.following() as following:
        await following.settled()
        assert (await jc.client.get(plan)).json() == unheard.json()
        await jc.client.does(f"{plan}/voice", {"kind": "idea", "text": "Ein Praktikum"})
        half_heard = await jc.client.get(plan)
        await following.settled()
        assert (await jc.client.get(plan)).json() == half_heard.json()


async def test_a_counsellor_pages_through_the_plans_in_the_order_of_opening(jc: Jobcenter) -> None:
    plans = [await opened(jc) for _ in range(5)]
    async with jc.following() as following:
        await following.settled()
        first = await jc.counsellor.reads("/plans?limit=3")
        rest = await jc.counsellor.reads(f"/plans?limit=3&cursor={first['next']}")
    assert "next" not in rest
    found = [f"/plans/{row['plan']}" for row in (*first["items"], *rest["items"])]
    assert found == plans
    assert (await jc.counsellor.get("/plans?cursor=nonsense")).status_code == 400
    assert (await jc.counsellor.get("/plans?limit=1000")).status_code == 422


async def test_a_list_that_is_being_built_says_so(jc: Jobcenter) -> None:
    plan = await opened(jc)
    answer = await jc.counsellor.get("/plans")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert (await jc.counsellor.get(plan)).status_code == 200


async def test_whoever_opened_a_plan_finds_it_in_the_list(jc: Jobcenter) -> None:
    async with jc.following() as following:
        await following.settled()
        for count in range(1, 6):
            client = {"client": f"client-{count}", "counsellor": COUNSELLOR}
            opened = await jc.counsellor.post("/plans", client)
            position = opened.headers["koop-position"]
            assert len(await _listed(jc, f"/plans?consistent-with={position}")) == count


async def test_everybody_lists_their_own_plans_alone(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    await jc.counsellor.does(
        f"{plan}/representatives", {"person": "person-88", "basis": "guardian"}
    )
    async with jc.following() as following:
        await following.settled()
    own = {"items": [{"plan": plan.removeprefix("/plans/")}]}
    for person, count in (
        (jc.client, 1),
        (jc.counsellor, 1),
        (jc.person("client", "person-88", client=CLIENT), 1),
        (jc.person("client", "person-8", client=CLIENT), 0),
        (jc.person("client", "client-1"), 0),
        (jc.person("counsellor", "staff-18"), 0),
        (jc.person("counsellor", COUNSELLOR, org="jc-koeln"), 0),
    ):
        items = (await person.reads("/plans"))["items"]
        assert [{"plan": row["plan"]} for row in items] == own["items"][:count]


async def test_listing_leaves_one_access_record(jc: Jobcenter) -> None:
    await opened(jc)
    async with jc.following() as following:
        await following.settled()
    await _listed(jc)
    assert [access.what for _, access in await jc.accesses.accesses()] == ["list_plans"]
