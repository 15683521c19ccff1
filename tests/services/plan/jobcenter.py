"""The plan service as a jobcenter uses it: real stores in a folder, a clock that stands still."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from contracts.envelope import Role
from kernel.access_log import AccessLog
from kernel.clock import SimulatedClock
from kernel.event_store.sqlite import SqliteEventStore
from kernel.following import Following
from kernel.parts import Parts
from kernel.sealing import KeyStore, MasterKey
from kernel.security import DevelopmentIssuer, TokenVerifier
from kernel.security.development import AUDIENCE, ISSUER
from services.plan.app import PlanService, build
from tests.servers.databases import Databases

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
JOBCENTER = "jc-duesseldorf"
CLIENT, COUNSELLOR = "client-4711", "staff-17"
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a token, and a hand for requests."""

    http: httpx.AsyncClient
    token: str
    keys: count  # type: ignore[type-arg]  # of int

    async def post(
        self, path: str, body: object = None, *, key: str | None = None, **headers: str
    ) -> httpx.Response:
        sent = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key or f"key-{next(self.keys)}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return await self.http.post(path, json={} if body is None else body, headers=sent)

    async def does(self, path: str, body: object = None, **headers: str) -> Answer:
        """A request that has to succeed."""
        answer = await self.post(path, body, **headers)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, path: str, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.get(path, headers={"Authorization": f"Bearer {self.token}", **sent})

    async def reads(self, path: str) -> Answer:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@dataclass(frozen=True, slots=True)
class Jobcenter:
    service: PlanService
    store: SqliteEventStore
    accesses: AccessLog
    kept_keys: KeyStore
    clock: SimulatedClock
    issuer: DevelopmentIssuer
    http: httpx.AsyncClient
    keys: count = field(default_factory=count)  # type: ignore[type-arg]  # of int

    def following(self) -> Following:
        """To be entered: until then nobody follows the events."""
        return Following(self.store, self.service.followers)

    def person(
        self, role: Role, sub: str, *, org: str = JOBCENTER, client: str | None = None
    ) -> Person:
        return Person(self.http, self.issuer.token(role, sub, org, client), self.keys)

    @property
    def counsellor(self) -> Person:
        return self.person("counsellor", COUNSELLOR)

    @property
    def client(self) -> Person:
        return self.person("client", CLIENT)


@asynccontextmanager
async def jobcenter(folder: Path, databases: Databases) -> AsyncIterator[Jobcenter]:
    """Nothing follows the events until `following` is started."""
    clock = SimulatedClock(MORNING)
    issuer = DevelopmentIssuer(folder, clock, "development")
    async with AsyncExitStack() as stack:
        store = await SqliteEventStore.open(folder / "events.db")
        stack.push_async_callback(store.close)
        database, access_database = databases.open("plan"), databases.open("access")
        stack.push_async_callback(database.close)
        stack.push_async_callback(access_database.close)
        keys = KeyStore(folder / "keys.db", MasterKey(b"k" * 32))
        stack.push_async_callback(keys.close)
        accesses = AccessLog(access_database)
        await accesses.prepare()
        parts = Parts(
            store=store,
            database=database,
            accesses=accesses,
            keys=keys,
            verifier=TokenVerifier(issuer.jwks, issuer=ISSUER, audience=AUDIENCE, clock=clock),
            clock=clock,
            regime_of=lambda _: "sgb2-2023",
        )
        service = build(parts)
        transport = httpx.ASGITransport(service.api, raise_app_exceptions=False)
        http = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://plan.test")
        )
        yield Jobcenter(service, store, accesses, keys, clock, issuer, http)
