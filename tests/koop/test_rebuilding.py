"""`koop projections rebuild --workers`: killed or interrupted, it ends, says why, and goes on."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from koop.cli.app import app
from koop.rebuilding import WorkerFailed, crew_of

PLANS = 40
SECONDS = 120
"""For a process to start, on a machine that is busy with others."""

Environment = Mapping[str, str]
Process = asyncio.subprocess.Process


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Environment:
    """Of a store with some thousand events."""
    place = {"KOOP_MODE": "development", "KOOP_DATA_DIR": str(tmp_path)}
    if request.param == "postgresql":
        place["KOOP_DATABASE"] = request.getfixturevalue("postgres_database")
    told = ["generate", "--plans", str(PLANS), "--years", "1", "--workers", "1"]
    made = CliRunner().invoke(app, told, env=place)
    assert made.exit_code == 0, made.output
    return place


async def begun(environment: Environment, *more: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "koop", "projections", *more),
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        process_group=0,
        preexec_fn=_interruptible,
    )


def _interruptible() -> None:
    """Whoever runs tests in the background may have told them to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def ended(process: Process) -> tuple[int | None, str]:
    """Its exit status and all that it said."""
    said = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode, b"".join(said).decode()


async def workers_of(process: Process, count: int) -> list[int]:
    """Their process ids, as soon as all have been begun."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    async with asyncio.timeout(SECONDS):
        while len(found := children.read_text().split()) < count:  # noqa: ASYNC110, ASYNC240
            await asyncio.sleep(0.05)
    return [int(pid) for pid in found]


async def gone(pids: list[int]) -> None:
    async with asyncio.timeout(SECONDS):
        while any(_runs(pid) for pid in pids):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


SLOWLY = ("rebuild", "plan_view", "--workers", "2", "--throttle", "20")


@pytest.mark.slow
@pytest.mark.alone
async def test_whatever_ends_it_the_next_one_goes_on_with_any_number(
    environment: Environment,
) -> None:
    rebuild = await begun(environment, *SLOWLY)
    first, second = await workers_of(rebuild, 2)
    os.kill(first, signal.SIGKILL)
    status, said = await ended(rebuild)
    assert (status, "SIGKILL" in said) == (2, True), said
    await gone([second])

    rebuild = await begun(environment, *SLOWLY)
    both = await workers_of(rebuild, 2)
    rebuild.send_signal(signal.SIGINT)
    status, said = await ended(rebuild)
    assert (status, "Traceback" in said) == (130, False), said
    await gone(both)

    rebuild = await begun(environment, *SLOWLY)
    both = await workers_of(rebuild, 2)
    rebuild.kill()
    await ended(rebuild)
    await gone(both)

    status, said = await ended(await begun(environment, "rebuild", "plan_view", "--workers", "3"))
    assert status == 0, said
    status, said = await ended(await begun(environment, "verify", "plan_view"))
    assert (status, "no differences" in said) == (0, True), said


@pytest.mark.slow
async def test_a_worker_that_cannot_work_is_reported_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOOP_MODE", "production")
    monkeypatch.setenv("KOOP_DATA_DIR", str(tmp_path))
    with pytest.raises(WorkerFailed, match=r"^KOOP_JWKS: "):
        await crew_of("plan", "plan_view", 2, None)()
