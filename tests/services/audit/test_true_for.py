"""Every answer says for which position and time it is true, also one that lags behind."""

from contracts import plan as p
from contracts.examples import SEALED
from tests.services.audit.test_access import OPERATIONS
from tests.services.audit.world import World


async def test_an_answer_that_is_up_to_date_is_true_now(world: World) -> None:
    plan = await world.opened()
    await world.agrees(plan, 1, [])
    await world.settled()

    for path in OPERATIONS.values():
        answer = await world.http.get(path.format(plan=plan), headers=world.asking())
        head, now = await world.store.head(), world.clock.now().isoformat()
        assert answer.headers["koop-position"] == str(head), path
        assert answer.headers["koop-as-of"] == now, path
        true_for = {"position": head, "time": now.replace("+00:00", "Z")}
        assert answer.json()["true_for"] == true_for, path


async def test_an_answer_that_lags_is_true_for_its_newest_event(world: World) -> None:
    plan = await world.opened()
    await world.settled()
    newest, said_at = await world.store.head(), world.clock.now()
    await world.following.stop()
    await world.says(plan, p.RemarkAdded(text=SEALED))
    await world.agrees(plan, 1, [])

    for path in (f"/audit/plans/{plan}/trail", "/audit/agreements", "/audit/events"):
        answer = await world.http.get(path, headers=world.asking())
        true_for = answer.json()["true_for"]
        assert true_for["position"] == newest, path
        assert true_for["time"] < said_at.isoformat(), path
        assert answer.headers["koop-position"] == str(newest), path


async def test_what_is_replayed_never_lags(world: World) -> None:
    plan = await world.opened()
    await world.settled()
    await world.following.stop()
    await world.says(plan, p.PlanClosed(reason="work_found"))

    answer = await world.http.get(f"/audit/plans/{plan}/as-of", headers=world.asking())

    assert answer.json()["document"]["status"] == "closed"
    assert answer.json()["true_for"]["position"] == await world.store.head()


async def test_an_answer_from_rows_that_broke_says_since_when_and_why(world: World) -> None:
    plan = await world.opened()
    await world.settled()
    broken = p.RemarkAdded(text=SEALED).model_copy(update={"type": "FactDisputed.v1"})
    await world.says(plan, broken)
    for _ in range(200):
        (trail,) = [await one.status() for one in world.service.followers if one.name == "trail"]
        if trail.reason:
            break
        await world.nap()

    answer = await world.http.get(f"/audit/plans/{plan}/trail", headers=world.asking())

    assert answer.headers["koop-stale"] == "trail"
    assert "FactDisputed.v1" in answer.json()["true_for"]["stale"]
    assert [one["type"] for one in answer.json()["items"]] == ["PlanOpened.v1"]


async def test_an_answer_holds_what_somebody_has_just_been_told(world: World) -> None:
    plan = await world.opened()
    await world.settled()
    for count in range(2, 6):
        await world.says(plan, p.RemarkAdded(text=SEALED))
        position = await world.store.head()
        answer = await world.reads(f"/audit/plans/{plan}/trail?consistent-with={position}")
        assert len(answer["items"]) == count
