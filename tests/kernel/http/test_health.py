"""Health: alive is not ready, and neither says so without having looked."""

import asyncio
from pathlib import Path

import pytest

from kernel.http import Health
from kernel.sealing import KeyStore
from tests.kernel.http.service import Service, kind, problem


async def test_ready_says_what_was_checked(service: Service) -> None:
    answered = await service.http.get("/health/ready")
    assert answered.status_code == 200
    assert answered.json() == {
        "ok": True,
        "checks": {
            "event store": {"ok": True, "detail": "writable"},
            "plan view": {"ok": True, "detail": "3 behind"},
        },
    }


async def test_one_check_that_fails_is_enough_not_to_be_ready(
    service: Service, health: dict[str, Health]
) -> None:
    health["plan view"] = Health(False, "70000 behind")
    answered = await service.http.get("/health/ready")
    assert (answered.status_code, kind(answered)) == (503, "not-ready")
    members = problem(answered)
    assert members["detail"] == "Not ok: plan view"
    assert members["checks"]["plan view"] == {"ok": False, "detail": "70000 behind"}
    assert members["checks"]["event store"]["ok"] is True
    assert answered.headers["retry-after"] == "5"


async def test_it_is_ready_again_when_the_check_is(
    service: Service, health: dict[str, Health]
) -> None:
    health["plan view"] = Health(False)
    assert (await service.http.get("/health/ready")).status_code == 503
    health["plan view"] = Health(True)
    assert (await service.http.get("/health/ready")).status_code == 200


async def test_alive_does_not_depend_on_the_checks(
    service: Service, health: dict[str, Health]
) -> None:
    health["event store"] = Health(False)
    assert (await service.http.get("/health/live")).status_code == 200


async def test_a_check_that_raises_is_not_ok_and_keeps_its_inside_to_itself(
    tmp_path: Path, keys: KeyStore
) -> None:
    async def broken() -> Health:
        raise OSError("/secret/path")

    service = Service(tmp_path, keys, {"disk": broken})
    answered = await service.http.get("/health/ready")
    assert problem(answered)["checks"]["disk"]["detail"] == "the check failed: OSError"
    assert "secret" not in answered.text


async def test_a_check_that_hangs_is_not_ok(
    tmp_path: Path, keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.http.health.PATIENCE", 0.01)

    async def hangs() -> Health:
        await asyncio.Event().wait()
        return Health(True)

    service = Service(tmp_path, keys, {"store": hangs})
    answered = await service.http.get("/health/ready")
    assert answered.status_code == 503
    assert problem(answered)["checks"]["store"]["detail"] == "the check failed: TimeoutError"
