"""Asking a running service over HTTP."""

import os
from collections.abc import Mapping
from typing import Any

import httpx

from contracts.envelope import Role
from kernel.clock import SystemClock
from koop.identity import development_issuer
from koop.settings import Settings

SECONDS = 30.0
TOKEN = "KOOP_TOKEN"


class Refused(Exception):
    """A service said no; its problem details as sentences."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        said = [problem.get(name) for name in ("detail", "allowed")]
        more = " ".join(str(one) for one in said if one)
        super().__init__(f"{problem['title']}: {more}" if more else str(problem["title"]))


def ask(
    settings: Settings,
    service: str,
    path: str,
    *,
    role: Role,
    purpose: str,
    accept: str,
    **query: str | int | None,
) -> str:
    """The answer's body. KOOP_TOKEN says who asks; in development somebody of `role` does.

    Raises Refused, DevelopmentOnly, httpx.TransportError.
    """
    port = getattr(settings, f"{service}_port")
    response = httpx.get(
        f"http://{settings.host}:{port}{path}",
        params={name: value for name, value in query.items() if value is not None},
        headers={
            "Authorization": f"Bearer {token_of(settings, role)}",
            "Accept": accept,
            "Accept-Language": "en",
            "X-Purpose": purpose,
        },
        timeout=SECONDS,
    )
    if response.is_error:
        raise Refused(_problem(response))
    return response.text


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        found: Mapping[str, Any] = response.json()
        return found
    return {"title": f"{response.url} answered {response.status_code}."}


def token_of(settings: Settings, role: Role) -> str:
    """KOOP_TOKEN; without it, in development, somebody of `role`. Raises DevelopmentOnly."""
    given = os.environ.get(TOKEN)
    if given:
        return given
    return development_issuer(settings, SystemClock()).token(role, f"koop-{role}", JOBCENTER)


JOBCENTER = "jc-duesseldorf"
"""Whom the development issuer's people work for, unless somebody says otherwise."""
