"""Asking a running service over HTTP."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
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


Query = Mapping[str, str | int | list[str] | None]
NOTHING: Query = MappingProxyType({})


def ask(
    settings: Settings,
    service: str,
    path: str,
    *,
    role: Role,
    purpose: str,
    accept: str,
    query: Query = NOTHING,
) -> str:
    """The answer's body. KOOP_TOKEN says who asks; in development somebody of `role` does.

    Raises Refused, DevelopmentOnly, httpx.TransportError.
    """
    with asking(
        settings, service, path, role=role, purpose=purpose, accept=accept, query=query
    ) as response:
        response.read()
        return response.text


@contextmanager
def asking(
    settings: Settings,
    service: str,
    path: str,
    *,
    role: Role,
    purpose: str,
    accept: str,
    query: Query,
) -> Iterator[httpx.Response]:
    """The answer as it comes, for what may be of any size. Raises the same."""
    port = getattr(settings, f"{service}_port")
    with httpx.stream(
        "GET",
        f"http://{settings.host}:{port}{path}",
        params={name: value for name, value in query.items() if value is not None},
        headers={
            "Authorization": f"Bearer {token_of(settings, role)}",
            "Accept": accept,
            "Accept-Language": "en",
            "X-Purpose": purpose,
        },
        timeout=SECONDS,
    ) as response:
        if response.is_error:
            response.read()
            raise Refused(_problem(response))
        yield response


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
