"""Looking for consents: by plan, client, person, jobcenter, period."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, or_, select

from contracts.envelope import Actor, Role
from contracts.plan import Channel, ConsentingParty
from services.audit.read_models.consents.tables import ConsentTables


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFilter:
    """What is None does not matter. `since` is included, `before` is not.

    `person` consented or recorded the consent, or was stood in for.
    """

    jobcenter: str | None = None
    plan: UUID | None = None
    client: str | None = None
    person: str | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """The columns of the table, in their order."""

    position: int
    event: UUID
    plan: UUID
    client: str | None
    jobcenter: str | None
    version: int | None
    digest: str | None
    solution: UUID | None
    party: ConsentingParty
    channel: Channel
    time: datetime
    sub: str
    role: Role
    organisation: str | None
    on_behalf_of: str | None
    withdrawn_position: int | None
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    agreed_position: int | None
    agreed_at: datetime | None

    @property
    def actor(self) -> Actor:
        return Actor(
            sub=self.sub,
            role=self.role,
            organisation=self.organisation,
            on_behalf_of=self.on_behalf_of,
        )


def consents(
    connection: Connection,
    tables: ConsentTables,
    wanted: ConsentFilter,
    *,
    after: int,
    until: int,
    limit: int,
) -> list[ConsentRow]:
    """The next ones behind position `after`, up to `until`, in order; at most `limit`."""
    c = tables.consents.c
    query = select(tables.consents).where(c.position > after, c.position <= until)
    query = _narrowed(query, tables, wanted).order_by(c.position).limit(limit)
    return [ConsentRow(*row) for row in connection.execute(query)]


def _narrowed(query: Select[Any], tables: ConsentTables, wanted: ConsentFilter) -> Select[Any]:
    c = tables.consents.c
    for column, value in (
        (c.jobcenter, wanted.jobcenter),
        (c.plan, wanted.plan),
        (c.client, wanted.client),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.person is not None:
        query = query.where(or_(c.sub == wanted.person, c.on_behalf_of == wanted.person))
    if wanted.since is not None:
        query = query.where(c.time >= wanted.since)
    if wanted.before is not None:
        query = query.where(c.time < wanted.before)
    return query
