"""Every answer says what it is true for, and waits a while for what its caller has seen."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter
from starlette.responses import Response

from contracts.model import Contract
from kernel.database import Database
from kernel.event_store import StoreUnavailable
from kernel.http import Call, Limit, NotFound, answer, call_router, command, create_app, query
from kernel.projections import Projection
from tests.kernel.http.service import Number, Service, problem
from tests.kernel.memory_store import MemoryStore
from tests.kernel.notes import NoteTaken, say
from tests.kernel.projections.ledger import Ledger, Tables, positions
from tests.kernel.running import HASTY, running

POISON = "NoteTaken.v1"


class Entries(Contract):
    positions: tuple[int, ...]


def routes(store: MemoryStore, ledger: Projection[Tables]) -> APIRouter:
    router = call_router("entries")

    @router.get("/entries", **query(Entries, {"positions": [1]}, etag=False))
    async def entries(call: Call) -> Response:
        """From rows."""
        return answer(Entries(positions=tuple(await ledger.read(positions))))

    @router.get("/pages", **query(Entries, {"positions": [1]}, etag=False))
    async def paged(call: Call, limit: Limit = 50) -> Response:
        """From rows, in an endpoint that takes parameters."""
        return answer(Entries(positions=tuple(await ledger.read(positions))[:limit]))

    @router.get("/entries/{number}", **query(Number, {"number": 1}, refuses=(NotFound,)))
    async def entry(call: Call, number: int) -> Response:
        """One that may not be there."""
        if number not in await ledger.read(positions):
            raise NotFound("Nothing has this number.", allowed="Another.")
        return answer(Number(number=number))

    @router.get("/count", **query(Number, {"number": 1}, etag=False))
    async def count(call: Call) -> Response:
        """From the store itself."""
        return answer(Number(number=len(await store.read_stream("plan-a"))))

    @router.post(
        "/notes",
        **command(Number, example={"number": 1}, answers=Number, answer_example={"number": 1}),
    )
    async def note(call: Call) -> Response:
        """So many notes; for none, the command says no position."""
        asked = await call.content(Number)
        notes = [NoteTaken(key="k", days=1)] * asked.number
        position = await say(store, "plan-a", *notes) if notes else 0
        return answer(asked, position=position)

    return router


class World:
    def __init__(self, service: Service, database: Database) -> None:
        self.service, self.store, self.clock = service, service.store, service.clock
        self.ledger = Projection(self.store, database, Ledger(), HASTY)
        self.app = create_app(
            title="Entries",
            description="Entries.",
            routers=[routes(self.store, self.ledger)],
            verifier=service.app.state.verifier,
            store=self.store,
            clock=self.clock,
            checks={},
            projections=[self.ledger],
        )
        transport = httpx.ASGITransport(self.app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://entries")

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path, headers=self.service.headers(None))

    async def note(self, count: int = 1) -> httpx.Response:
        sent = {"number": count}
        return await self.http.post("/notes", json=sent, headers=self.service.headers())


@pytest.fixture
async def world(service: Service, tmp_path: Path) -> AsyncIterator[World]:
    database = Database(tmp_path / "rows.db")
    made = World(service, database)
    async with made.http:
        yield made
    await database.close()


async def test_a_command_tells_the_position_of_what_it_did(world: World) -> None:
    await say(world.store, "plan-b", NoteTaken(key="k", days=1))
    answered = await world.note(2)
    assert answered.headers["koop-position"] == "3"


async def test_a_command_that_did_nothing_tells_the_newest_position(world: World) -> None:
    await world.note()
    assert (await world.note(0)).headers["koop-position"] == "1"


@pytest.mark.parametrize("path", ["/entries", "/pages", "/entries/1"])
async def test_whoever_names_it_sees_what_they_did(world: World, path: str) -> None:
    async with running(world.ledger):
        await world.ledger.caught_up(0, 5)
        for _ in range(20):
            position = (await world.note()).headers["koop-position"]
            answered = await world.get(f"{path}?consistent-with={position}")
            assert int(answered.headers["koop-position"]) >= int(position)
            if "positions" in answered.json():
                assert int(position) in answered.json()["positions"]


async def test_the_rows_may_be_written_by_another_process(world: World, tmp_path: Path) -> None:
    elsewhere = Database(tmp_path / "rows.db")
    other = Projection(world.store, elsewhere, Ledger(), HASTY)
    async with running(other):
        await other.caught_up(0, 5)
        for _ in range(3):
            position = (await world.note()).headers["koop-position"]
            answered = await world.get(f"/entries?consistent-with={position}")
            assert int(position) in answered.json()["positions"]
    await elsewhere.close()


async def test_it_waits_for_what_concerns_the_read_model_alone(world: World) -> None:
    async with running(world.ledger):
        await world.note()
        await world.ledger.caught_up(1, 5)
    elsewhere = await say(world.store, "mediation-a", NoteTaken(key="k", days=1))
    answered = await world.get(f"/entries?consistent-with={elsewhere}")
    assert answered.headers["koop-position"] == str(elsewhere)


async def test_it_waits_for_no_read_model_that_is_not_asked(world: World) -> None:
    position = (await world.note()).headers["koop-position"]
    assert (await world.get(f"/count?consistent-with={position}")).json() == {"number": 1}


@pytest.mark.parametrize("position", [2, 3])
async def test_it_does_not_wait_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch, position: int
) -> None:
    monkeypatch.setattr("kernel.projections.questions.WITHIN", 0.1)
    async with running(world.ledger):
        await world.note()
        await world.ledger.caught_up(1, 5)
    await world.note()
    answered = await world.get(f"/entries?consistent-with={position}")
    assert (answered.status_code, answered.headers["retry-after"]) == (503, "1")
    assert problem(answered)["wanted"] == position
    assert problem(answered)["reached"] == position - 1


@pytest.mark.parametrize("wish", ["", "x", "-1", "1.5", "9" * 19, "1&consistent-with=2", "١"])
async def test_what_is_no_position_is_refused(world: World, wish: str) -> None:
    answered = await world.get(f"/entries?consistent-with={wish}")
    assert answered.status_code == 422
    assert problem(answered)["errors"][0]["parameter"] == "consistent-with"


async def test_an_answer_that_is_up_to_date_is_true_now(world: World) -> None:
    await say(world.store, "mediation-a", NoteTaken(key="k", days=1))
    async with running(world.ledger):
        await world.note()
        await world.ledger.caught_up(2, 5)
    await say(world.store, "mediation-a", NoteTaken(key="k", days=1))
    for path in ("/entries", "/count", "/entries/7"):
        answered = await world.get(path)
        assert answered.headers["koop-position"] == "3", path
        assert answered.headers["koop-as-of"] == world.clock.now().isoformat(), path
        assert "koop-stale" not in answered.headers


async def test_one_that_lags_is_true_for_the_newest_event_in_it(world: World) -> None:
    async with running(world.ledger):
        await world.note()
        await world.ledger.caught_up(1, 5)
    await world.note()
    world.clock.set(world.clock.now() + timedelta(days=1))
    answered = await world.get("/entries")
    said = world.store.events[0]
    assert answered.headers["koop-position"] == "1"
    assert answered.headers["koop-as-of"].encode()[:19] in said.metadata
    assert (await world.get("/count")).headers["koop-as-of"] == world.clock.now().isoformat()


async def test_one_that_broke_says_so_and_answers_at_once(world: World) -> None:
    async with running(world.ledger):
        await world.note()
        await world.ledger.caught_up(1, 5)
    broken = Projection(world.store, world.ledger.database, Ledger(poison=POISON), HASTY)
    async with running(broken):
        await world.note()
        assert not await broken.caught_up(2, 5)
    for path in ("/entries", "/entries/2"):
        answered = await world.get(path)
        assert answered.headers["koop-stale"] == "ledger"
        assert answered.headers["koop-position"] == "1"
    answered = await asyncio.wait_for(world.get("/entries?consistent-with=2"), 2)
    assert (answered.status_code, problem(answered)["reached"]) == (503, 1)
    assert "stands still" in problem(answered)["detail"]
    assert (await world.get("/entries?consistent-with=1")).status_code == 200


async def test_rows_answer_while_the_store_is_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(**_: object) -> int:
        raise StoreUnavailable("as the test wants it")

    async with running(world.ledger):
        await world.note()
        await world.ledger.caught_up(1, 5)
    monkeypatch.setattr(world.store, "head", away)
    monkeypatch.setattr(world.store, "read_all", away)
    answered = await world.get("/entries?consistent-with=1")
    assert (answered.status_code, answered.headers["koop-position"]) == (200, "1")
    assert "koop-as-of" not in answered.headers
    done = await world.note(0)
    assert (done.status_code, "koop-position" in done.headers) == (200, False)


async def test_the_description_says_so(world: World) -> None:
    spec = (await world.http.get("/openapi.json")).json()
    read = spec["paths"]["/entries"]["get"]
    assert {"$ref": "#/components/parameters/ConsistentWith"} in read["parameters"]
    assert {"Koop-Position", "Koop-As-Of", "Koop-Stale"} <= read["responses"]["200"][
        "headers"
    ].keys()
    assert "503" in read["responses"]
    did = spec["paths"]["/notes"]["post"]["responses"]["200"]["headers"]
    assert {"ETag", "Koop-Position"} <= did.keys()
    assert "Koop-Stale" not in did
