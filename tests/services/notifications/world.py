"""The notifications service at work: a real store, real files, real tokens, a clock to turn.

What the plan and the mediation service say is written as they would write it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx

from contracts import mediation as m
from contracts import plan as p
from contracts.catalogue import NOTIFICATIONS
from contracts.envelope import Actor, Metadata, Recorded, Role
from contracts.model import Event
from contracts.sealed import Ciphertext
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
from services.notifications.app import build
from services.notifications.channels.mail_server import MailServer
from services.notifications.read_models.sent import NotificationRow, row_of
from tests.servers.databases import Databases

MORNING = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
DIGEST = "sha256:" + "7" * 64


@dataclass(frozen=True)
class Person:
    sub: str
    role: Role
    organisation: str = "jc-1"
    client: str | None = None

    @property
    def actor(self) -> Actor:
        behalf = self.client if self.client != self.sub else None
        return Actor(
            sub=self.sub, role=self.role, organisation=self.organisation, on_behalf_of=behalf
        )


CLIENT = Person("client-1", "client", client="client-1")
GUARDIAN = Person("guardian-1", "client", client="client-1")
COUNSELLOR = Person("staff-1", "counsellor")
COLLEAGUE = Person("staff-2", "counsellor")
MEDIATOR = Person("mediator-1", "mediator", "mediators")
PLATFORM = Person("platform-1", "system")
CLOCK = Person("plan", "system")


@dataclass
class World:
    """`mail_server` may be set before the service is started again."""

    folder: Path
    store: EventStore
    keys: KeyStore
    databases: Databases
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(MORNING))
    mail_server: MailServer | None = None
    plan: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        self.mediation = uuid5(self.plan, "mediation/1")
        self.database = self.databases.open("notifications")
        self.accesses = AccessLog(self.database)
        self.issuer = DevelopmentIssuer(self.folder, self.clock, "development")
        self.restart()

    def restart(self, database: Database | None = None) -> Following:
        """The service as it comes up: nothing of it lives outside the store and the database."""
        self.service: Service = build(
            Parts(
                store=self.store,
                database=database or self.database,
                accesses=self.accesses,
                keys=self.keys,
                verifier=TokenVerifier(
                    self.issuer.jwks, issuer=ISSUER, audience=AUDIENCE, clock=self.clock
                ),
                clock=self.clock,
                regime_of=lambda _: "sgb2-2023",
            ),
            outbox=self.folder / "outbox",
            sender="plan@jobcenter.example",
            mail_server=self.mail_server,
        )
        self.following = Following(self.store, self.service.followers)
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.service.api), base_url="http://notifications"
        )
        return self.following

    # what others say

    async def sealed(self, text: str, client: str = "client-1") -> Ciphertext:
        return (await self.keys.seal_for(client))(text)

    async def says(self, event: Event, by: Person = COUNSELLOR, regime: str = "sgb2-2023") -> UUID:
        """The plan service, or the mediation service, at this moment. The event's id."""
        of_mediation = type(event).__module__ == m.__name__
        stream = f"mediation-{self.mediation}" if of_mediation else f"plan-{self.plan}"
        command = uuid4()
        metadata = Metadata(
            time=self.clock.now(),
            actor=by.actor,
            correlation=command,
            causation=command,
            regime=regime,
            plan=self.plan,
        )
        new = to_store(uuid5(command, "0"), event, metadata.to_json())
        await self.store.append(stream, [new], AnyRevision())
        return new.id

    async def opened(self, *, represented: bool = False) -> None:
        await self.says(
            p.PlanOpened(
                client="client-1", jobcenter="jc-1", counsellor="staff-1", regime="sgb2-2023"
            )
        )
        if represented:
            await self.says(p.RepresentativeAppointed(person="guardian-1", basis="guardian"))

    async def terms(
        self, id: UUID, due: date | None, party: p.Party = "client", what: str = "Drei Bewerbungen"
    ) -> p.AgreementTerms:
        return p.AgreementTerms(
            agreement=id,
            party=party,
            kind="own_effort",
            what=await self.sealed(what),
            due=due,
            proof=await self.sealed("Kopien der Anschreiben"),
        )

    async def agreed(self, *terms: p.AgreementTerms, version: int = 1) -> UUID:
        """All that leads to a version, and the version. The id of `PlanAgreed`."""
        goal = await self.sealed("Wieder als Köchin arbeiten")
        await self.says(p.GoalSet(occupational_goal=goal))
        in_draft = self._worded if version > 1 else set()
        for one in terms:
            kind = p.AgreementRedrafted if one.agreement in in_draft else p.AgreementDrafted
            if one not in getattr(self, "_terms", ()):
                await self.says(kind(terms=one))
        for gone in in_draft - {one.agreement for one in terms}:
            await self.says(p.AgreementDropped(agreement=gone))
        self._terms, self._worded = terms, {one.agreement for one in terms}
        now = self.clock.now()
        acceptances = (
            p.Acceptance(party="client", actor=CLIENT.actor, time=now, channel="portal"),
            p.Acceptance(party="jobcenter", actor=COUNSELLOR.actor, time=now, channel="in_person"),
        )
        return await self.says(
            p.PlanAgreed(
                version=version,
                digest=DIGEST,
                occupational_goal=goal,
                agreements=terms,
                remarks=(await self.sealed("Dienstags kann ich nicht."),),
                acceptances=acceptances,
                review_due=date(2026, 9, 2),
            ),
            CLIENT,
        )

    async def mediating(self) -> UUID:
        """A request reaches the office; the plan hears of it."""
        ends_at = datetime(2026, 3, 30, 22, tzinfo=UTC)
        asked = await self.says(
            m.MediationRequested(
                plan=self.plan,
                client="client-1",
                jobcenter="jc-1",
                requested_by="client",
                subject=await self.sealed("Der Kurs im Mai"),
                received_at=self.clock.now(),
                begin=date(2026, 3, 2),
                end=date(2026, 3, 30),
                end_shifted=date(2026, 3, 30),
                ends_at=ends_at,
                rule="bgb-188-2",
                plan_revision=1,
            ),
            CLIENT,
        )
        since = self.clock.now()
        await self.says(
            p.ConsequencesSuspended(mediation=self.mediation, since=since, until=ends_at), CLOCK
        )
        return asked

    async def wishes(self, who: Person, **body: Any) -> httpx.Response:
        wanted = {"channels": ["outbox"], "language": "de", **body}
        return await self.post(f"/recipients/{who.sub}/preferences", wanted, who)

    # what became of it

    async def settled(self) -> None:
        await self.following.settled(30)

    async def until(self, moment: datetime) -> None:
        """Let time pass, everybody awake."""
        await travel(self.clock, moment, self.settled)

    async def notifications(self) -> list[NotificationRow]:
        """Every notification there is, from the events themselves, in the order of planning."""
        histories: dict[str, list[Recorded[Any]]] = {}
        for recorded in await self.said():
            histories.setdefault(recorded.envelope.stream, []).append(recorded)
        return [row_of(history) for history in histories.values()]

    async def said(self) -> list[Recorded[Any]]:
        """What this service said of notifications."""
        page = await self.store.read_all(categories=["notification"], limit=10_000)
        return Codec(NOTIFICATIONS).recorded_all(page.events)

    async def told(self, state: str | None = None) -> list[tuple[str, str]]:
        """(recipient, template), sorted; only those in a state, if one is named."""
        rows = await self.notifications()
        return sorted((r.recipient, r.template) for r in rows if state in (None, r.state))

    def mails(self) -> Mapping[str, EmailMessage]:
        """What lies in the outbox, by the notification's id."""
        found = sorted((self.folder / "outbox").glob("*.eml"))
        return {f.stem: parsed(f.read_bytes()) for f in found}

    async def mail(self, template: str, recipient: str = "client-1") -> EmailMessage:
        """The one that was sent to somebody with this template."""
        wanted = (template, recipient)
        rows = await self.notifications()
        [id] = [r.notification for r in rows if (r.template, r.recipient) == wanted]
        return self.mails()[str(id)]

    # over HTTP

    async def post(self, path: str, body: Any, by: Person, **headers: str) -> httpx.Response:
        sent = {"Idempotency-Key": str(uuid4()), **self.token(by), **headers}
        return await self.http.post(path, json=body, headers=sent)

    async def get(self, path: str, by: Person, **params: Any) -> httpx.Response:
        return await self.http.get(path, params=params, headers=self.token(by))

    def token(self, by: Person) -> dict[str, str]:
        token = self.issuer.token(by.role, by.sub, by.organisation, by.client, timedelta(days=1))
        return {"Authorization": f"Bearer {token}"}


def parsed(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def text(mail: EmailMessage) -> str:
    """The body in one line, so that where it is wrapped does not matter."""
    return " ".join(mail.get_content().split())
