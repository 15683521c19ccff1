"""`koop audit` beside a service that runs."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
import uvicorn
from pyarrow import parquet
from typer.testing import CliRunner, Result

from contracts import plan as p
from contracts.examples import SEALED
from koop.cli.app import app
from services.audit.exports import events
from tests.servers.databases import OnSqlite
from tests.services.audit.world import AUDITOR, CLIENT, World
from tests.services.audit.world import world as started

Koop = Callable[..., Awaitable[Result]]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with started(tmp_path, OnSqlite(tmp_path)) as world:
        yield world


@pytest.fixture
async def koop(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Koop]:
    """Runs a command as the auditor, against the service on a port of its own."""
    config = uvicorn.Config(world.service.api, host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await world.nap()
    port = server.servers[0].sockets[0].getsockname()[1]
    monkeypatch.setenv("KOOP_AUDIT_PORT", str(port))
    monkeypatch.setenv("KOOP_TOKEN", world.token(AUDITOR)["Authorization"].partition(" ")[2])

    async def run(*arguments: object) -> Result:
        await world.settled()
        given = ["audit", *map(str, arguments), "--purpose", "complaint of 2 March"]
        return await asyncio.to_thread(CliRunner().invoke, app, given)

    yield run
    server.should_exit = True
    await serving


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


async def a_case(world: World) -> tuple[str, str]:
    """A plan and the command of a remark."""
    plan, command = await world.opened(), uuid4()
    await world.says(plan, p.RemarkAdded(text=SEALED), CLIENT, correlation=command)
    await world.agrees(plan, 1, [])
    return str(plan), str(command)


async def test_each_question_has_a_command(world: World, koop: Koop) -> None:
    plan, command = await a_case(world)

    for arguments, told in (
        (["trail", plan], "[2]"),
        (["diff", plan, "0", "1"], "By:"),
        (["diff", plan, "@1", "now"], "By:"),
        (["diff", plan, "v0", "@3"], "By:"),
        (["as-of", plan, "--version", "1"], "as it stood"),
        (["tree", command], f"What followed from command {command}"),
        (["events", "--role", "client", "--kind", "RemarkAdded"], "[2]"),
        (["events", "--plan", plan, "--from", "2030-01-01"], "Nothing"),
        (["agreements", "--person", "client-1"], "version 1"),
        (["accesses", "--client", "client-1"], "auditor-1"),
    ):
        result = await koop(*arguments)
        assert result.exit_code == 0, (arguments, result.exception)
        assert told in result.stdout, (arguments, result.stdout)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
async def test_an_export_lies_beside_the_record_that_proves_it(
    world: World, koop: Koop, tmp_path: Path, form: str
) -> None:
    await a_case(world)
    to = tmp_path / f"events.{form}"

    result = await koop("export", "--out", to, "--format", form, "--client", "client-1")

    assert result.exit_code == 0, result.exception
    record = json.loads((tmp_path / f"events.{form}.record.json").read_text())
    assert record["sha256"] == f"sha256:{sha256(to.read_bytes()).hexdigest()}"
    assert (record["events"], record["question"]["client"]) == (5, "client-1")
    assert f"events.{form}.part" not in names(tmp_path)


async def test_an_export_that_breaks_off_gets_no_name(
    world: World, koop: Koop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PART", 2)
    await a_case(world)
    read, calls = world.store.read_columns_at, iter(range(9))

    async def broken(positions: list[int]) -> object:
        if next(calls) == 1:
            raise OSError("the disk is gone")
        return await read(positions)

    monkeypatch.setattr(world.store, "read_columns_at", broken)
    to = tmp_path / "events.jsonl"

    result = await koop("export", "--out", to)

    assert result.exit_code == 1
    assert "not whole" in str(result.exception)
    assert not to.exists()
    assert (tmp_path / "events.jsonl.part").exists()


async def test_a_refusal_is_told_and_leaves_no_file(
    world: World, koop: Koop, tmp_path: Path
) -> None:
    result = await koop("export", "--out", tmp_path / "x.csv", "--kind", "PlanDestroyed")

    assert "There is no such kind of event" in str(result.exception)
    assert not {"x.csv", "x.csv.part"} & names(tmp_path)


async def test_parquet_on_the_disk_is_read_by_anyone(
    world: World, koop: Koop, tmp_path: Path
) -> None:
    await a_case(world)
    to = tmp_path / "events.parquet"
    await koop("export", "--out", to, "--format", "parquet", "--kind", "PlanAccepted")

    rows = parquet.read_table(io.BytesIO(to.read_bytes())).to_pylist()

    assert [(one["type"], one["role"]) for one in rows] == [
        ("PlanAccepted.v1", "client"),
        ("PlanAccepted.v1", "counsellor"),
    ]
