"""The outermost layer: ids for requests, problems for errors, headers for answers."""

import logging
from collections.abc import Mapping
from random import getrandbits
from time import perf_counter
from uuid import UUID

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel.http.problems import language_of
from kernel.http.table import INTERNAL, Table
from kernel.http.truth import TRUTH

access = logging.getLogger("koop.access")
errors = logging.getLogger("koop.errors")

_ON_EVERY_ANSWER = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_POLICY = b"content-security-policy"
_API_ONLY = (_POLICY, b"default-src 'none'; frame-ancestors 'none'")
"""Unless the answer has a policy of its own: a page may allow its own style."""

_PAGES = frozenset({"/docs", "/redoc"})

CLIENT_GONE = 499
"""In the log: whoever asked did not wait for the answer."""


class Edge:
    """Pure ASGI. Logs the route's template and never the path, the token or a text."""

    def __init__(self, app: ASGIApp, table: Table) -> None:
        self._app, self._table = app, table

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["koop.instance"] = instance = _urn()
        ours = [*_ON_EVERY_ANSWER, (b"x-request-id", instance[9:].encode())]
        began, status = perf_counter(), 0

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                told = message["headers"]
                if scope["path"] not in _PAGES and _POLICY not in (name for name, _ in told):
                    ours.append(_API_ONLY)
                message["headers"] = [*told, *ours, *scope.get(TRUTH, ())]
            await send(message)

        try:
            await self._app(scope, receive, answered)
        except ClientDisconnect:
            status = CLIENT_GONE
        except Exception as error:
            if status:
                raise  # half an answer is out: cutting it off is the only way to say so
            await self.problem(scope, error)(scope, receive, answered)
        finally:
            if access.isEnabledFor(logging.INFO):
                _log(scope, status, perf_counter() - began)

    def problem(self, scope: Scope, error: Exception) -> Response:
        instance: str = scope["koop.instance"]
        problem = self._table.problem(error)
        if problem is INTERNAL:
            errors.error("%s failed", instance, exc_info=error)
        elif problem.status >= 500:
            errors.error("%s %s: %s", instance, problem.kind, error)
        return problem.response(language_of(Headers(scope=scope).get("accept-language")), instance)


def _urn() -> str:
    """No secret, so it need not come from the system: whoever asks that gives up the interpreter's
    lock and has to win it back from a busy writer."""
    return UUID(int=getrandbits(128), version=4).urn


def _log(scope: Mapping[str, object], status: int, seconds: float) -> None:
    template = getattr(scope.get("route"), "path", "-")
    access.info(
        "%s %s %d %.1f ms %s",
        scope["method"],
        template,
        status,
        seconds * 1e3,
        scope["koop.instance"],
    )
