"""One service as an ASGI application."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Lifespan

from contracts.refusal import Refusal
from kernel.clock import Clock
from kernel.event_store import EventStore
from kernel.http.edge import Edge
from kernel.http.finding import Finder
from kernel.http.health import Check, health_routes
from kernel.http.openapi import described
from kernel.http.read_models import read_model_routes
from kernel.http.route import CallRoute
from kernel.http.table import Table
from kernel.http.truth import Truths
from kernel.projections import Projection
from kernel.security import TokenVerifier

_OFF: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI's own would export whatever an exception says as soon as the environment names a
collector, and looks that up for every request (a tenth of its time)."""


def call_router(tag: str) -> APIRouter:
    """A router whose endpoints take a Call; `tag` groups them in the description."""
    return APIRouter(
        route_class=CallRoute, tags=[tag], generate_unique_id_function=lambda route: route.name
    )


def create_app(
    *,
    title: str,
    description: str,
    routers: Iterable[APIRouter],
    verifier: TokenVerifier,
    store: EventStore,
    clock: Clock,
    checks: Mapping[str, Check],
    projections: Sequence[Projection[Any]] = (),
    statuses: Mapping[type[Refusal], int] = MappingProxyType({}),
    version: str = "1",
    lifespan: Lifespan[FastAPI] | None = None,
) -> FastAPI:
    """`store` and `clock` say for when an answer is true; `checks` decide on readiness;
    `projections` are told of at `/projections`; `statuses` are the refusals that are no 409."""
    table = Table(statuses)
    ours = (read_model_routes(projections), health_routes(checks))
    routes = [route for router in (*routers, *ours) for route in router.routes]
    app = FastAPI(
        title=title,
        description=description,
        version=version,
        routes=[Finder(routes)],
        lifespan=lifespan,
        redirect_slashes=False,
        middleware=[Middleware(Edge, table=table)],
        exception_handlers={HTTPException: _let_out, RequestValidationError: _let_out},
        separate_input_output_schemas=False,
        telemetry=_OFF,
    )
    app.state.verifier, app.state.truths = verifier, Truths(store, clock)
    app.openapi = lambda: described(app, routes, table)  # type: ignore[method-assign]
    return app


async def _let_out(_: Request, error: Exception) -> Response:
    """FastAPI's own answers are no problem details: the edge answers instead."""
    raise error
