"""Routes are found by the shape of their path, as if they were tried in turn."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, NoMatchFound, Route

from kernel.http.finding import Finder
from tests.kernel.http.service import NOTES, Service

PATHS = {
    "/plans": "GET",
    "/plans/{plan}": "GET",
    "/plans/mine": "GET",
    "/plans/{plan}/notes": "POST",
    "/plans/{plan}/notes/{note}": "GET",
    "/clients/{client}/notes": "GET",
}


async def endpoint(request: Request) -> PlainTextResponse:
    """Answers with the route's path and what stood in it."""
    return PlainTextResponse(" ".join([request["route"].path, *request.path_params.values()]))


@pytest.fixture
def finder() -> Finder:
    return Finder([APIRoute(p, endpoint, methods=[m], name=p) for p, m in PATHS.items()])


@pytest.fixture
def http(finder: Finder) -> httpx.AsyncClient:
    app = FastAPI(routes=[finder], redirect_slashes=False)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://finder")


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/plans", "/plans"),
        ("/plans/7", "/plans/{plan} 7"),
        ("/plans/mine", "/plans/mine"),
        ("/plans/7/notes/8", "/plans/{plan}/notes/{note} 7 8"),
        ("/clients/7/notes", "/clients/{client}/notes 7"),
    ],
)
async def test_a_path_leads_to_its_route(path: str, answer: str, http: httpx.AsyncClient) -> None:
    assert (await http.get(path)).text == answer


@pytest.mark.parametrize("path", ["/", "/plan", "/plans/", "/plans/7/note", "/clients/7/notes/8/9"])
async def test_a_path_of_no_route_is_not_found(path: str, http: httpx.AsyncClient) -> None:
    assert (await http.get(path)).status_code == 404


async def test_another_method_is_not_allowed(http: httpx.AsyncClient) -> None:
    answered = await http.get("/plans/7/notes")
    assert (answered.status_code, answered.headers["allow"]) == (405, "POST")


def test_a_path_is_made_from_the_name_of_its_route(finder: Finder) -> None:
    assert finder.url_path_for("/plans/{plan}", plan="7") == "/plans/7"
    with pytest.raises(NoMatchFound):
        finder.url_path_for("/plans/{plan}")


@pytest.mark.parametrize(
    "route", [Mount("/plans", APIRouter()), Route("/files/{name:path}", lambda _: None)]
)
def test_what_has_no_one_shape_is_no_route_to_find(route: BaseRoute) -> None:
    with pytest.raises(ValueError, match="no one shape"):
        Finder([route])


async def test_a_service_answers_the_same_where_it_is_mounted(service: Service) -> None:
    both = Starlette(routes=[Mount("/notes", service.app)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(both), base_url="http://all"
    ) as http:
        answered = await http.post("/notes" + NOTES, json={"text": "x"}, headers=service.headers())
        alone = await service.post({"text": "x"})
        assert answered.json()["command"] == alone.json()["command"]
        assert (await http.get("/notes/health/live")).status_code == 200
        assert (await http.get("/notes/nowhere")).status_code == 404
