"""The histories of tables: from nothing, from an older one, by several at once."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, insert, inspect, select, text

from kernel import access_log, dead_letters, leases
from kernel.database import Database
from kernel.following import checkpoints
from kernel.migrations import History, latest, version_table
from kernel.projections import registry, shares
from koop import views_of
from services.audit.exports import log as exports
from tests.servers.databases import Databases

TABLES: dict[History, tuple[MetaData, ...]] = {
    "service": (
        registry.METADATA,
        shares.METADATA,
        checkpoints.METADATA,
        dead_letters.METADATA,
        leases.METADATA,
    ),
    "access": (access_log.METADATA, views_of.METADATA, exports.METADATA),
}


def differences(connection: Connection, history: History) -> list[Any]:
    """Between the tables that are there and those that the code knows."""
    wanted = MetaData()
    for metadata in TABLES[history]:
        for table in metadata.sorted_tables:
            table.to_metadata(wanted)
    opts = {"version_table": version_table(history), "compare_type": True}
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=opts), wanted)
    return found


@pytest.mark.parametrize("history", TABLES)
async def test_the_steps_lead_to_the_tables_that_the_code_knows(
    database: Database, history: History
) -> None:
    await database.bring_up(history)
    assert await database.read(lambda c: differences(c, history)) == []


@pytest.mark.parametrize("history", TABLES)
async def test_several_processes_bring_it_up_at_once(
    databases: Databases, history: History
) -> None:
    opened = [databases.open(name) for name in ("plan", "audit", "mediation") for _ in range(3)]
    await asyncio.gather(*(one.bring_up(history) for one in opened))
    newest = text(f"SELECT version_num FROM {version_table(history)}")
    for one in opened:
        assert await one.read(lambda c: c.scalars(newest).all()) == [latest(history)]


async def test_what_is_there_stays_when_it_is_brought_up_again(databases: Databases) -> None:
    table = checkpoints.METADATA.tables["checkpoints"]
    first = databases.open()
    await first.bring_up("service")
    await first.write(lambda c: c.execute(insert(table).values(name="a", position=7)))
    again = databases.open()
    await again.bring_up("service")
    assert await again.read(lambda c: c.execute(select(table)).all()) == [("a", 7, None)]


async def test_a_step_that_fails_leaves_nothing_behind(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = databases.open()
    with monkeypatch.context() as broken:
        broken.setattr("kernel.migrations.bring_up", half_way)
        with pytest.raises(RuntimeError, match="half way"):
            await database.bring_up("service")
    assert await database.read(lambda c: inspect(c).get_table_names()) == []
    await database.bring_up("service")
    assert await database.read(lambda c: differences(c, "service")) == []


def half_way(connection: Connection, history: History) -> None:
    checkpoints.METADATA.create_all(connection)
    raise RuntimeError(f"{history} half way")
