"""The way from the router to an endpoint that takes a Call."""

import inspect
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kernel.http.call import Call
from kernel.http.refusals import InvalidRequest
from kernel.http.truth import told
from kernel.http.validation import parameter_errors

Endpoint = Callable[..., Coroutine[Any, Any, Response]]


class CallRoute(APIRoute):
    """Knows who asks before anything else is looked at, and hands the endpoint a Call.

    FastAPI describes every endpoint but runs only those that read a query. Where there is
    nothing but the Call and what stands in the path, its machinery would cost half the time.
    """

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        straight = _straight(endpoint, set(self.param_convertors))
        if straight is not None and not self.dependencies:
            self.app = straight

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def identified(request: Request) -> Response:
            call = Call(request.scope, request.receive, request._send)
            return await told(call, lambda: handle(call))

        return identified


def _straight(endpoint: Endpoint, in_path: set[str]) -> ASGIApp | None:
    """The endpoint as an ASGI application; None if it takes more than a Call and `in_path`."""
    parameters = inspect.signature(endpoint, eval_str=True).parameters
    takes: dict[str, Any] = {name: one.annotation for name, one in parameters.items()}
    rest = {name: hint for name, hint in takes.items() if hint is not Call}
    if len(takes) - len(rest) != 1 or set(rest) != in_path:
        return None
    (call_name,) = takes.keys() - rest.keys()
    adapters = {name: TypeAdapter(hint) for name, hint in rest.items()}

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        call = Call(scope, receive, send)
        parameters = {call_name: call, **_from_path(scope, adapters)}
        response = await told(call, lambda: endpoint(**parameters))
        await response(scope, receive, send)

    return run


def _from_path(scope: Scope, adapters: Mapping[str, TypeAdapter[Any]]) -> dict[str, Any]:
    """Raises InvalidRequest."""
    found = {}
    for name, value in scope["path_params"].items():
        try:
            found[name] = adapters[name].validate_python(value)
        except ValidationError as cause:
            wrong = [{**error, "loc": ("path", name)} for error in cause.errors()]
            raise InvalidRequest(parameter_errors(wrong)) from None
    return found
