"""Where is read who was told what: by whom, how much of it, and what that leaves on record."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table

from contracts.catalogue import NOTIFICATIONS
from kernel.access_log import AccessLog, accesses_by
from kernel.clock import Clock
from kernel.codec import Codec
from kernel.event_store import EventStore
from kernel.http import Call
from kernel.projections import Projection
from kernel.security import Identity
from services.notifications.access import (
    Addressed,
    Operation,
    Scope,
    entitled,
    has_role_for,
    scope,
    unknown,
)
from services.notifications.domain.notification import stream
from services.notifications.people import People, PeopleOfPlans
from services.notifications.read_models.sent import (
    Listed,
    NotificationRow,
    row_of,
    sent,
)

_CODEC = Codec(NOTIFICATIONS)

USUAL_PURPOSE = {
    "client": "own notifications",
    "counsellor": "notifications in the matter of an advised client",
    "mediator": "own notifications",
    "system": "delivery of notifications",
}


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    store: EventStore
    people: PeopleOfPlans
    sent: Projection[Table]
    accesses: AccessLog
    clock: Clock

    async def one(
        self, operation: Operation, identity: Identity, notification: UUID
    ) -> tuple[NotificationRow, int]:
        """As it stands now, and its revision. Raises NotEntitled, NotFound."""
        has_role_for(operation, identity)
        stored = await self.store.read_stream(stream(notification))
        if not stored:
            raise unknown()
        row = row_of(_CODEC.recorded_all(stored))
        people = await self.people.of(row.plan)
        entitled(operation, identity, Addressed(row.recipient, row.capacity), people)
        return row, stored[-1].revision

    async def regime(self, plan: UUID) -> str:
        people = await self.people.of(plan)
        if people is None:
            raise unknown()
        return people.regime

    async def allowed(self, identity: Identity, plan: UUID | None, recipient: str | None) -> Scope:
        """Raises NotEntitled, NotFound."""
        people: People | None = await self.people.of(plan) if plan else None
        return scope(identity, plan, people, recipient)

    async def listed(self, within: Scope, after: int, limit: int) -> list[Listed]:
        return await self.sent.read(
            lambda connection, table: sent(
                connection,
                table,
                plan=within.plan,
                recipients=within.recipients,
                capacities=within.capacities,
                after=after,
                limit=limit,
            )
        )

    async def record(self, call: Call, what: str, shown: Iterable[NotificationRow]) -> None:
        """One access per plan; none for whoever reads what is for themselves (§ 35 SGB I)."""
        actor = call.identity.actor
        purpose = call.purpose(USUAL_PURPOSE[actor.role])
        plans: dict[UUID | None, str | None] = {
            row.plan: row.client for row in shown if actor.sub != row.recipient
        }
        now = self.clock.now()
        accesses = accesses_by(actor, at=now, purpose=purpose, what=what, plans=plans)
        await self.accesses.record(*accesses)
