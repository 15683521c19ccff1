"""Where followers without rows of their own stand, kept in the database of their service."""

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, select, update

from kernel.database import Database, bulk_upsert, exclusively
from kernel.following.patience import Superseded

METADATA = MetaData()

_table = Table(
    "checkpoints",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("reason", Text),
)


class Checkpoint:
    """How far the follower of this name got, and why it stopped there, if it did.

    Whoever moves it has to know where it stood: one who slept while another went on cannot.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database, self._name = database, name
        self._created = False
        self._known = 0

    async def read(self) -> tuple[int, str | None]:
        await self._create()
        found = await self._database.read(self._read)
        self._known = found[0]
        return found

    async def move(self, position: int) -> None:
        """Raises Superseded where somebody else has moved it since it was last read or moved."""
        await self._database.write_together(lambda c: self._move(c, position))
        self._known = position

    async def stop(self, reason: str) -> None:
        mine = update(_table).where(_table.c.name == self._name).values(reason=reason)
        await self._database.write(lambda c: c.execute(mine))

    def _read(self, connection: Connection) -> tuple[int, str | None]:
        query = select(_table.c.position, _table.c.reason).where(_table.c.name == self._name)
        found = connection.execute(query).one_or_none()
        return (found.position, found.reason) if found else (0, None)

    def _move(self, connection: Connection, position: int) -> None:
        here = (_table.c.name == self._name) & (_table.c.position == self._known)
        moved = connection.execute(
            update(_table).where(here).values(position=position, reason=None)
        )
        if moved.rowcount != 1:
            raise Superseded(f"{self._name} does not stand at {self._known} any more")

    async def _create(self) -> None:
        if not self._created:
            await self._database.bring_up("service")
            await self._database.write(self._begin)
            self._created = True

    def _begin(self, connection: Connection) -> None:
        exclusively(connection, self._name)
        if connection.execute(select(_table).where(_table.c.name == self._name)).first() is None:
            bulk_upsert(connection, _table, [(self._name, 0, None)])
