"""`koop import` and `koop dead-letters`, on a real broker and a real service."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kernel.clock import SystemClock
from kernel.event_store.sqlite import SqliteEventStore
from kernel.roles import ROLES
from kernel.security import DevelopmentIssuer
from koop.cli.app import app
from koop.cli.errors import sentence
from koop.importing import CannotImport, checked
from koop.process import Process
from koop.serving import Servers
from koop.settings import settings

OPEN = {"path": "/plans", "key": "open-1", "body": {"client": "client-1", "counsellor": "staff-17"}}
VOICE = {"kind": "wish", "text": "Ich möchte einen Kurs am Vormittag."}


def written(folder: Path, *commands: object) -> Path:
    file = folder / f"{uuid4()}.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in commands))
    return file


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["{"], "Line 1: Invalid JSON"),
        ([json.dumps(OPEN), '{"path": "/plans", "body": {}}'], "Line 2: key: Field required"),
        ([json.dumps({**OPEN, "path": "/audit/plans"})], "Line 1: path"),
        ([json.dumps({**OPEN, "path": "/plans?x=1"})], "Line 1: path"),
        ([json.dumps({**OPEN, "text": "?"})], "Line 1: text: Extra inputs are not permitted"),
        ([json.dumps(OPEN), json.dumps(OPEN)], "Line 2 has the path and the key of line 1"),
        ([""], "holds no commands"),
    ],
)
def test_a_file_that_is_not_right_is_refused_before_anything_is_sent(
    tmp_path: Path, lines: list[str], says: str
):
    file = tmp_path / "commands.jsonl"
    file.write_text("\n".join(lines))
    with pytest.raises(CannotImport, match=says.replace("?", r"\?")):
        checked(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(CannotImport, match=r"nothing\.jsonl cannot be read"):
        checked(tmp_path / "nothing.jsonl")


@pytest.fixture
async def folder(
    tmp_path: Path, kafka: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Path]:
    """The data folder of a plan service that takes commands, and the environment to reach it."""
    variables = {"MODE": "development", "DATA_DIR": str(tmp_path), "KAFKA": kafka}
    variables |= {"KAFKA_PREFIX": f"{uuid4().hex[:8]}.", "KAFKA_PARTITIONS": "2", "PLAN_PORT": "0"}
    for name, value in variables.items():
        monkeypatch.setenv(f"KOOP_{name}", value)
    chosen = settings()
    issuer = DevelopmentIssuer(tmp_path, SystemClock(), "development")
    monkeypatch.setenv("KOOP_TOKEN", issuer.token("counsellor", "staff-17", "jc-duesseldorf"))
    async with Process(chosen, "plan", ROLES) as process:
        servers = Servers(chosen.host, {"plan": (0, process.app)})
        monkeypatch.setenv("KOOP_PLAN_PORT", servers.urls["plan"].rpartition(":")[2])
        async with process.following:
            serving = asyncio.create_task(servers.serve())
            yield tmp_path
            servers.stop()
            await serving


async def koop(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, list(arguments))


async def events(folder: Path) -> list[str]:
    store = await SqliteEventStore.open(folder / "events.db")
    page = await store.read_all()
    await store.close()
    return [one.type for one in page.events]


@pytest.mark.slow
async def test_commands_of_a_file_are_done_refusals_told_and_nothing_is_done_twice(folder: Path):
    opened = await koop("import", str(written(folder, OPEN)))
    assert "1 accepted, 0 refused." in opened.output, opened.output
    store = await SqliteEventStore.open(folder / "events.db")
    plan = (await store.read_all()).events[0].stream.removeprefix("plan-")
    await store.close()

    voices = [
        {"path": f"/plans/{plan}/voice", "key": f"voice-{number}", "body": VOICE}
        for number in range(40)
    ]
    bad = {"path": f"/plans/{plan}/voice", "key": "bad", "body": {"kind": "wish"}}
    unknown = {"path": f"/plans/{uuid4()}/voice", "key": "unknown", "body": VOICE}
    file, report = written(folder, *voices, bad, unknown), folder / "refused.jsonl"
    for _ in range(2):
        answer = await koop("import", str(file), "--report", str(report))
        assert answer.exit_code == 1
        assert "40 accepted, 2 refused." in answer.output, answer.output
        refused = [json.loads(line) for line in report.read_text().splitlines()]
        assert [
            (one["line"], one["status"]) for one in sorted(refused, key=lambda o: o["line"])
        ] == [
            (41, 422),
            (42, 404),
        ]
        assert (await events(folder)).count("ClientVoiceRecorded.v1") == 40


@pytest.mark.slow
async def test_without_any_letter_the_list_says_so(folder: Path):
    assert "There are no dead letters." in (await koop("dead-letters", "list")).output
    failed = await koop("dead-letters", "show", "4711")
    assert failed.exception is not None
    assert "'4711' names no letter" in sentence(failed.exception)  # type: ignore[arg-type]
