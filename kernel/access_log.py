"""Who read whose personal data, when and why (§ 35 SGB I): an append-only record beside the events.

It is no read model: nothing else could bring its rows back, so it belongs into a database that is
never thrown away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    select,
)

from contracts.envelope import Actor
from kernel.database import Database, Moment

Purpose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)]
"""Why somebody reads, in their words or the name of a task. Never a personal text."""

METADATA = MetaData()
_table = Table(
    "accesses",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text),
    Column("purpose", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("plan", Uuid),
    Column("client", Text),
    Index("accesses_by_plan", "plan", "number"),
    Index("accesses_by_client", "client", "number"),
    Index("accesses_by_who", "who", "number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """`what` names the operation, as in OpenAPI; `plan` and `client` whose data it showed."""

    at: datetime
    who: str
    role: str
    organisation: str | None
    purpose: str
    what: str
    plan: UUID | None = None
    client: str | None = None


def accesses_by(
    actor: Actor,
    *,
    at: datetime,
    purpose: str,
    what: str,
    plans: Mapping[UUID | None, str | None],
) -> list[Access]:
    """One for each plan shown, with its client; a list without a plan names None."""
    return [
        Access(
            at=at,
            who=actor.sub,
            role=actor.role,
            organisation=actor.organisation,
            purpose=purpose,
            what=what,
            plan=plan,
            client=client,
        )
        for plan, client in plans.items()
    ]


_COLUMNS = tuple(_table.c[field.name] for field in fields(Access))


class AccessLog:
    """Keeps accesses in `database`, which may be shared by several services. What belongs to an
    access and must last as long may be kept there, too."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def prepare(self) -> None:
        """Make the table where it is missing. To be called once before the others."""
        await self.database.bring_up("access")

    async def record(self, *accesses: Access) -> None:
        """Keep all or none. Returns when they are kept: only then may the data be shown."""
        rows = _rows(accesses)
        if rows:
            await self.database.write_together(
                lambda connection: connection.execute(_table.insert(), rows)
            )

    async def record_with(self, access: Access, keep: Callable[[Connection, int], object]) -> int:
        """Keep an access and what `keep` writes beside it under its number: both or neither.

        For what shows so much that a record of each plan would say less than the question does.
        """

        def record(connection: Connection) -> int:
            (row,) = _rows([access])
            kept = connection.execute(_table.insert(), row).inserted_primary_key
            assert kept is not None
            keep(connection, kept[0])
            return int(kept[0])

        return await self.database.write_together(record)

    async def accesses(
        self,
        *,
        plan: UUID | None = None,
        client: str | None = None,
        who: str | None = None,
        after: int = 0,
        limit: int = 100,
    ) -> Sequence[tuple[int, Access]]:
        """Accesses with their numbers, oldest first, from behind number `after` on."""
        query = select(_table.c.number, *_COLUMNS).where(_table.c.number > after)
        for column, value in (
            (_table.c.plan, plan),
            (_table.c.client, client),
            (_table.c.who, who),
        ):
            if value is not None:
                query = query.where(column == value)
        query = query.order_by(_table.c.number).limit(limit)
        rows = await self.database.read(lambda connection: connection.execute(query).all())
        return [(row.number, _access(row)) for row in rows]


def _rows(accesses: Sequence[Access]) -> list[dict[str, Any]]:
    return [{field.name: getattr(one, field.name) for field in fields(one)} for one in accesses]


def _access(row: Row[tuple[object, ...]]) -> Access:
    return Access(**{field.name: getattr(row, field.name) for field in fields(Access)})
