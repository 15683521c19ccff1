"""What each kind of database has to offer."""

from typing import Protocol

from sqlalchemy import Connection, Engine

from kernel import migrations
from kernel.database.failures import as_store_errors


class Engines(Protocol):
    """How one kind of database is written to and read from."""

    writer: Engine
    reader: Engine

    def make_room(self, connection: Connection) -> None:
        """Before tables are made: nobody else makes any until the transaction ends."""

    def fill(self, many: bool) -> None:
        """Set the writer for many rows at a time, or for few again."""


def bring_up(engines: Engines, history: migrations.History) -> None:
    """Take the steps that are missing. Raises StoreFull, StoreUnavailable."""
    with as_store_errors(), engines.writer.begin() as connection:
        engines.make_room(connection)
        migrations.bring_up(connection, history)
