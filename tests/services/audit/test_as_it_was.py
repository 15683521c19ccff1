"""Lists as they were at a position: a page that was given once never changes."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import plan as p
from contracts.examples import SEALED
from tests.services.audit.world import CLIENT, DIGEST, World


async def pages(world: World, path: str) -> list[dict[str, Any]]:
    found = [await world.reads(path)]
    while "next" in found[-1]:
        found.append(await world.reads(f"{path}&cursor={found[-1]['next']}"))
    return found


def untimed(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in page.items() if name != "true_for"} for page in found]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=st.integers(0, 7), later=st.integers(1, 5), limit=st.integers(1, 4))
async def test_pages_stay_as_they_were_while_events_arrive(
    world: World, before: int, later: int, limit: int
) -> None:
    plan = await world.opened()
    for _ in range(before):
        await world.says(plan, p.RemarkAdded(text=SEALED), CLIENT)
    until = await world.store.head()
    path = f"/audit/events?client=client-1&until={until}&limit={limit}"

    first = await pages(world, path)
    for _ in range(later):
        await world.says(plan, p.RemarkAdded(text=SEALED), CLIENT)
    again = await pages(world, path)

    assert untimed(again) == untimed(first)
    assert again[0]["true_for"]["position"] == until
    shown = [one["position"] for page in first for one in page["items"]]
    assert shown == sorted(set(shown))
    assert max(shown) == until


async def test_an_answer_about_the_past_says_when_that_was(world: World) -> None:
    await world.opened()
    until, then = await world.store.head(), world.clock.now()
    await world.opened("client-2")

    true_for = (await world.reads(f"/audit/events?until={until}"))["true_for"]

    assert true_for["position"] == until
    assert true_for["time"] < then.isoformat()


async def test_a_consent_is_shown_as_it_stood_then(world: World) -> None:
    plan = await world.opened()
    accepted = p.PlanAccepted(party="client", version=1, digest=DIGEST, channel="portal")
    await world.says(plan, accepted, CLIENT)
    until = await world.store.head()
    taken_back = p.AcceptanceWithdrawn(party="client", version=1, digest=DIGEST, cause="withdrawn")
    await world.says(plan, taken_back, CLIENT)
    await world.agrees(plan, 1, [])

    (then,) = (await world.reads(f"/audit/agreements?plan={plan}&until={until}"))["items"]
    now, *others = (await world.reads(f"/audit/agreements?plan={plan}"))["items"]

    assert "withdrawn" not in then
    assert now["withdrawn"]["cause"] == "withdrawn"
    assert len(others) == 2


async def test_who_agreed_to_a_digest_is_found_by_it(world: World) -> None:
    plan = await world.opened()
    await world.agrees(plan, 1, [])
    other = "sha256:" + "00" * 32

    to_this = (await world.reads(f"/audit/agreements?digest={DIGEST}"))["items"]
    to_another = (await world.reads(f"/audit/agreements?digest={other}"))["items"]

    assert [one["party"] for one in to_this] == ["client", "jobcenter"]
    assert to_another == []
