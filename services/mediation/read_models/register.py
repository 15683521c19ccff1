"""Which mediations there are: those of a plan, of a mediator, of a jobcenter. Without texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    Uuid,
    select,
)

from contracts import mediation as m
from contracts.catalogue import MEDIATION
from contracts.envelope import Identifier, Instant, Recorded
from contracts.mediation import Requester
from contracts.model import Contract
from kernel.codec import Codec
from kernel.database import Moment, bulk_upsert
from kernel.event_store import StoredEvent
from services.mediation.read_models.document import MediationDocument, Status


class CaseRow(Contract):
    """A mediation in a list. `status` is how it ended, if it did; the rest as in its `term`."""

    mediation: UUID
    plan: UUID
    client: Identifier
    jobcenter: Identifier
    requested_by: Requester
    status: Status
    mediator: Identifier | None = None
    received_at: Instant
    begin: date
    end: date
    end_shifted: date
    ends_at: Instant
    rule: Identifier
    ended_at: Instant | None = None

    @classmethod
    def of(cls, case: MediationDocument) -> "CaseRow":
        """The same, of a case as it stood once."""
        known = {name: getattr(case, name) for name in _OF_THE_CASE}
        return cls(**known, **{name: getattr(case.term, name) for name in _OF_THE_TERM})

    def at(self, now: datetime) -> "CaseRow":
        """As it stands at `now`, also where nobody has written its expiry down yet."""
        if self.status != "running" or now < self.ends_at:
            return self
        return self.model_copy(update={"status": "expired", "ended_at": self.ends_at})


_OF_THE_TERM = ("received_at", "begin", "end", "end_shifted", "ends_at", "rule")
_OF_THE_CASE = tuple(name for name in CaseRow.model_fields if name not in _OF_THE_TERM)


@dataclass(frozen=True, slots=True)
class RegisterTables:
    """`appointed` says who ever mediated what: where to look for a mediator's cases of the past."""

    cases: Table
    appointed: Table


@dataclass(frozen=True, slots=True)
class Listed:
    """`number` is the sort key that the next page begins behind."""

    number: int
    row: CaseRow


class Register:
    """A read model. `number` is the position of the request and orders lists."""

    name = "mediations"
    version = 2
    categories = ("mediation",)
    by_stream = True

    def __init__(self) -> None:
        self._codec = Codec(MEDIATION)

    def tables(self, metadata: MetaData, suffix: str) -> RegisterTables:
        cases = Table(
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
            Column("begin", Date, nullable=False),
            Column("end", Date, nullable=False),
            Column("end_shifted", Date, nullable=False),
            Column("ends_at", Moment, nullable=False),
            Column("rule", Text, nullable=False),
            Column("ended_at", Moment),
            Index(f"mediations_plan{suffix}", "plan", "number"),
            Index(f"mediations_mediator{suffix}", "mediator", "number"),
            Index(f"mediations_jobcenter{suffix}", "jobcenter", "number"),
        )
        appointed = Table(
            f"{self.name}_appointed{suffix}",
            metadata,
            Column("mediator", Text, primary_key=True),
            Column("number", BigInteger, primary_key=True, autoincrement=False),
            Column("mediation", Uuid, nullable=False),
        )
        return RegisterTables(cases, appointed)

    def project(
        self, connection: Connection, tables: RegisterTables, events: Sequence[StoredEvent]
    ) -> None:
        """One statement per event: there are a few hundred mediations a year."""
        for stored in events:
            recorded, mine = self._codec.recorded(stored), tables.cases.c.mediation
            if isinstance(recorded.event, m.MediationRequested):
                row = _row(recorded.event, stored)
                connection.execute(tables.cases.insert().values(row))
            elif change := changed(recorded):
                its = mine == _mediation(stored)
                connection.execute(tables.cases.update().where(its).values(change))
            if isinstance(recorded.event, m.MediatorAppointed):
                _appointed(connection, tables, recorded.event.mediator, _mediation(stored))


def _appointed(
    connection: Connection, tables: RegisterTables, mediator: str, mediation: UUID
) -> None:
    c = tables.cases.c
    number = connection.execute(select(c.number).where(c.mediation == mediation)).scalar_one()
    bulk_upsert(connection, tables.appointed, [(mediator, number, mediation)])


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases, by everything that is named."""

    plan: UUID | None = None
    mediator: str | None = None
    jobcenter: str | None = None

    def fits(self, case: CaseRow) -> bool:
        wanted = (self.plan, self.mediator, self.jobcenter)
        has = (case.plan, case.mediator, case.jobcenter)
        return all(one in (None, its) for one, its in zip(wanted, has, strict=True))


def cases(
    connection: Connection,
    tables: RegisterTables,
    wanted: Wanted,
    *,
    after: int = 0,
    limit: int = 50,
) -> Sequence[Listed]:
    """Those that fit, in the order of their requests, from behind `after` on."""
    table = tables.cases
    query = _narrowed(select(table).where(table.c.number > after), table, wanted)
    if wanted.mediator is not None:
        query = query.where(table.c.mediator == wanted.mediator)
    found = connection.execute(query.order_by(table.c.number).limit(limit)).mappings()
    return [_listed(dict(row)) for row in found]


def ever(
    connection: Connection,
    tables: RegisterTables,
    wanted: Wanted,
    *,
    after: int = 0,
    limit: int = 50,
) -> list[tuple[int, UUID]]:
    """Those that fit now or may have fitted before: only a mediator ever changes."""
    table, appointed = tables.cases, tables.appointed
    begun: Select[Any] = select(table.c.number, table.c.mediation).where(table.c.number > after)
    query = _narrowed(begun, table, wanted)
    if wanted.mediator is not None:
        query = query.join(appointed, appointed.c.number == table.c.number).where(
            appointed.c.mediator == wanted.mediator
        )
    found = connection.execute(query.order_by(table.c.number).limit(limit))
    return [(row.number, row.mediation) for row in found]


def running(
    connection: Connection, tables: RegisterTables, mediator: str, limit: int
) -> list[UUID]:
    """A mediator's cases without an end on record."""
    c = tables.cases.c
    query = select(c.mediation).where(c.mediator == mediator, c.status == "running")
    return list(connection.execute(query.order_by(c.number).limit(limit)).scalars())


def _narrowed(query: Select[Any], table: Table, wanted: Wanted) -> Select[Any]:
    for column, value in ((table.c.plan, wanted.plan), (table.c.jobcenter, wanted.jobcenter)):
        if value is not None:
            query = query.where(column == value)
    return query


def _listed(row: dict[str, Any]) -> Listed:
    return Listed(row.pop("number"), CaseRow.model_validate(row))


def _mediation(stored: StoredEvent) -> UUID:
    return UUID(stored.stream.partition("-")[2])


def _row(event: m.MediationRequested, stored: StoredEvent) -> dict[str, Any]:
    said = ("plan", "client", "jobcenter", "requested_by", *_OF_THE_TERM)
    return {
        "number": stored.position,
        "mediation": _mediation(stored),
        "status": "running",
        **{name: getattr(event, name) for name in said},
    }
