"""Reviews and due dates: announced once, on the legal day, whatever moved or ended them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from contracts.catalogue import PLAN
from kernel.codec import Codec
from kernel.following import travel
from services.plan.legal_days import begin_of, end_of
from tests.servers.databases import Databases
from tests.services.plan.jobcenter import Jobcenter, jobcenter
from tests.services.plan.steps import agreed

AUTOMATIC = ("AgreementFellOverdue.v1", "ReviewFellDue.v1")


@pytest.mark.parametrize(
    ("day", "begins", "ended"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 14, 23, tzinfo=UTC), 24),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        (date(2026, 7, 1), datetime(2026, 6, 30, 22, tzinfo=UTC), 24),
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
    ],
)
def test_a_legal_day_is_that_of_europe_berlin(day: date, begins: datetime, ended: int) -> None:
    assert begin_of(day) == begins
    assert (end_of(day) - begins).total_seconds() == ended * 3600


async def announced(jc: Jobcenter, plan: str) -> list[tuple[str, str, datetime]]:
    """(type, day, time) of what the clock said."""
    stored = await jc.store.read_stream(f"plan-{plan.removeprefix('/plans/')}")
    return [
        (one.envelope.type, one.event.due.isoformat(), one.envelope.metadata.time)  # type: ignore[attr-defined]
        for one in Codec(PLAN).recorded_all(stored)
        if one.envelope.type in AUTOMATIC
    ]


async def let_pass(jc: Jobcenter, until: datetime) -> None:
    async with jc.following() as following:
        await travel(jc.clock, until, following.settled)


YEAR_END = datetime(2026, 12, 31, tzinfo=UTC)


async def test_due_dates_pass_and_the_review_comes_each_once_and_on_its_day(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    await let_pass(jc, YEAR_END)
    assert await announced(jc, plan) == [
        ("AgreementFellOverdue.v1", "2026-03-31", datetime(2026, 3, 31, 22, tzinfo=UTC)),
        ("AgreementFellOverdue.v1", "2026-04-30", datetime(2026, 4, 30, 22, tzinfo=UTC)),
        ("ReviewFellDue.v1", "2026-09-02", datetime(2026, 9, 1, 22, tzinfo=UTC)),
    ]


async def test_nothing_is_announced_a_moment_too_early(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    await let_pass(jc, datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC))
    assert await announced(jc, plan) == []


async def test_what_was_kept_does_not_fall_overdue(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/confirmations")
    await let_pass(jc, datetime(2026, 6, 1, tzinfo=UTC))
    assert [day for _, day, _ in await announced(jc, plan)] == ["2026-03-31"]


async def test_an_extension_moves_the_day(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    own = f"{plan}/agreements/{agreement}"
    await jc.client.does(f"{own}/difficulties", {"text": "Mein Kind ist krank"})
    answer = {"answer": "extended", "reasons": "Zwei Wochen mehr", "new_due": "2026-05-15"}
    await jc.counsellor.does(f"{own}/difficulty-answers", answer)
    await let_pass(jc, datetime(2026, 6, 1, tzinfo=UTC))
    assert [day for _, day, _ in await announced(jc, plan)] == ["2026-03-31", "2026-05-15"]


async def test_an_extension_outlives_the_next_version(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    own = f"{plan}/agreements/{agreement}"
    await jc.client.does(f"{own}/difficulties", {"text": "Mein Kind ist krank"})
    answer = {"answer": "extended", "reasons": "Zwei Wochen mehr", "new_due": "2026-05-15"}
    await jc.counsellor.does(f"{own}/difficulty-answers", answer)
    await jc.counsellor.does(f"{plan}/revisions", {"cause": "changed_circumstances"})
    await jc.client.does(f"{plan}/remarks", {"text": "Das Auto ist kaputt"})
    digest = (await jc.counsellor.does(f"{plan}/offers"))["digest"]
    for person, channel in ((jc.client, "portal"), (jc.counsellor, "in_person")):
        await person.does(f"{plan}/acceptances", {"digest": digest, "channel": channel})
    await let_pass(jc, datetime(2026, 6, 1, tzinfo=UTC))
    assert [day for _, day, _ in await announced(jc, plan)] == ["2026-03-31", "2026-05-15"]


async def test_a_closed_plan_is_left_alone(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    await jc.counsellor.does(f"{plan}/closure", {"reason": "work_found"})
    await let_pass(jc, YEAR_END)
    assert await announced(jc, plan) == []


async def test_what_fell_due_while_everything_slept_is_announced_once_after_it(
    tmp_path: Path, databases: Databases
) -> None:
    async with jobcenter(tmp_path, databases) as before:
        plan, _ = await agreed(before)
        async with before.following() as following:
            await following.settled()
    for _ in range(2):
        async with jobcenter(tmp_path, databases) as after:
            after.clock.set(YEAR_END)
            async with after.following() as following:
                await following.settled()
            days = [day for _, day, _ in await announced(after, plan)]
            assert days == ["2026-03-31", "2026-04-30", "2026-09-02"]
