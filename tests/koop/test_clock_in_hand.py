"""In development, and there alone, the system can move the clock of a running service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from contracts.envelope import Role
from kernel.clock import SimulatedClock
from koop.clock_in_hand import PATH, WAKINGS, in_hand
from koop.demo.elsewhere import TheirClock
from koop.demo.play import BEGIN
from koop.demo.stage import StoryBroken
from koop.embedded import Embedded
from koop.identity import development_issuer
from koop.settings import Settings, SettingsRefused, settings

THEN, EARLIER = "2026-03-02T06:00:00Z", "2026-03-02T05:00:00Z"


@asynccontextmanager
async def running(chosen: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The plan service, and the clock beside it where it has one."""
    async with Embedded(chosen) as embedded, embedded.following:
        transport = httpx.ASGITransport(in_hand(embedded.apps, embedded)["plan"][1])
        async with httpx.AsyncClient(transport=transport, base_url="http://plan") as http:
            yield http


def identity(chosen: Settings, role: Role = "system") -> dict[str, str]:
    issuer = development_issuer(chosen, SimulatedClock(BEGIN))
    token = issuer.token(role, "somebody", "jc-essen", ttl=timedelta(days=10_000))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    return Settings(mode="development", clock="movable", data_dir=tmp_path)


async def test_a_clock_in_hand_stands_still_and_does_not_run_backwards(chosen: Settings):
    system = identity(chosen)
    async with running(chosen) as http:
        free = (await http.get(PATH, headers=system)).json()
        assert (free["held"], free["settled"]) == (False, True)
        for moment, status in ((THEN, 200), (EARLIER, 409)):
            moved = await http.put(PATH, headers=system, json={"now": moment})
            assert moved.status_code == status
        held = (await http.get(PATH, headers=system)).json()
        assert (held["held"], held["now"]) == (True, THEN)
        await http.delete(PATH, headers=system)
        assert (await http.get(PATH, headers=system)).json()["now"] > free["now"]


async def test_nobody_but_the_system_moves_time(chosen: Settings):
    async with running(chosen) as http:
        for method, path in (("GET", PATH), ("PUT", PATH), ("POST", WAKINGS), ("DELETE", PATH)):
            stranger = await http.request(method, path, json={"now": THEN})
            assert stranger.status_code == 401
            auditor = identity(chosen, "auditor")
            refused = await http.request(method, path, json={"now": THEN}, headers=auditor)
            assert refused.json()["type"].endswith("not-entitled")
        assert not (await http.get(PATH, headers=identity(chosen))).json()["held"]


async def test_a_system_whose_clock_cannot_be_moved_says_so(tmp_path: Path):
    chosen = Settings(mode="development", data_dir=tmp_path)
    async with running(chosen) as http:
        clock = TheirClock(http, ["http://plan"], BEGIN)
        with pytest.raises(StoryBroken, match="KOOP_CLOCK=movable"):
            async with clock.in_hand(development_issuer(chosen, clock)):
                pass


async def test_a_system_that_does_not_believe_our_tokens_says_so(chosen: Settings, tmp_path: Path):
    stranger = Settings(mode="development", data_dir=tmp_path / "elsewhere")
    async with running(chosen) as http:
        clock = TheirClock(http, ["http://plan"], BEGIN)
        with pytest.raises(StoryBroken, match="KOOP_ISSUER_DIR"):
            async with clock.in_hand(development_issuer(stranger, clock)):
                pass


def test_no_clock_can_be_moved_outside_development(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KOOP_MODE", "development")
    monkeypatch.setenv("KOOP_CLOCK", "movable")
    assert settings().clock == "movable"
    monkeypatch.setenv("KOOP_MODE", "production")
    with pytest.raises(SettingsRefused, match=r"KOOP_CLOCK: .*KOOP_MODE=development"):
        settings()
