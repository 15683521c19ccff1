"""A mediator's running cases: the end, the days left, the next talk, what is expected of whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.services.mediation.jobcenter import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    MEDIATOR,
    MORNING,
    OFFICE,
    OTHER_MEDIATOR,
    Jobcenter,
    kind,
)


async def own(jobcenter: Jobcenter, query: str = "", by=MEDIATOR) -> list[dict[str, Any]]:
    await jobcenter.following.settled()
    answered = await jobcenter.get(f"/cases{query}", by)
    assert answered.status_code == 200, answered.text
    return answered.json()["items"]


def expected(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["of"], one["what"]) for one in case["expected"]]


async def test_a_case_tells_its_end_the_days_left_and_the_first_step(jobcenter: Jobcenter):
    _, path = await jobcenter.mediated()
    (case,) = await own(jobcenter)
    assert f"/mediations/{case['mediation']}" == path
    assert (case["ends_at"], case["days_left"]) == ("2026-03-30T22:00:00Z", 28)
    assert (case["solution"], expected(case)) == ("none", [("mediator", "schedule_talk")])


async def test_the_days_left_are_days_in_berlin_and_none_on_the_last_one(jobcenter: Jobcenter):
    await jobcenter.mediated()
    for moment, left in (
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), 2),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), 1),  # the night in which summer time begins
        (ENDS_AT - timedelta(microseconds=1), 0),
    ):
        jobcenter.clock.set(moment)
        assert [one["days_left"] for one in await own(jobcenter)] == [left]


async def test_what_is_expected_goes_from_the_talk_to_the_answers(jobcenter: Jobcenter):
    _, path = await jobcenter.mediated()
    at = MORNING + timedelta(days=3)
    talk = {"at": at.isoformat(), "mode": "in_person"}
    scheduled = (await jobcenter.post(f"{path}/talks", talk, MEDIATOR)).json()
    (case,) = await own(jobcenter)
    assert case["talk_next"]["talk"] == scheduled["talk"]
    invited = [("client", "attend_talk"), ("jobcenter", "attend_talk")]
    assert expected(case) == [*invited, ("mediator", "propose_solution")]

    jobcenter.clock.set(at + timedelta(hours=1))
    (case,) = await own(jobcenter)
    assert expected(case) == [("mediator", "record_talk"), ("mediator", "propose_solution")]
    held = {"present": ["client-1", "staff-1"]}
    await jobcenter.post(f"{path}/talks/{scheduled['talk']}/held", held, MEDIATOR)
    solution = await jobcenter.propose(path)
    (case,) = await own(jobcenter)
    assert (case["talks_held"], case["solution"]) == (1, "open")
    assert expected(case) == [("client", "answer_solution"), ("jobcenter", "answer_solution")]

    await jobcenter.post(f"{solution}/acceptances", {}, CLIENT)
    (case,) = await own(jobcenter)
    assert case["solution"] == "half_accepted"
    assert expected(case) == [("jobcenter", "answer_solution")]
    await jobcenter.post(f"{solution}/declines", {"reasons": "No place is free"}, COUNSELLOR)
    (case,) = await own(jobcenter)
    assert (case["solution"], expected(case)) == ("declined", [("mediator", "propose_solution")])


async def test_only_running_cases_of_ones_own_what_ends_first_first(jobcenter: Jobcenter):
    first = (await jobcenter.mediated())[1]
    jobcenter.clock.set(MORNING + timedelta(days=1))
    second = (await jobcenter.mediated())[1]
    over = (await jobcenter.mediated())[1]
    await jobcenter.post(f"{over}/withdrawals", {}, CLIENT)
    found = [f"/mediations/{one['mediation']}" for one in await own(jobcenter)]
    assert found == [first, second]
    page = (await jobcenter.get("/cases?limit=1", MEDIATOR)).json()
    rest = (await jobcenter.get(f"/cases?limit=1&cursor={page['next']}", MEDIATOR)).json()
    paged = [*page["items"], *rest["items"]]
    assert [f"/mediations/{one['mediation']}" for one in paged] == found
    assert await own(jobcenter, by=OTHER_MEDIATOR) == []


async def test_an_ended_case_is_gone_also_before_its_end_is_written_down(asleep: Jobcenter):
    await asleep.mediated()
    async with asleep.following:
        await asleep.following.settled()
    asleep.clock.set(ENDS_AT)
    assert (await asleep.get("/cases", MEDIATOR)).json()["items"] == []


@pytest.mark.parametrize("person", [CLIENT, COUNSELLOR, OFFICE])
async def test_the_list_is_for_mediators_alone(asleep: Jobcenter, person):
    refused = await asleep.get("/cases", person)
    assert (refused.status_code, kind(refused)) == (403, "not-entitled")


async def test_each_case_that_is_listed_is_on_record(jobcenter: Jobcenter):
    plans = {(await jobcenter.mediated())[0] for _ in range(2)}
    await own(jobcenter)
    kept = [one for _, one in await jobcenter.accesses.accesses(who=MEDIATOR.sub)]
    assert {one.plan for one in kept} == plans
    assert {(one.what, one.purpose) for one in kept} == {("list_cases", "mediating")}
