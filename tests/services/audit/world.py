"""Audit at work: a real store, real keys and tokens, a clock to turn, and others who say things."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from contracts import plan as p
from contracts.envelope import Actor, Metadata, Recorded, Role, event_id
from contracts.examples import SEALED
from contracts.model import Event
from contracts.sealed import Ciphertext
from kernel.access_log import AccessLog
from kernel.clock import SimulatedClock
from kernel.codec import to_store
from kernel.database import Database
from kernel.event_store import AnyRevision
from kernel.event_store.sqlite import SqliteEventStore
from kernel.following import Following
from kernel.parts import Parts
from kernel.sealing import KeyStore, MasterKey
from kernel.security import DevelopmentIssuer, TokenVerifier
from kernel.security.development import AUDIENCE, ISSUER
from services.audit.app import AuditService, build
from services.audit.bodies import history
from tests.servers.databases import Databases

MORNING = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
JOBCENTER = "jc-duesseldorf"
DIGEST = "sha256:" + "4b" * 32
Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    sub: str
    role: Role
    organisation: str = JOBCENTER
    client: str | None = None

    @property
    def actor(self) -> Actor:
        behalf = self.client if self.client != self.sub else None
        return Actor(
            sub=self.sub, role=self.role, organisation=self.organisation, on_behalf_of=behalf
        )


CLIENT = Person("client-1", "client", client="client-1")
GUARDIAN = Person("guardian-1", "client", client="client-1")
OTHER_CLIENT = Person("client-2", "client", client="client-2")
COUNSELLOR = Person("staff-1", "counsellor")
FORMER = Person("staff-0", "counsellor")
COLLEAGUE = Person("staff-2", "counsellor")
MEDIATOR = Person("mediator-1", "mediator")
AUDITOR = Person("auditor-1", "auditor")
AUDITOR_ELSEWHERE = Person("auditor-2", "auditor", "jc-koeln")
PLATFORM = Person("platform-1", "system")
CLOCKWORK = Person("plan", "system")


class World:
    def __init__(
        self, folder: Path, store: SqliteEventStore, keys: KeyStore, databases: Databases
    ) -> None:
        self.store, self.keys, self.folder, self._databases = store, keys, folder, databases
        self.clock = SimulatedClock(MORNING)
        self.database = databases.open("audit")
        self.access_database = databases.open("access")
        self.accesses = AccessLog(self.access_database)
        self.issuer = DevelopmentIssuer(folder, self.clock, "development")
        self.service = self._started(self.database)
        self.following = Following(store, self.service.followers)
        transport = httpx.ASGITransport(self.service.api, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://audit.test")

    async def says(
        self,
        plan: UUID | None,
        event: Event,
        by: Person = COUNSELLOR,
        *,
        stream: str | None = None,
        cause: UUID | None = None,
        correlation: UUID | None = None,
    ) -> UUID:
        """What another service would have written; an hour later it is the next one's turn."""
        command = uuid4()
        metadata = Metadata(
            time=self.clock.now(),
            actor=by.actor,
            correlation=correlation or command,
            causation=cause or correlation or command,
            regime="sgb2-2023",
            plan=plan,
        )
        id = event_id(command, 0)
        new = to_store(id, event, metadata.to_json())
        await self.store.append(stream or f"plan-{plan}", [new], AnyRevision())
        self.clock.set(self.clock.now() + HOUR)
        return id

    async def opened(
        self, client: str = "client-1", jobcenter: str = JOBCENTER, counsellor: str = "staff-1"
    ) -> UUID:
        """The command that opens a plan has the plan's id here."""
        plan = uuid4()
        opened = p.PlanOpened(
            client=client, jobcenter=jobcenter, counsellor=counsellor, regime="sgb2-2023"
        )
        await self.says(plan, opened, Person(counsellor, "counsellor", jobcenter), correlation=plan)
        return plan

    async def terms(
        self, agreement: UUID, what: str = "Fünf Bewerbungen", **more: Any
    ) -> p.AgreementTerms:
        """Sealed with the client's own key."""
        key = await self.keys.of("client-1")
        said = {"party": "client", "kind": "own_effort", **more}
        return p.AgreementTerms(agreement=agreement, what=key.seal(what), **said)

    async def agrees(
        self,
        plan: UUID,
        version: int,
        agreements: Sequence[p.AgreementTerms],
        goal: Ciphertext = SEALED,
    ) -> tuple[UUID, UUID, UUID]:
        """Both accept: the ids of both acceptances and of PlanAgreed."""
        accepted = []
        for party, by in (("client", CLIENT), ("jobcenter", COUNSELLOR)):
            said = p.PlanAccepted(party=party, version=version, digest=DIGEST, channel="portal")
            accepted.append(await self.says(plan, said, by))
        acceptances = tuple(
            p.Acceptance(party=party, actor=by.actor, time=self.clock.now(), channel="portal")
            for party, by in (("client", CLIENT), ("jobcenter", COUNSELLOR))
        )
        agreed = p.PlanAgreed(
            version=version,
            digest=DIGEST,
            occupational_goal=goal,
            agreements=tuple(agreements),
            acceptances=acceptances,
            review_due="2026-09-02",
        )
        return (*accepted, await self.says(plan, agreed))

    async def seal(self, text: str, client: str = "client-1") -> Any:
        return (await self.keys.of(client)).seal(text)

    async def nap(self) -> None:
        await asyncio.sleep(0.01)

    async def settled(self) -> None:
        await self.following.settled()

    async def get(self, path: str, by: Person = AUDITOR, **headers: str) -> httpx.Response:
        """As somebody who says why, once everything recorded so far has been read."""
        await self.settled()
        usual = {"X_Purpose": "complaint of 2 March", "Accept_Language": "en"}
        sent = {name.replace("_", "-"): said for name, said in (usual | headers).items() if said}
        return await self.http.get(path, headers={**self.token(by), **sent})

    async def reads(self, path: str, by: Person = AUDITOR, **headers: str) -> Json:
        answer = await self.get(path, by, **headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def history(self, plan: UUID) -> list[Recorded[Any]]:
        return [one async for page in history(self.store, f"plan-{plan}") for one in page]

    def token(self, by: Person) -> Mapping[str, str]:
        token = self.issuer.token(by.role, by.sub, by.organisation, by.client, timedelta(days=9999))
        return {"Authorization": f"Bearer {token}"}

    def asking(self, by: Person = AUDITOR) -> Mapping[str, str]:
        return {**self.token(by), "X-Purpose": "complaint of 2 March"}

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[httpx.AsyncClient]:
        """The service with a database of its own, of which nothing has been filled yet."""
        database = self._databases.open("fresh")
        transport = httpx.ASGITransport(self._started(database).api)
        async with httpx.AsyncClient(transport=transport, base_url="http://fresh.test") as http:
            yield http
        await database.close()

    def _started(self, database: Database) -> AuditService:
        parts = Parts(
            store=self.store,
            database=database,
            accesses=self.accesses,
            keys=self.keys,
            verifier=TokenVerifier(
                self.issuer.jwks, issuer=ISSUER, audience=AUDIENCE, clock=self.clock
            ),
            clock=self.clock,
            regime_of=lambda _: "sgb2-2023",
        )
        return build(parts)


@asynccontextmanager
async def world(folder: Path, databases: Databases) -> AsyncIterator[World]:
    """Everything runs."""
    async with AsyncExitStack() as stack:
        store = await SqliteEventStore.open(folder / "events.db")
        stack.push_async_callback(store.close)
        keys = KeyStore(folder / "keys.db", MasterKey(bytes(32)))
        stack.push_async_callback(keys.close)
        found = World(folder, store, keys, databases)
        await found.accesses.prepare()
        await stack.enter_async_context(found.http)
        await stack.enter_async_context(found.following)
        yield found


def kind(answered: httpx.Response) -> str:
    """Which problem it is."""
    named: str = answered.json()["type"]
    return named.rpartition(":")[2]
