"""A jobcenter with the mediation service at work: real store, real tokens, a clock to turn."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx

from contracts import plan as p
from contracts.catalogue import MEDIATION, PLAN
from contracts.envelope import Actor, Metadata, Recorded, Role
from contracts.examples import EXAMPLES, SEALED
from contracts.model import Event
from kernel.access_log import AccessLog
from kernel.clock import SimulatedClock
from kernel.codec import Codec, to_store
from kernel.database import Database
from kernel.event_store import AnyRevision, EventStore
from kernel.following import Following, travel
from kernel.parts import Parts
from kernel.roles import Service
from kernel.sealing import KeyStore
from kernel.security import DevelopmentIssuer, TokenVerifier
from kernel.security.development import AUDIENCE, ISSUER
from services.mediation.app import build
from tests.servers.databases import Databases

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENDS_AT = datetime(2026, 3, 30, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    sub: str
    role: Role
    organisation: str = "jc-1"
    client: str | None = None

    @property
    def actor(self) -> Actor:
        """As their token would name them."""
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
ELSEWHERE = Person("staff-3", "counsellor", "jc-2")
MEDIATOR = Person("mediator-1", "mediator", "mediators")
OTHER_MEDIATOR = Person("mediator-2", "mediator", "mediators")
OFFICE = Person("platform-1", "system")
OTHER_OFFICE = Person("platform-2", "system", "jc-2")
AUDITOR = Person("auditor-1", "auditor")

SUBJECT = "I want the course in February, the jobcenter offers one in September."
SOLUTION = "The course in May instead."
PROPOSAL = {
    "text": SOLUTION,
    "agreements": [
        {"party": "jobcenter", "kind": "integration_benefit", "what": "The course in May."}
    ],
}


class Jobcenter:
    def __init__(
        self, folder: Path, store: EventStore, keys: KeyStore, databases: Databases
    ) -> None:
        self.store, self.keys, self._databases = store, keys, databases
        self.database = databases.open("mediation")
        self.clock = SimulatedClock(MORNING)
        self.accesses = AccessLog(self.database)
        self._issuer = DevelopmentIssuer(folder, self.clock, "development")
        self.service = self.started()
        self.following = Following(store, self.service.followers)
        self.http = client_of(self.service)

    def started(self, database: Database | None = None) -> Service:
        """The service as it comes up: nothing of it lives outside the store and the database."""
        parts = Parts(
            store=self.store,
            database=database or self.database,
            accesses=self.accesses,
            keys=self.keys,
            verifier=TokenVerifier(
                self._issuer.jwks, issuer=ISSUER, audience=AUDIENCE, clock=self.clock
            ),
            clock=self.clock,
            regime_of=lambda _: "sgb2-2023",
        )
        return build(parts)

    async def plan_says(self, plan: UUID, event: Event, by: Person = COUNSELLOR) -> None:
        """What the plan service would have written, at this moment."""
        await self.says(f"plan-{plan}", plan, event, by)

    async def says(self, stream: str, plan: UUID, event: Event, by: Person) -> None:
        command = uuid4()
        metadata = Metadata(
            time=self.clock.now(),
            actor=by.actor,
            correlation=command,
            causation=command,
            regime="sgb2-2023",
            plan=plan,
        )
        new = to_store(uuid5(command, "0"), event, metadata.to_json())
        await self.store.append(stream, [new], AnyRevision())

    async def plan_in_dispute(self) -> UUID:
        """A plan whose making fails: once counselled by staff-0, represented by guardian-1."""
        plan = uuid4()
        opened = p.PlanOpened(
            client="client-1", jobcenter="jc-1", counsellor="staff-0", regime="sgb2-2023"
        )
        await self.plan_says(plan, opened, FORMER)
        handed_over = p.CounsellorAssigned(counsellor="staff-1", previous="staff-0")
        await self.plan_says(plan, handed_over, FORMER)
        represented = p.RepresentativeAppointed(person="guardian-1", basis="guardian")
        await self.plan_says(plan, represented)
        await self.disagree(plan)
        return plan

    async def disagree(self, plan: UUID) -> None:
        said = p.DisagreementRecorded(party="client", about="making", text=SEALED)
        await self.plan_says(plan, said, CLIENT)

    async def agree(self, plan: UUID) -> None:
        await self.plan_says(plan, EXAMPLES["PlanAgreed.v1"], CLIENT)

    async def close(self, plan: UUID) -> None:
        await self.plan_says(plan, p.PlanClosed(reason="work_found"))

    async def post(
        self,
        path: str,
        body: Any,
        by: Person,
        key: str | None = None,
        http: httpx.AsyncClient | None = None,
        **headers: str,
    ) -> httpx.Response:
        sent = {**self._token(by), "Idempotency-Key": key or str(uuid4()), **headers}
        return await (http or self.http).post(path, json=body, headers=sent)

    async def get(self, path: str, by: Person, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers={**self._token(by), **headers})

    async def request(self, plan: UUID, by: Person = CLIENT) -> str:
        """Ask for a mediation; its path."""
        asked = await self.post("/mediations", {"plan": str(plan), "subject": SUBJECT}, by)
        assert asked.status_code == 201, asked.text
        return f"/mediations/{asked.json()['mediation']}"

    async def appoint(self, case: str, mediator: Person = MEDIATOR) -> httpx.Response:
        return await self.post(f"{case}/mediator", {"mediator": mediator.sub}, OFFICE)

    async def mediated(self) -> tuple[UUID, str]:
        """A plan and the path of its running mediation, with a mediator."""
        plan = await self.plan_in_dispute()
        case = await self.request(plan)
        assert (await self.appoint(case)).status_code == 201
        return plan, case

    async def propose(self, case: str) -> str:
        """The path of a new solution."""
        said = await self.post(f"{case}/solutions", PROPOSAL, MEDIATOR)
        assert said.status_code == 201, said.text
        return f"{case}/solutions/{said.json()['solution']}"

    async def recorded(self, case: str) -> list[Recorded[Any]]:
        """What was said in a mediation, with its envelopes."""
        stored = await self.store.read_stream(f"mediation-{case.rpartition('/')[2]}")
        return list(Codec(MEDIATION).recorded_all(stored))

    async def events(self, case: str) -> list[Any]:
        return [recorded.event for recorded in await self.recorded(case)]

    def only(self, name: str) -> Following:
        """Of all that follows the events, what is called so."""
        found = [one for one in self.service.followers if one.name.startswith(name)]
        return Following(self.store, found)

    def elsewhere(self) -> Following:
        """Another process beside this one, on the same store."""
        elsewhere = self.started(self._databases.open("elsewhere"))
        return Following(self.store, elsewhere.followers)

    async def plan_revision(self, plan: UUID) -> int:
        stored = await self.store.read_stream(f"plan-{plan}")
        return Codec(PLAN).recorded_all(stored)[-1].envelope.revision

    async def until(self, moment: datetime) -> None:
        """Let time pass, everybody awake."""
        await travel(self.clock, moment, self.following.settled)

    def _token(self, by: Person) -> dict[str, str]:
        token = self._issuer.token(
            by.role, by.sub, by.organisation, by.client, timedelta(minutes=5)
        )
        return {"Authorization": f"Bearer {token}"}


def client_of(service: Service) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(service.api), base_url="http://mediation"
    )


def kind(answered: httpx.Response) -> str:
    """Which problem it is."""
    named: str = answered.json()["type"]
    return named.rpartition(":")[2]


def types(events: list[Any]) -> list[str]:
    return [type(event).__name__ for event in events]
