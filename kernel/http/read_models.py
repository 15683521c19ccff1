"""`GET /projections`: how the read models of a service fare, for those who keep it running."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from contracts.envelope import Instant
from contracts.model import Contract
from kernel.http.answers import answer
from kernel.http.call import Call
from kernel.http.description import query
from kernel.http.refusals import NotEntitled
from kernel.http.route import CallRoute
from kernel.projections import Fare, Projection, ProjectionStatus

RUNNING = "Running"
"""The tag of what is about the service and not about what it serves."""

_MAY = frozenset({"system", "auditor"})


class Rebuilding(Contract):
    """`done` of about `total` events; `left` in seconds; `failed` says why it ended."""

    done: int
    total: int
    rate: float
    left: float | None = None
    failed: str | None = None


class Kept(Contract):
    """Rows that another version asks, or that answered once. `koop projections drop` ends them."""

    generation: int
    version: int
    state: str
    position: int


class ReadModel(Contract):
    """`lag` is in positions, `rate` in events a second, `left` in seconds. `stale_since` is the
    time of the first event that a read model which stands still has not taken."""

    name: str
    state: Fare
    version: int | None = None
    generation: int | None = None
    position: int
    head: int
    lag: int
    rate: float
    left: float | None = None
    reason: str | None = None
    stale_since: Instant | None = None
    rebuild: Rebuilding | None = None
    kept: tuple[Kept, ...] = ()


class ReadModels(Contract):
    items: tuple[ReadModel, ...]


_EXAMPLE = {
    "items": [
        {
            "name": "plan_view",
            "state": "current",
            "version": 3,
            "generation": 5,
            "position": 4711,
            "head": 4711,
            "lag": 0,
            "rate": 12.5,
            "kept": [{"generation": 4, "version": 2, "state": "live", "position": 4690}],
        }
    ]
}


def read_model_routes(projections: Sequence[Projection[Any]]) -> APIRouter:
    router = APIRouter(
        route_class=CallRoute,
        tags=[RUNNING],
        generate_unique_id_function=lambda route: route.name,
    )

    @router.get(
        "/projections",
        summary="How the read models fare",
        **query(ReadModels, _EXAMPLE, refuses=(NotEntitled,), etag=False),
    )
    async def read_projections(call: Call) -> Response:
        """For the roles system and auditor. Nothing in it is about a person."""
        if call.identity.actor.role not in _MAY:
            raise NotEntitled("This is for those who run it.", allowed="Roles: system, auditor.")
        found = [_told(await one.status()) for one in projections]
        return answer(ReadModels(items=tuple(found)))

    return router


def _told(status: ProjectionStatus) -> ReadModel:
    rebuild = status.rebuild
    return ReadModel(
        name=status.name,
        state=status.fare,
        version=status.version,
        generation=status.generation,
        position=status.position,
        head=status.head,
        lag=status.lag,
        rate=status.rate,
        left=status.left,
        reason=status.reason,
        stale_since=status.stale_since,
        rebuild=rebuild
        and Rebuilding(
            done=rebuild.done,
            total=rebuild.total,
            rate=rebuild.rate,
            left=rebuild.left,
            failed=status.rebuild_failed,
        ),
        kept=tuple(
            Kept(generation=k.number, version=k.version, state=k.state, position=k.position)
            for k in status.kept
        ),
    )
