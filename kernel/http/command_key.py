"""The public key that commands are encrypted for before they go over Kafka."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.responses import Response

from kernel.http.health import HEALTH

PATH = "/command-key"


def command_key_routes(public: dict[str, Any]) -> APIRouter:
    router = APIRouter(tags=[HEALTH], generate_unique_id_function=lambda route: route.name)

    @router.get(
        PATH,
        summary="The key that commands over Kafka are encrypted for (JWK)",
        responses={200: {"content": {"application/json": {"example": public}}}},
    )
    async def command_key() -> Response:
        return JSONResponse(public)

    return router
