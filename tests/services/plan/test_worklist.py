"""The counsellor's worklist over HTTP: urgency, kinds, pages that stay, and the past."""

from datetime import UTC, datetime

from tests.services.plan.jobcenter import COUNSELLOR, Answer, Jobcenter
from tests.services.plan.steps import GOAL, agreed, drafted, offered, opened

WORKLIST = "/worklist"


async def listed(jc: Jobcenter, query: str = "") -> list[Answer]:
    return (await jc.counsellor.reads(f"{WORKLIST}{query}"))["items"]


async def reasons(jc: Jobcenter, query: str = "") -> list[str]:
    return [one["reason"] for one in await listed(jc, query)]


async def test_what_waits_is_in_the_list_until_it_is_done(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    await opened(jc)
    own = f"{plan}/agreements/{agreement}"
    await jc.client.does(f"{own}/difficulties", {"text": "Mein Kind ist krank"})
    async with jc.following() as following:
        await following.settled()
        assert await reasons(jc) == ["difficulty_to_answer", "copy_to_issue"]
        first = (await listed(jc))[0]
        assert (f"/plans/{first['plan']}", first["item"]) == (plan, agreement)
        answer = {"answer": "upheld", "reasons": "Es bleibt genug Zeit"}
        await jc.counsellor.does(f"{own}/difficulty-answers", answer)
        copy = {"document": f"sha256:{'0' * 64}", "form": "paper"}
        await jc.counsellor.does(f"{plan}/versions/1/copies", copy)
        await following.settled()
        assert await reasons(jc) == []


async def test_a_time_that_was_set_is_in_the_list_from_its_end_on(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    own = f"{plan}/agreements/{agreement}"
    jc.clock.set(datetime(2026, 5, 4, 8, tzinfo=UTC))
    await jc.counsellor.does(f"{own}/misses", {"observed_on": "2026-05-04", "facts": "Nichts"})
    await jc.counsellor.does(f"{own}/important-reason-requests", {"until": "2026-05-18"})
    async with jc.following() as following:
        await following.settled()
        jc.clock.set(datetime(2026, 5, 18, 21, 59, tzinfo=UTC))
        assert "reason_time_over" not in await reasons(jc)
        jc.clock.set(datetime(2026, 5, 18, 22, 0, tzinfo=UTC))
        assert (await reasons(jc))[0] == "reason_time_over"
        assert (await reasons(jc, "?as-of=2026-05-18T21:59:59Z")).count("reason_time_over") == 0
        await jc.client.does(f"{own}/important-reasons", {"text": "Ich war im Krankenhaus"})
        await following.settled()
        assert (await reasons(jc))[0] == "reason_to_assess"
        assert "reason_time_over" not in await reasons(jc)


async def test_drafts_wait_for_whoever_has_not_answered(jc: Jobcenter) -> None:
    plan, _, digest = await offered(jc)
    async with jc.following() as following:
        await following.settled()
        assert await reasons(jc) == []  # the client may think about it until 16 March
        jc.clock.set(datetime(2026, 3, 16, 23, 0, tzinfo=UTC))
        assert await reasons(jc) == ["draft_unanswered"]
        await jc.client.does(f"{plan}/acceptances", {"digest": digest, "channel": "portal"})
        await following.settled()
        assert await reasons(jc) == ["draft_to_accept"]


async def test_a_draft_that_the_client_offers_waits_for_the_counsellor(jc: Jobcenter) -> None:
    plan = await opened(jc)
    await jc.client.does(f"{plan}/goal", GOAL)
    await jc.client.does(f"{plan}/agreements", {"party": "client", "kind": "health", "what": "x"})
    await jc.client.does(f"{plan}/offers")
    async with jc.following() as following:
        await following.settled()
        assert await reasons(jc) == ["draft_to_accept"]


async def test_only_the_kinds_asked_for(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    await jc.client.does(f"{plan}/agreements/{agreement}/difficulties", {"text": "Zu weit"})
    async with jc.following() as following:
        await following.settled()
    assert await reasons(jc, "?kind=copy_to_issue") == ["copy_to_issue"]
    assert await reasons(jc, "?kind=overdue&kind=review_due") == []
    both = await reasons(jc, "?kind=copy_to_issue&kind=difficulty_to_answer")
    assert both == ["difficulty_to_answer", "copy_to_issue"]
    assert (await jc.counsellor.get(f"{WORKLIST}?kind=nonsense")).status_code == 422


async def test_pages_neither_repeat_nor_leave_out_what_was_there_while_events_arrive(
    jc: Jobcenter,
) -> None:
    plans = [await agreed(jc) for _ in range(5)]
    async with jc.following() as following:
        await following.settled()
        before = [one["event"] for one in await listed(jc)]
        page = await jc.counsellor.reads(f"{WORKLIST}?limit=2")
        seen = [one["event"] for one in page["items"]]
        urgent, agreement = plans[0]
        path = f"{urgent}/agreements/{agreement}/difficulties"
        await jc.client.does(path, {"text": "Es geht nicht"})
        await agreed(jc)
        await following.settled()
        while "next" in page:
            page = await jc.counsellor.reads(f"{WORKLIST}?limit=2&cursor={page['next']}")
            seen += [one["event"] for one in page["items"]]
    assert len(seen) == len(set(seen))
    assert [event for event in seen if event in before] == before
    assert (await jc.counsellor.get(f"{WORKLIST}?cursor=WzEsMV0")).status_code == 400


async def test_the_list_of_the_past_is_that_of_whoever_was_assigned_then(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    position = await jc.store.head()
    await jc.counsellor.does(f"{plan}/counsellors", {"counsellor": "staff-23"})
    successor = jc.person("counsellor", "staff-23")
    async with jc.following() as following:
        await following.settled()
    assert await reasons(jc) == []
    assert await reasons(jc, f"?as-of={position}") == ["copy_to_issue"]
    assert len((await successor.reads(WORKLIST))["items"]) == 1
    assert (await successor.reads(f"{WORKLIST}?as-of={position}"))["items"] == []


async def test_too_much_past_is_refused_with_what_can_be_asked(jc: Jobcenter, monkeypatch) -> None:
    await agreed(jc)
    await drafted(jc)
    async with jc.following() as following:
        await following.settled()
    monkeypatch.setattr("kernel.as_of.MOST_EVENTS", 15)
    answer = await jc.counsellor.get(f"{WORKLIST}?as-of=2026-03-02T09:00:00Z")
    assert (answer.status_code, answer.json()["most_events"]) == (422, 15)
    assert "glance" in answer.json()["allowed"]


async def test_each_plan_that_the_list_shows_is_on_record(jc: Jobcenter) -> None:
    plans = {(await agreed(jc))[0] for _ in range(2)}
    async with jc.following() as following:
        await following.settled()
    await listed(jc)
    kept = [one for _, one in await jc.accesses.accesses(who=COUNSELLOR)]
    assert {f"/plans/{one.plan}" for one in kept} == plans
    assert {one.what for one in kept} == {"read_worklist"}
