"""A service as small as can be, to look at the edge through."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import httpx
from fastapi import APIRouter, FastAPI
from starlette.responses import Response

from contracts.envelope import Identifier
from contracts.model import Contract
from contracts.refusal import Refusal
from contracts.sealed import Sealed
from kernel.clock import SimulatedClock
from kernel.http import (
    Call,
    Check,
    Cursor,
    Limit,
    NotEntitled,
    Page,
    answer,
    call_router,
    command,
    create_app,
    cursor_of,
    key_of,
    query,
)
from kernel.sealing import KeyStore
from kernel.security import DevelopmentIssuer, TokenVerifier
from kernel.security.development import AUDIENCE, ISSUER
from tests.kernel.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PLAN = "0b0e7a52-3a0c-4a55-8c6a-0a6c6c1a1a11"
NOTES = f"/plans/{PLAN}/notes"
CLIENT = "client-4711"


class Item(Contract):
    kind: Literal["wish", "concern"]
    due: date


class AddNote(Contract):
    """A note about the plan."""

    text: Sealed
    items: tuple[Item, ...] = ()
    weight: float = 1.0


class NoteAdded(Contract):
    command: UUID
    request: str | None
    if_match: int | None
    kept: str
    text: Sealed


class Number(Contract):
    number: int


class Purpose(Contract):
    purpose: str


class NoteForbidden(Refusal):
    title_en = "No notes today"
    title_de = "Heute keine Notizen"

    def __init__(self, until: date) -> None:
        super().__init__("Notes rest.", allowed="Come back later.", until=until)


class UnknownPlan(Refusal):
    title_en = "There is no such plan"
    title_de = "Diesen Plan gibt es nicht"


EXAMPLE = {"text": "Ich möchte wieder als Köchin arbeiten.", "items": []}
ADDED = {"command": PLAN, "kept": "eyJ…", "text": "Ich möchte wieder als Köchin arbeiten."}


def routes(keys: KeyStore, fail: Callable[[str], None]) -> APIRouter:
    router = call_router("plans")

    @router.post(
        "/plans/{plan}/notes",
        **command(
            AddNote,
            example=EXAMPLE,
            answers=NoteAdded,
            answer_example=ADDED,
            status=201,
            refuses=(NoteForbidden, UnknownPlan),
        ),
    )
    async def add_note(call: Call, plan: UUID) -> Response:
        """Add a note."""
        key = await keys.of(CLIENT)
        note = await call.content(AddNote, key)
        said = call.metadata(NOON, "sgb2-2023", plan)
        added = NoteAdded(
            command=said.causation,
            request=said.request,
            if_match=call.if_match,
            kept="x" + note.text,
            text=note.text,
        )
        return answer(added, status=201, revision=5, open=key.open, location=f"/plans/{plan}")

    @router.post(
        "/plans/{plan}/revisions",
        **command(Number, example={"number": 1}, answers=Number, answer_example={"number": 1}),
    )
    async def revise(plan: UUID, call: Call) -> Response:
        """Needs If-Match."""
        found = call.required_if_match
        return answer(Number(number=-1 if found is None else found))

    @router.get("/numbers", **query(Page[Number], {"items": [{"number": 1}]}, etag=False))
    async def numbers(call: Call, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """Numbers up to 250."""
        after = key_of(cursor, int, str)
        first = int(after[0]) + 1 if after else 1
        found = tuple(Number(number=n) for n in range(first, 251))
        more = cursor_of(first + limit - 1, "x") if found[limit:] else None
        return answer(Page[Number](items=found[:limit], next=more))

    @router.get(
        "/trail",
        **query(Purpose, {"purpose": "audit"}, etag=False, purpose=True, also={"text/csv": "a;b"}),
    )
    async def trail(call: Call) -> Response:
        """Read with a purpose; for clients it is usual to look at their own."""
        usual = "own data" if call.identity.client else None
        return answer(Purpose(purpose=call.purpose(usual)))

    @router.get("/clients/{client}/failures/{kind}", **query(Number, {"number": 1}))
    async def failing(call: Call, client: Identifier, kind: str) -> Response:
        """Goes wrong as asked."""
        fail(kind)
        return answer(Number(number=1))

    return router


class Service:
    """The app, a token for it, and a client that speaks to it without a network."""

    def __init__(self, folder: Path, keys: KeyStore, checks: Mapping[str, Check]) -> None:
        self.clock = SimulatedClock(NOON)
        self.issuer = DevelopmentIssuer(folder, self.clock, "development")
        self.failure: Exception | None = None
        self.store = MemoryStore()
        verifier = TokenVerifier(
            self.issuer.jwks, issuer=ISSUER, audience=AUDIENCE, clock=self.clock
        )
        self.app: FastAPI = create_app(
            title="Notes",
            description="Notes about plans.",
            routers=[routes(keys, self._fail)],
            verifier=verifier,
            store=self.store,
            clock=self.clock,
            checks=checks,
            statuses={UnknownPlan: 404},
        )
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://notes"
        )

    def _fail(self, _: str) -> None:
        if self.failure is not None:
            raise self.failure

    def headers(self, key: str | None = "key-1", **more: str) -> dict[str, str]:
        token = self.issuer.token("client", CLIENT, "jc-duesseldorf")
        given = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return given | ({"Idempotency-Key": key} if key is not None else {}) | more

    async def post(self, body: Any, path: str = NOTES, **headers: Any) -> httpx.Response:
        """`body` is JSON text or bytes, or something to make JSON from."""
        sent = {"content": body} if isinstance(body, str | bytes) else {"json": body}
        return await self.http.post(path, headers=self.headers(**headers), **sent)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=self.headers(None, **headers))


def problem(answered: httpx.Response) -> dict[str, Any]:
    """The members of a problem, after what holds for every one of them."""
    members: dict[str, Any] = answered.json()
    assert answered.headers["content-type"] == "application/problem+json"
    assert members["status"] == answered.status_code
    assert members["type"].startswith("urn:kooperationsplan:problem:")
    assert members["title"]
    assert members["instance"] == f"urn:uuid:{answered.headers['x-request-id']}"
    return members


def kind(answered: httpx.Response) -> str:
    named: str = problem(answered)["type"]
    return named.rpartition(":")[2]


__all__ = ["NotEntitled", "NoteForbidden", "Service", "UnknownPlan", "kind", "problem"]
