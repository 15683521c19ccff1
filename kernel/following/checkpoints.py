"""Where followers without rows of their own stand, kept in the database of their service."""

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, select, update

from kernel.database import Database, bulk_upsert

METADATA = MetaData()

_table = Table(
    "checkpoints",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("reason", Text),
)


class Checkpoint:
    """How far the follower of this name got, and why it stopped there, if it did."""

    def __init__(self, database: Database, name: str) -> None:
        self._database, self._name = database, name
        self._created = False

    async def read(self) -> tuple[int, str | None]:
        await self._create()
        return await self._database.read(self._read)

    async def move(self, position: int) -> None:
        row = (self._name, position, None)
        await self._database.write(lambda c: bulk_upsert(c, _table, [row]))

    async def stop(self, reason: str) -> None:
        mine = update(_table).where(_table.c.name == self._name).values(reason=reason)
        await self._database.write(lambda c: c.execute(mine))

    def _read(self, connection: Connection) -> tuple[int, str | None]:
        query = select(_table.c.position, _table.c.reason).where(_table.c.name == self._name)
        found = connection.execute(query).one_or_none()
        return (found.position, found.reason) if found else (0, None)

    async def _create(self) -> None:
        if not self._created:
            await self._database.create(METADATA)
            await self._database.write(self._begin)
            self._created = True

    def _begin(self, connection: Connection) -> None:
        if connection.execute(select(_table).where(_table.c.name == self._name)).first() is None:
            bulk_upsert(connection, _table, [(self._name, 0, None)])
