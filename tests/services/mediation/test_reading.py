"""Finding cases, and what reading leaves behind."""

from datetime import timedelta

from tests.services.mediation.jobcenter import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    GUARDIAN,
    MEDIATOR,
    MORNING,
    OFFICE,
    OTHER_MEDIATOR,
    Jobcenter,
    kind,
)


async def test_a_mediator_sees_their_cases_page_by_page_in_the_order_of_requests(
    jobcenter: Jobcenter,
):
    cases = [(await jobcenter.mediated())[1] for _ in range(5)]
    await jobcenter.following.settled()
    seen: list[str] = []
    path: str | None = "/mediations?limit=2"
    sizes = []
    while path:
        page = (await jobcenter.get(path, MEDIATOR)).json()
        sizes.append(len(page["items"]))
        seen += [f"/mediations/{one['mediation']}" for one in page["items"]]
        path = f"/mediations?limit=2&cursor={page['next']}" if "next" in page else None
    assert (seen, sizes) == (cases, [2, 2, 1])


async def test_a_mediator_sees_nobody_elses_cases(jobcenter: Jobcenter):
    await jobcenter.mediated()
    await jobcenter.following.settled()
    assert (await jobcenter.get("/mediations", OTHER_MEDIATOR)).json()["items"] == []
    other = await jobcenter.get("/mediations?mediator=mediator-1", OTHER_MEDIATOR)
    assert (other.status_code, kind(other)) == (403, "not-entitled")


async def test_clients_and_counsellors_name_a_plan(asleep: Jobcenter):
    for person in (CLIENT, COUNSELLOR):
        assert (await asleep.get("/mediations", person)).status_code == 403


async def test_the_register_shows_how_cases_stand_and_no_texts(jobcenter: Jobcenter):
    plan, case = await jobcenter.mediated()
    await jobcenter.following.settled()
    (row,) = (await jobcenter.get("/mediations?mediator=mediator-1", OFFICE)).json()["items"]
    assert row == {
        "mediation": case.rpartition("/")[2],
        "plan": str(plan),
        "client": "client-1",
        "jobcenter": "jc-1",
        "requested_by": "client",
        "status": "running",
        "mediator": "mediator-1",
        "received_at": "2026-03-02T09:00:00Z",
        "begin": "2026-03-02",
        "end": "2026-03-30",
        "end_shifted": "2026-03-30",
        "ends_at": "2026-03-30T22:00:00Z",
        "rule": "bgb-188-2",
    }
    await jobcenter.post(f"{case}/withdrawals", {}, CLIENT)
    await jobcenter.following.settled()
    (row,) = (await jobcenter.get("/mediations", OFFICE)).json()["items"]
    assert (row["status"], row["ended_at"]) == ("withdrawn", "2026-03-02T09:00:00Z")


async def test_the_register_knows_the_end_before_it_is_written_down(asleep: Jobcenter):
    await asleep.mediated()
    async with asleep.following:
        await asleep.following.settled()
    asleep.clock.set(ENDS_AT + timedelta(hours=2))
    (row,) = (await asleep.get("/mediations", OFFICE)).json()["items"]
    assert (row["status"], row["ended_at"]) == ("expired", "2026-03-30T22:00:00Z")


async def test_a_register_built_anew_says_the_same(jobcenter: Jobcenter):
    for _ in range(3):
        plan, case = await jobcenter.mediated()
        await jobcenter.post(f"{case}/withdrawals", {}, CLIENT)
        await jobcenter.disagree(plan)
        await jobcenter.request(plan)
    await jobcenter.until(ENDS_AT)
    followed = (await jobcenter.get("/mediations", OFFICE)).json()
    await jobcenter.service.projections[0].rebuild()
    assert (await jobcenter.get("/mediations", OFFICE)).json() == followed
    assert [one["status"] for one in followed["items"]] == ["withdrawn", "expired"] * 3


async def test_reading_a_case_leaves_a_record(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    await asleep.get(case, MEDIATOR)
    await asleep.get(case, COUNSELLOR, **{"X-Purpose": "complaint of 2 March"})
    await asleep.get(case, GUARDIAN)
    await asleep.get(case, CLIENT)
    kept = [one for _, one in await asleep.accesses.accesses(plan=plan)]
    assert [(one.who, one.purpose, one.what) for one in kept] == [
        ("mediator-1", "mediating", "read_mediation"),
        ("staff-1", "complaint of 2 March", "read_mediation"),
        ("guardian-1", "own mediation", "read_mediation"),
    ]
    assert {(one.at, one.client) for one in kept} == {(MORNING, "client-1")}


async def test_a_list_leaves_a_record_for_each_plan_that_it_shows(jobcenter: Jobcenter):
    plans = {(await jobcenter.mediated())[0] for _ in range(2)}
    await jobcenter.following.settled()
    await jobcenter.get("/mediations", MEDIATOR)
    kept = [one for _, one in await jobcenter.accesses.accesses(who="mediator-1")]
    assert {one.plan for one in kept} == plans
    assert {one.what for one in kept} == {"list_mediations"}


async def test_whoever_was_refused_has_read_nothing(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    await asleep.get(case, OTHER_MEDIATOR)
    assert await asleep.accesses.accesses(plan=plan) == []


async def test_an_erased_client_leaves_a_case_without_texts(asleep: Jobcenter):
    _, case = await asleep.mediated()
    await asleep.keys.destroy("client-1", by="admin", reason="Art. 17 DSGVO", at=MORNING)
    found = (await asleep.get(case, COUNSELLOR)).json()
    assert found["subject"] == "[gelöscht]"
    assert found["status"] == "running"
    refused = await asleep.post(f"{case}/withdrawals", {}, COUNSELLOR)
    assert refused.status_code == 410
