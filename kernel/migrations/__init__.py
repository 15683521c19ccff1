"""Tables that no event could bring again, or that say how far the events were followed.

Each history is a folder of steps, numbered from 0001 on, that only ever grows; read models need
none, for their tables carry their version. A database is brought up when it is first used.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

History = Literal["service", "access", "keys"]
_HERE = Path(__file__).parent


def bring_up(connection: Connection, history: History) -> None:
    """Take the steps that are missing, in the caller's transaction, in which nobody else does."""
    if _newest(connection, history) != latest(history):
        _run(connection, history)


@cache
def latest(history: History) -> str:
    """The number of the last step."""
    return max(step.stem for step in (_HERE / history).glob("r*.py"))[1:5]


def version_table(history: History) -> str:
    return f"{history}_version"


def _newest(connection: Connection, history: History) -> str | None:
    name = version_table(history)
    if not inspect(connection).has_table(name):
        return None
    number: Column[str] = Column("version_num", Text)
    return connection.scalar(select(Table(name, MetaData(), number).c.version_num))


def _run(connection: Connection, history: History) -> None:
    # Only where there is something to do: it takes a while to load.
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.operations import Operations  # noqa: PLC0415

    steps = _steps(history)
    context = MigrationContext.configure(
        connection,
        opts={
            "fn": lambda newest, _: steps._upgrade_revs("head", newest),
            "version_table": version_table(history),
        },
    )
    context.run_migrations(op=Operations(context))  # the usual, global one is for one thread alone


@cache
def _steps(history: History) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory(str(_HERE), version_locations=[str(_HERE / history)])
