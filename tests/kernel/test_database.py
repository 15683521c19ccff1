"""The database of a service: one writer, some readers, many rows at a time."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    MetaData,
    Table,
    Text,
    Uuid,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from kernel.database import Database, Moment, bulk_insert, bulk_upsert

METADATA = MetaData()
notes = Table("notes", METADATA, Column("id", BigInteger, primary_key=True), Column("text", Text))
typed = Table(
    "typed",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment),
    Column("what", JSON),
    Column("done", Boolean),
)


def all_notes(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(select(notes).order_by(notes.c.id))]


@pytest.fixture
async def ready(database: Database) -> Database:
    await database.create(METADATA)
    await database.create(METADATA)
    return database


async def test_rows_in_bulk_are_there_as_they_were_given(ready: Database) -> None:
    rows = [(number, f"note {number}") for number in range(10_000)]
    await ready.write(lambda c: bulk_insert(c, notes, rows))
    assert await ready.read(all_notes) == rows


async def test_an_upsert_replaces_what_is_there_and_the_last_one_wins(ready: Database) -> None:
    await ready.write(lambda c: bulk_insert(c, notes, [(1, "old"), (2, "kept")]))
    await ready.write(lambda c: bulk_upsert(c, notes, [(1, "new"), (3, "first"), (3, "last")]))
    assert await ready.read(all_notes) == [(1, "new"), (2, "kept"), (3, "last")]


async def test_an_insert_of_a_key_that_is_there_adds_nothing(ready: Database) -> None:
    await ready.write(lambda c: bulk_insert(c, notes, [(2, "there")]))
    with pytest.raises(IntegrityError):
        await ready.write(lambda c: bulk_insert(c, notes, [(1, "new"), (2, "again")]))
    assert await ready.read(all_notes) == [(2, "there")]


async def test_values_in_bulk_are_read_back_as_their_types(ready: Database) -> None:
    at = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=1)))
    row = (UUID(int=1), at, {"a": [1, None]}, True)
    await ready.write(lambda c: bulk_upsert(c, typed, [row, (UUID(int=2), None, None, False)]))
    found = await ready.read(lambda c: c.execute(select(typed).order_by(typed.c.id)).all())
    assert [tuple(one) for one in found] == [row, (UUID(int=2), None, None, False)]
    assert found[0].at.tzinfo is UTC


async def test_a_table_of_keys_alone_can_be_upserted(ready: Database) -> None:
    keys = Table("keys", MetaData(), Column("id", Text, primary_key=True))
    await ready.create(keys.metadata)
    for _ in range(2):
        await ready.write(lambda c: bulk_upsert(c, keys, [("a",), ("b",)]))
    assert await ready.read(lambda c: c.execute(select(keys)).all()) == [("a",), ("b",)]


async def test_what_raises_leaves_nothing_behind(ready: Database) -> None:
    def half(connection: Connection) -> None:
        bulk_insert(connection, notes, [(1, "half")])
        raise RuntimeError("and no further")

    with pytest.raises(RuntimeError):
        await ready.write(half)
    assert await ready.read(all_notes) == []


async def test_writers_come_one_after_the_other(ready: Database) -> None:
    def increase(connection: Connection) -> None:
        text = connection.scalar(select(notes.c.text)) or "0"
        bulk_upsert(connection, notes, [(1, str(int(text) + 1))])

    await asyncio.gather(*(ready.write(increase) for _ in range(50)))
    assert await ready.read(all_notes) == [(1, "50")]


async def test_a_reader_sees_one_moment_and_holds_up_no_writer(ready: Database) -> None:
    reading, written = threading.Event(), threading.Event()

    def twice(connection: Connection) -> tuple[list[Any], list[Any]]:
        before = all_notes(connection)
        reading.set()
        assert written.wait(5)
        return before, all_notes(connection)

    found = asyncio.create_task(ready.read(twice))
    await asyncio.to_thread(reading.wait, 5)
    await ready.write(lambda c: bulk_insert(c, notes, [(1, "new")]))
    written.set()
    assert await found == ([], [])


async def test_a_reader_cannot_write(ready: Database) -> None:
    with pytest.raises(Exception, match="readonly"):
        await ready.read(lambda c: c.execute(insert(notes).values(id=1)))


async def test_a_writer_who_is_cancelled_waits_for_the_end_of_its_transaction(
    ready: Database,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        begun.set()
        assert go_on.wait(5)
        bulk_insert(connection, notes, [(1, "there")])

    writing = asyncio.create_task(ready.write(slow))
    await asyncio.to_thread(begun.wait, 5)
    writing.cancel()
    await asyncio.sleep(0)
    assert not writing.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await ready.read(all_notes) == [(1, "there")]


async def test_all_is_there_after_it_was_closed_and_opened(tmp_path: Path) -> None:
    first = Database(tmp_path / "notes.db")
    await first.create(METADATA)
    async with first.filling():
        await first.write(lambda c: bulk_insert(c, notes, [(1, "kept")]))
    await first.close()
    await first.close()
    second = Database(tmp_path / "notes.db")
    assert await second.read(all_notes) == [(1, "kept")]
    await second.close()


def test_the_same_rows_go_to_postgresql_as_tuples() -> None:
    connection = Mock(dialect=postgresql.dialect(paramstyle="format"))
    bulk_upsert(connection, notes, [(1, "a")])
    statement, rows = connection.exec_driver_sql.call_args.args
    assert statement == (
        "INSERT INTO notes (id, text) VALUES (%s::BIGINT, %s::VARCHAR) "
        "ON CONFLICT (id) DO UPDATE SET text = excluded.text"
    )
    assert rows == [(1, "a")]


def test_named_parameters_are_refused_because_rows_are_tuples() -> None:
    connection = Mock(dialect=postgresql.dialect())
    with pytest.raises(ValueError, match="named parameters"):
        bulk_insert(connection, Table("other", MetaData(), Column("id", Text)), [("a",)])
