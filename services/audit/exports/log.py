"""Which exports there were: one record each, beside the access that bears the same number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Row, Table, Text, select

from kernel.access_log import Access, AccessLog
from kernel.database import Moment
from services.audit.exports.scope import Format, Scope

_Number = BigInteger().with_variant(Integer, "sqlite")
METADATA = MetaData()
_table = Table(
    "exports",
    METADATA,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("begun", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("finished", Moment),
    Column("events", BigInteger),
    Column("first", BigInteger),
    Column("last", BigInteger),
    Column("content", Text),
    Column("sha256", Text),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an export held: how many events, from which position to which, and two digests.

    `content` is over what the events say, the same in every format; `sha256` over the file.
    """

    events: int
    first: int | None
    last: int | None
    content: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Export:
    """`receipt` is None until it has been given whole, and for ever where it broke off."""

    number: int
    begun: datetime
    who: str
    organisation: str
    purpose: str
    format: Format
    scope: Scope
    finished: datetime | None
    receipt: Receipt | None


class ExportLog:
    """In the database of the access log, and made with it: no event could bring either again."""

    def __init__(self, accesses: AccessLog) -> None:
        self._accesses = accesses

    async def begin(self, access: Access, format: Format, scope: Scope) -> int:
        """Returns its number once it is on record; only then may anything be shown."""
        row = {
            "begun": access.at,
            "who": access.who,
            "organisation": access.organisation,
            "purpose": access.purpose,
            "format": format,
            "scope": scope.model_dump_json(exclude_none=True),
        }

        def keep(connection: Connection, number: int) -> None:
            connection.execute(_table.insert(), {"number": number, **row})

        return await self._accesses.record_with(access, keep)

    async def finish(self, number: int, at: datetime, receipt: Receipt) -> None:
        """Everything has been given but the file's own end."""
        change = _table.update().where(_table.c.number == number)
        values = {"finished": at, **{name: getattr(receipt, name) for name in Receipt.__slots__}}
        await self._accesses.database.write(lambda c: c.execute(change.values(values)))

    async def export(self, number: int) -> Export | None:
        return next(iter(await self.those([number])), None)

    async def those(self, numbers: Sequence[int]) -> list[Export]:
        return await self._found(_table.c.number.in_(numbers))

    async def behind(self, after: int, organisations: Sequence[str], limit: int) -> list[Export]:
        """Those of some organisations behind a number, in order."""
        c = _table.c
        wanted = (c.number > after) & c.organisation.in_(organisations)
        return await self._found(wanted, limit)

    async def _found(self, wanted: Any, limit: int | None = None) -> list[Export]:
        query = select(_table).where(wanted).order_by(_table.c.number).limit(limit)
        rows = await self._accesses.database.read(lambda c: c.execute(query).all())
        return [_export(row) for row in rows]


def _export(row: Row[Any]) -> Export:
    receipt = Receipt(row.events, row.first, row.last, row.content, row.sha256)
    return Export(
        number=row.number,
        begun=row.begun,
        who=row.who,
        organisation=row.organisation,
        purpose=row.purpose,
        format=row.format,
        scope=Scope.model_validate_json(row.scope),
        finished=row.finished,
        receipt=receipt if row.finished else None,
    )
