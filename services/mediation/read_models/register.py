"""Which mediations there are: those of a plan, of a mediator, of a jobcenter. Without texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, Uuid, select

from contracts import mediation as m
from contracts.catalogue import MEDIATION
from contracts.envelope import Identifier, Instant, Recorded
from contracts.mediation import Requester
from contracts.model import Contract
from kernel.codec import Codec
from kernel.database import Moment
from kernel.event_store import StoredEvent
from services.mediation.read_models.document import Status


class CaseRow(Contract):
    """A mediation in a list."""

    mediation: UUID
    plan: UUID
    client: Identifier
    jobcenter: Identifier
    requested_by: Requester
    status: Status
    mediator: Identifier | None = None
    received_at: Instant
    ends_at: Instant
    ended_at: Instant | None = None

    def at(self, now: datetime) -> "CaseRow":
        """As it stands at `now`, also where nobody has written its expiry down yet."""
        if self.status != "running" or now < self.ends_at:
            return self
        return self.model_copy(update={"status": "expired", "ended_at": self.ends_at})


@dataclass(frozen=True, slots=True)
class Listed:
    """`number` is the sort key that the next page begins behind."""

    number: int
    row: CaseRow


class Register:
    """A read model. `number` is the position of the request and orders lists."""

    name = "mediations"
    version = 1
    categories = ("mediation",)
    by_stream = True

    def __init__(self) -> None:
        self._codec = Codec(MEDIATION)

    def tables(self, metadata: MetaData, suffix: str) -> Table:
        return Table(
            f"{self.name}{suffix}",
            metadata,
            Column("number", BigInteger, nullable=False),
            Column("mediation", Uuid, primary_key=True),
            Column("plan", Uuid, nullable=False),
            Column("client", Text, nullable=False),
            Column("jobcenter", Text, nullable=False),
            Column("requested_by", Text, nullable=False),
            Column("status", Text, nullable=False),
            Column("mediator", Text),
            Column("received_at", Moment, nullable=False),
            Column("ends_at", Moment, nullable=False),
            Column("ended_at", Moment),
            Index(f"mediations_plan{suffix}", "plan", "number"),
            Index(f"mediations_mediator{suffix}", "mediator", "number"),
            Index(f"mediations_jobcenter{suffix}", "jobcenter", "number"),
        )

    def project(self, connection: Connection, tables: Table, events: Sequence[StoredEvent]) -> None:
        """One statement per event: there are a few hundred mediations a year."""
        for stored in events:
            recorded = self._codec.recorded(stored)
            if isinstance(recorded.event, m.MediationRequested):
                connection.execute(tables.insert().values(_row(recorded.event, stored)))
            elif change := changed(recorded):
                mine = tables.c.mediation == _mediation(stored)
                connection.execute(tables.update().where(mine).values(change))


_ENDS: Mapping[type, Status] = {
    m.MediationSettled: "settled",
    m.MediationWithdrawn: "withdrawn",
    m.MediationBecameMoot: "moot",
    m.MediationExpired: "expired",
}


def changed(recorded: Recorded[Any]) -> dict[str, Any]:
    """What an event after the request changes in the row."""
    event = recorded.event
    match event:
        case m.MediatorAppointed():
            return {"mediator": event.mediator}
        case m.MediatorRecused():
            return {"mediator": None}
        case m.MediationWithdrawn(ends=False):
            return {}
    if (status := _ENDS.get(type(event))) is None:
        return {}
    ended_at = getattr(event, "ended_at", recorded.envelope.metadata.time)
    return {"status": status, "ended_at": ended_at}


def cases(
    connection: Connection,
    table: Table,
    *,
    plan: UUID | None = None,
    mediator: str | None = None,
    jobcenter: str | None = None,
    after: int = 0,
    limit: int = 50,
) -> Sequence[Listed]:
    """Those that fit everything named, in the order of their requests, from behind `after` on."""
    query = select(table).where(table.c.number > after)
    wanted = {"plan": plan, "mediator": mediator, "jobcenter": jobcenter}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    found = connection.execute(query.order_by(table.c.number).limit(limit)).mappings()
    return [_listed(dict(row)) for row in found]


def _listed(row: dict[str, Any]) -> Listed:
    return Listed(row.pop("number"), CaseRow.model_validate(row))


def _mediation(stored: StoredEvent) -> UUID:
    return UUID(stored.stream.partition("-")[2])


def _row(event: m.MediationRequested, stored: StoredEvent) -> dict[str, Any]:
    return {
        "number": stored.position,
        "mediation": _mediation(stored),
        "plan": event.plan,
        "client": event.client,
        "jobcenter": event.jobcenter,
        "requested_by": event.requested_by,
        "status": "running",
        "received_at": event.received_at,
        "ends_at": event.ends_at,
    }
