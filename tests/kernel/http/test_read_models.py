"""How the read models of a service fare, told to those who run it."""

from typing import Any

import pytest

from kernel.projections import Projection
from tests.kernel.http.service import CLIENT
from tests.kernel.http.test_truth import POISON, World, world
from tests.kernel.notes import START
from tests.kernel.projections.ledger import Ledger
from tests.kernel.running import HASTY, running

__all__ = ["world"]


async def told(world: World, role: str = "auditor") -> dict[str, Any]:
    token = world.service.issuer.token(role, CLIENT, "jc-duesseldorf")
    answered = await world.http.get("/projections", headers={"Authorization": f"Bearer {token}"})
    assert answered.status_code == 200, answered.text
    [found] = answered.json()["items"]
    return dict(found)


@pytest.mark.parametrize("role", ["system", "auditor"])
async def test_it_is_told_where_each_stands(world: World, role: str) -> None:
    async with running(world.ledger):
        await world.ledger.caught_up(0, 5)
        await world.note(3)
        await world.ledger.caught_up(3, 5)
        found = await told(world, role)
    assert found.pop("rate") > 0
    assert found == {
        "name": "ledger",
        "state": "current",
        "version": 1,
        "generation": 1,
        "position": 3,
        "head": 3,
        "lag": 0,
        "kept": [],
    }


@pytest.mark.parametrize("role", ["client", "counsellor", "mediator"])
async def test_nobody_else_hears_of_it(world: World, role: str) -> None:
    token = world.service.issuer.token(role, CLIENT, "jc-duesseldorf")
    answered = await world.http.get("/projections", headers={"Authorization": f"Bearer {token}"})
    assert answered.status_code == 403


async def test_one_that_broke_says_why_and_since_when(world: World) -> None:
    async with running(world.ledger):
        await world.ledger.caught_up(0, 5)
    broken = Projection(world.store, world.ledger.database, Ledger(poison=POISON), HASTY)
    async with running(broken):
        await world.note()
        assert not await broken.caught_up(1, 5)
    found = await told(world)
    assert (found["state"], found["position"], found["lag"]) == ("stopped", 0, 1)
    assert found["stale_since"] == START.isoformat().replace("+00:00", "Z")
    assert "broke on NoteTaken.v1 at plan-a@0" in found["reason"]


async def test_what_is_kept_is_told(world: World) -> None:
    for _ in range(2):
        await world.ledger.rebuild()
    [kept] = (await told(world))["kept"]
    assert kept == {"generation": 1, "version": 1, "state": "retired", "position": 0}
