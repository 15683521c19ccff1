"""A jobcenter's statistics over HTTP: counted from events, by side, without anybody's data."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from contracts import mediation as m
from contracts import plan as p
from contracts.examples import EXAMPLES, SEALED
from tests.services.audit.world import AUDITOR_ELSEWHERE, CLOCKWORK, World, kind

PATH = "/audit/statistics"


async def promised(world: World) -> tuple[UUID, dict[str, UUID]]:
    """A plan in force, and its agreements by side."""
    plan = await world.opened()
    own = {party: uuid4() for party in ("client", "jobcenter", "third_party")}
    await world.agrees(plan, 1, [await world.terms(id, party=one) for one, id in own.items()])
    return plan, own


async def month_passes(world: World) -> None:
    """Something is recorded in the next month, in another jobcenter."""
    now = world.clock.now()
    year, month = divmod(now.year * 12 + now.month, 12)
    world.clock.set(datetime(year, month + 1, 2, 9, tzinfo=UTC))
    await world.opened("client-99", "jc-koeln", "staff-99")


async def months(world: World, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await world.reads(f"{PATH}{query}"))["items"]
    return found


async def test_a_month_is_told_when_it_is_over(world: World) -> None:
    for _ in range(6):
        await promised(world)
    assert await months(world) == []
    await month_passes(world)
    (march,) = await months(world)
    assert (march["month"], march["plans_opened"], march["plans_in_force"]) == ("2026-03", 6, 6)
    assert march["plans_closed"] == "suppressed"


async def test_both_sides_are_counted_and_small_numbers_take_the_total_with_them(
    world: World,
) -> None:
    plans = [await promised(world) for _ in range(7)]
    for number, (plan, own) in enumerate(plans):
        await world.says(plan, p.AgreementKept(agreement=own["jobcenter"]))
        side = "client" if number < 5 else "third_party"
        await world.says(plan, p.AgreementKept(agreement=own[side]))
        miss = p.AgreementMissed(
            agreement=own["client"], party="client", observed_on="2026-05-04", facts=SEALED
        )
        await world.says(plan, miss)
    await month_passes(world)
    (march,) = await months(world)
    assert march["agreements_kept"] == {
        "client": 5,
        "jobcenter": 7,
        "third_party": "suppressed",
        "total": "suppressed",
    }
    assert march["agreements_missed"] == {
        "client": 7,
        "jobcenter": "suppressed",
        "third_party": "suppressed",
        "total": "suppressed",
    }


async def test_mediations_are_counted_by_how_they_ended(world: World) -> None:
    for number in range(11):
        plan, _ = await promised(world)
        stream = f"mediation-{uuid4()}"
        requested = EXAMPLES["MediationRequested.v1"].model_copy(update={"plan": plan})
        await world.says(plan, requested, stream=stream)
        ended = (
            m.MediationWithdrawn(plan=plan, by="client", ends=True)
            if number < 5
            else EXAMPLES["MediationExpired.v1"].model_copy(update={"plan": plan})
        )
        await world.says(plan, ended, CLOCKWORK, stream=stream)
    await month_passes(world)
    (march,) = await months(world)
    assert march["mediations_requested"] == 11
    ended = march["mediations_ended"]
    assert (ended["withdrawn"], ended["expired"]) == (5, 6)
    assert {ended["settled"], ended["moot"], ended["total"]} == {"suppressed"}


async def test_reviews_stay_overdue_until_a_new_version_or_the_end(world: World) -> None:
    plans = [await promised(world) for _ in range(8)]
    for plan, _ in plans:
        await world.says(plan, p.ReviewFellDue(version=1, due="2026-09-02"), CLOCKWORK)
    await month_passes(world)
    await world.agrees(plans[0][0], 2, [])
    await world.says(plans[1][0], p.PlanClosed(reason="work_found"))
    await month_passes(world)
    assert [(row["reviews_overdue"], row["plans_in_force"]) for row in await months(world)] == [
        (8, 8),
        (6, 7),
    ]


async def test_as_of_a_moment_only_what_was_over_then(world: World) -> None:
    for _ in range(5):
        await promised(world)
    await month_passes(world)
    position, time = await world.store.head(), world.clock.now()
    await month_passes(world)
    now = await months(world)
    assert len(now) == 2
    for moment in (position, f"{time:%Y-%m-%dT%H:%M:%SZ}"):
        assert await months(world, f"?as-of={moment}") == now[:1]
    ahead = await world.get(f"{PATH}?as-of=2030-01-01T00:00:00Z")
    assert (ahead.status_code, kind(ahead)) == (422, "moment-ahead")


async def test_an_auditor_sees_their_own_jobcenter(world: World) -> None:
    for _ in range(5):
        await promised(world)
    await month_passes(world)
    found = await world.reads(PATH, AUDITOR_ELSEWHERE)
    assert (found["jobcenter"], found["items"]) == ("jc-koeln", [])


async def test_nobodys_name_is_in_it_and_the_reading_is_on_record(world: World) -> None:
    for _ in range(5):
        await promised(world)
    await month_passes(world)
    for format in ("json", "csv", "text"):
        text = (await world.get(f"{PATH}?format={format}")).text
        assert "2026-03" in text
        assert "client-1" not in text
        assert "staff-1" not in text
    kept = [one for _, one in await world.accesses.accesses(who="auditor-1")]
    assert {(one.what, one.plan, one.client) for one in kept} == {("read_statistics", None, None)}


async def test_what_is_built_anew_says_the_same(world: World) -> None:
    for _ in range(5):
        plan, own = await promised(world)
        await world.says(plan, p.AgreementKept(agreement=own["client"]))
    await month_passes(world)
    followed = await months(world)
    statistics = next(one for one in world.service.projections if one.name == "statistics")
    await statistics.rebuild()
    assert await months(world) == followed
