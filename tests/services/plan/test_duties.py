"""Duties kept and missed, by both sides and by third parties: per plan and as a list."""

from datetime import UTC, datetime

from tests.services.plan.jobcenter import Answer, Jobcenter
from tests.services.plan.steps import APPLICATIONS, accept, agreed

OFFICE = "personnel"


async def owed(jc: Jobcenter, plan: str, query: str = "") -> dict[str, str]:
    """Outcomes by party, of a plan whose parties have one duty each."""
    found = await jc.client.reads(f"{plan}/duties{query}")
    return {one["party"]: one["outcome"] for one in found["duties"]}


async def jobcenters_own(jc: Jobcenter, plan: str) -> str:
    lines = (await jc.client.reads(f"{plan}/glance"))["headings"]["jobcenter"]
    return f"{plan}/agreements/{lines[0]['agreement']}"


async def test_both_sides_and_third_parties_are_counted_alike(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    jc.clock.set(datetime(2026, 4, 2, 8, tzinfo=UTC))
    await jc.client.does(f"{await jobcenters_own(jc, plan)}/confirmations")
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/confirmations")
    assert await owed(jc, plan) == {
        "client": "kept",
        "jobcenter": "kept_late",
        "third_party": "open",
    }
    counted = (await jc.client.reads(f"{plan}/duties"))["counted"]
    assert counted == {
        "client": {"kept": 1},
        "jobcenter": {"kept_late": 1},
        "third_party": {"open": 1},
    }


async def test_a_miss_of_the_jobcenter_is_a_miss(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    jc.clock.set(datetime(2026, 4, 2, 8, tzinfo=UTC))
    miss = {"observed_on": "2026-04-02", "facts": "Die Kosten sind nicht bezahlt"}
    await jc.client.does(f"{await jobcenters_own(jc, plan)}/misses", miss)
    assert (await owed(jc, plan))["jobcenter"] == "missed"


async def test_the_reason_for_a_miss_is_followed_to_its_assessment(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    own = f"{plan}/agreements/{agreement}"
    jc.clock.set(datetime(2026, 5, 4, 8, tzinfo=UTC))

    async def client_duty() -> Answer:
        duties = (await jc.client.reads(f"{plan}/duties"))["duties"]
        return next(one for one in duties if one["party"] == "client")

    await jc.counsellor.does(f"{own}/misses", {"observed_on": "2026-05-04", "facts": "Nichts"})
    assert ((await client_duty())["outcome"], "reason" in await client_duty()) == ("missed", False)
    await jc.counsellor.does(f"{own}/important-reason-requests", {"until": "2026-05-18"})
    assert (await client_duty())["reason"] == "asked"
    await jc.client.does(f"{own}/important-reasons", {"text": "Ich war im Krankenhaus"})
    assert (await client_duty())["reason"] == "stated"
    await jc.counsellor.does(
        f"{own}/important-reason-assessments", {"accepted": True, "reasons": "Belegt"}
    )
    duty = await client_duty()
    assert (duty["outcome"], duty["reason"]) == ("excused", "accepted")


async def test_what_an_earlier_version_asked_for_is_remembered(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/confirmations")
    await jc.counsellor.does(f"{plan}/revisions", {"cause": "review"})
    again = {**APPLICATIONS, "what": "Drei Bewerbungen", "due": "2026-06-30"}
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/redrafts", again)
    course = (await jobcenters_own(jc, plan)).rpartition("/")[2]
    await jc.counsellor.does(f"{plan}/agreements/{course}/drops")
    await accept(jc, plan, (await jc.counsellor.does(f"{plan}/offers"))["digest"])
    duties = (await jc.client.reads(f"{plan}/duties"))["duties"]
    found = [(one["party"], one["outcome"], one.get("due")) for one in duties]
    assert found == [
        ("client", "kept", "2026-04-30"),
        ("jobcenter", "released", "2026-03-31"),
        ("third_party", "open", None),
        ("client", "open", "2026-06-30"),
    ]
    fact = duties[0]
    history = (await jc.client.reads(plan))["plan"]
    assert fact["agreement"] == agreement
    assert len(history["versions"]) == 2


async def test_a_disputed_fact_is_marked_also_after_it_left_the_plan(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    kept = await jc.counsellor.does(f"{plan}/agreements/{agreement}/confirmations")
    await jc.counsellor.does(f"{plan}/revisions", {"cause": "review"})
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/drops")
    await accept(jc, plan, (await jc.counsellor.does(f"{plan}/offers"))["digest"])
    dispute = {"fact": kept["said"][0]["id"], "text": "Das war ich nicht"}
    await jc.client.does(f"{plan}/disputes", dispute)
    async with jc.following() as following:
        await following.settled()
    for items in (
        (await jc.client.reads(f"{plan}/duties"))["duties"],
        (await jc.counsellor.reads("/duties"))["items"],
    ):
        marked = [one["agreement"] for one in items if one["disputed"]]
        assert marked == [agreement]


async def test_a_counsellor_lists_their_plans_and_the_office_those_of_the_jobcenter(
    jc: Jobcenter,
) -> None:
    plan, agreement = await agreed(jc)
    other, _ = await agreed(jc)
    await jc.counsellor.does(f"{other}/counsellors", {"counsellor": "staff-23"})
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/confirmations")
    async with jc.following() as following:
        await following.settled()

    async def found(person, query: str = "") -> list[str]:
        items = (await person.reads(f"/duties{query}"))["items"]
        return [f"/plans/{one['plan']}" for one in items]

    office = jc.person("system", OFFICE)
    assert await found(jc.counsellor) == [plan] * 3
    assert await found(office) == [plan] * 3 + [other] * 3
    assert await found(office, "?party=jobcenter") == [plan, other]
    assert await found(office, "?outcome=kept&outcome=kept_late") == [plan]
    assert await found(jc.person("system", OFFICE, org="jc-koeln")) == []
    assert (await jc.client.get("/duties")).status_code == 403


async def test_the_list_as_of_a_moment_pages_through_the_past(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    await agreed(jc)
    position = await jc.store.head()
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/confirmations")
    async with jc.following() as following:
        await following.settled()
    office = jc.person("system", OFFICE)
    page = await office.reads(f"/duties?as-of={position}&limit=2")
    found = page["items"]
    while "next" in page:
        page = await office.reads(f"/duties?as-of={position}&limit=2&cursor={page['next']}")
        found += page["items"]
    assert len(found) == 6
    assert {one["outcome"] for one in found} == {"open"}
    kept = [one for _, one in await jc.accesses.accesses(who=OFFICE)]
    assert {one.what for one in kept} == {"list_duties"}
    assert {f"/plans/{one.plan}" for one in kept} >= {plan}
