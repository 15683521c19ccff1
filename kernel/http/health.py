"""Health that tells the truth: alive is this process, ready is everything it needs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.requests import Request
from starlette.responses import Response

from kernel.http.problems import Problem, language_of

HEALTH = "health"
"""The tag of what is open to everybody."""

PATIENCE = 2.0
"""Seconds within which a check has to answer."""


@dataclass(frozen=True, slots=True)
class Health:
    """`detail` is for operators: short, without personal data."""

    ok: bool
    detail: str = ""


Check = Callable[[], Awaitable[Health]]


def health_routes(checks: Mapping[str, Check]) -> APIRouter:
    router = APIRouter(tags=[HEALTH], generate_unique_id_function=lambda route: route.name)

    @router.get("/health/live", summary="Whether the process answers", responses=_LIVE)
    async def live() -> Response:
        return JSONResponse({"ok": True})

    @router.get("/health/ready", summary="Whether it can do its work", responses=_READY)
    async def ready(request: Request) -> Response:
        found = await asyncio.gather(*(_health(check) for check in checks.values()))
        report = dict(zip(checks, found, strict=True))
        if all(health.ok for health in found):
            return JSONResponse({"ok": True, "checks": _shown(report)})
        language = language_of(request.headers.get("accept-language"))
        return _not_ready(report).response(language, request.scope["koop.instance"])

    return router


async def _health(check: Check) -> Health:
    """A check that fails or does not answer is an answer, too."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except Exception as cause:
        return Health(False, f"the check failed: {type(cause).__name__}")


def _shown(report: Mapping[str, Health]) -> dict[str, Any]:
    return {name: {"ok": health.ok, "detail": health.detail} for name, health in report.items()}


def _not_ready(report: Mapping[str, Health]) -> Problem:
    return Problem(
        503,
        "not-ready",
        "Not ready to work",
        "Nicht bereit",
        detail="Not ok: " + ", ".join(name for name, health in report.items() if not health.ok),
        fields={"checks": _shown(report)},
        headers={"Retry-After": "5"},
    )


def _example(value: object) -> dict[str, Any]:
    return {"content": {"application/json": {"example": value}}}


_STORE_OK = {"ok": True, "checks": {"event store": {"ok": True, "detail": "writable"}}}
_LIVE: dict[int | str, dict[str, Any]] = {200: _example({"ok": True})}
_READY: dict[int | str, dict[str, Any]] = {
    200: _example(_STORE_OK),
    503: {"description": "A check is not ok: `checks` says which (problem details)"},
}
