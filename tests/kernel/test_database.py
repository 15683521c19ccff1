"""The database of a service: one writer, some readers, many rows at a time."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from kernel.database import (
    Database,
    DatabaseRefused,
    Moment,
    Prepared,
    bulk_delete,
    bulk_insert,
    bulk_update,
    bulk_upsert,
    delete_among,
    select_among,
)
from kernel.event_store import StoreUnavailable
from tests.servers.databases import Databases

METADATA = MetaData()
notes = Table("notes", METADATA, Column("id", BigInteger, primary_key=True), Column("text", Text))
typed = Table(
    "typed",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment),
    Column("what", JSON),
    Column("done", Boolean),
    Column("day", Date),
    Column("raw", LargeBinary),
    Column("said", Text),
)
FEW_AND_MANY = [0, 200]
"""Rows beside those that matter: many take another way than a few."""


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


@pytest.mark.parametrize("others", FEW_AND_MANY)
async def test_an_upsert_replaces_what_is_there_and_the_last_one_wins(
    ready: Database, others: int
) -> None:
    more = [(number, "more") for number in range(10, 10 + others)]
    new = [(1, "new"), (3, "first"), *more, (3, "last")]
    await ready.write(lambda c: bulk_insert(c, notes, [(1, "old"), (2, "kept")]))
    for _ in range(2):
        await ready.write(lambda c: bulk_upsert(c, notes, new))
    assert await ready.read(all_notes) == [(1, "new"), (2, "kept"), (3, "last"), *more]


@pytest.mark.parametrize("others", FEW_AND_MANY)
async def test_an_insert_of_a_key_that_is_there_adds_nothing(ready: Database, others: int) -> None:
    rows = [(1, "new"), *((number, "more") for number in range(10, 10 + others)), (2, "again")]
    await ready.write(lambda c: bulk_insert(c, notes, [(2, "there")]))
    with pytest.raises(IntegrityError):
        await ready.write(lambda c: bulk_insert(c, notes, rows))
    assert await ready.read(all_notes) == [(2, "there")]


@pytest.mark.parametrize("others", FEW_AND_MANY)
@pytest.mark.parametrize("bulk", [bulk_insert, bulk_upsert])
async def test_values_in_bulk_are_read_back_as_their_types(
    ready: Database, bulk: Callable[..., None], others: int
) -> None:
    at = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=1)))
    rows = [
        (UUID(int=1), at, {"a": [1, None]}, True, date(2026, 3, 29), bytes(range(256)), "\\N\t'"),
        (UUID(int=2), None, None, False, None, None, None),
        *((UUID(int=n), at, "", False, None, b"", "") for n in range(3, 3 + others)),
    ]
    await ready.write(lambda c: bulk(c, typed, rows))
    found = await ready.read(lambda c: c.execute(select(typed).order_by(typed.c.id)).all())
    assert [tuple(one) for one in found] == rows
    assert found[0].at.tzinfo is UTC


async def test_text_sorts_by_its_bytes_and_is_looked_for_letter_by_letter(ready: Database) -> None:
    words = ["Ulm", "ulm", "Übung", "Zeuthen", "an"]
    await ready.write(lambda c: bulk_insert(c, notes, list(enumerate(words))))
    in_order = select(notes.c.text).order_by(notes.c.text)
    assert await ready.read(lambda c: c.scalars(in_order).all()) == sorted(words)
    lower = select(notes.c.text).where(notes.c.text.contains("ulm"))
    assert await ready.read(lambda c: c.scalars(lower).all()) == ["ulm"]


@pytest.mark.slow
async def test_a_long_text_is_compressed_the_fast_way_on_a_server(postgres_database: str) -> None:
    database = Database(postgres_database)
    await database.create(METADATA)
    await database.write(lambda c: bulk_insert(c, notes, [(1, "Wir haben vereinbart: " * 1_000)]))
    how = select(func.pg_column_compression(notes.c.text))
    assert await database.read(lambda c: c.scalar(how)) == "lz4"
    await database.close()


async def test_a_table_of_keys_alone_can_be_upserted(ready: Database) -> None:
    keys = Table("keys", MetaData(), Column("id", Text, primary_key=True))
    await ready.create(keys.metadata)
    for _ in range(2):
        await ready.write(lambda c: bulk_upsert(c, keys, [("a",), ("b",)]))
    assert await ready.read(lambda c: c.execute(select(keys)).all()) == [("a",), ("b",)]


def _longer(old: Table, new: Any) -> dict[str, Any]:
    return {"text": old.c.text + new.text}


@pytest.mark.parametrize("others", FEW_AND_MANY)
async def test_an_upsert_changes_a_row_that_is_there_as_it_is_told(
    ready: Database, others: int
) -> None:
    more = [(number, "more") for number in range(10, 10 + others)]
    for _ in range(2):
        await ready.write(lambda c: bulk_upsert(c, notes, [(1, "ab"), *more], _longer))
    assert await ready.read(all_notes) == [(1, "abab"), *((n, "moremore") for n, _ in more)]


@pytest.mark.parametrize("count", [0, 1, 3, 1_700])
async def test_rows_are_found_and_ended_by_any_number_of_keys(ready: Database, count: int) -> None:
    at = datetime(2026, 3, 29, tzinfo=UTC)
    rows = [
        (UUID(int=n), at, {"n": n}, True, None, b"", "odd" if n % 2 else "even")
        for n in range(4_000)
    ]
    await ready.write(lambda c: bulk_insert(c, typed, rows))
    c, wanted = typed.c, [UUID(int=n) for n in range(1_000, 1_000 + count)]
    columns = (c.said, c.id, c.at, c.done)
    found = await ready.read(
        lambda s: select_among(s, columns, c.id, [*wanted, UUID(int=9_999), *wanted])
    )
    assert sorted(row.id for row in found) == wanted
    assert all(row.at == at and row.done is True for row in found)
    await ready.write(lambda s: delete_among(s, c.id, wanted))
    left = await ready.read(lambda s: select_among(s, [c.id], c.said, ["odd", "even"]))
    assert len(left) == 4_000 - count


async def test_columns_are_changed_and_rows_ended_by_their_keys(ready: Database) -> None:
    day = date(2026, 3, 29)
    rows = [(UUID(int=n), None, None, False, day, b"", "said") for n in range(4)]
    await ready.write(lambda c: bulk_insert(c, typed, rows))
    changes = [(True, None, UUID(int=1)), (True, day, UUID(int=2)), (True, day, UUID(int=9))]
    await ready.write(lambda c: bulk_update(c, typed, ["done", "day"], changes))
    await ready.write(lambda c: bulk_delete(c, typed, [(UUID(int=3),), (UUID(int=9),)]))
    found = await ready.read(lambda c: c.execute(select(typed).order_by(typed.c.id)).all())
    assert [(row.done, row.day, row.said) for row in found] == [
        (False, day, "said"),
        (True, None, "said"),
        (True, day, "said"),
    ]


async def test_a_prepared_statement_says_how_many_rows_it_changed(ready: Database) -> None:
    await ready.write(lambda c: bulk_insert(c, notes, [(1, "old"), (2, "old"), (3, "new")]))
    of_text = update(notes).where(notes.c.text == bindparam("was")).values(text=bindparam("now"))
    rename = Prepared(of_text)
    for was, now, many in (("old", "newer", 2), ("new", "newest", 1), ("old", "none", 0)):
        values = {"was": was, "now": now}
        assert await ready.write(lambda c, v=values: rename.run(c, v)) == many
    assert await ready.read(all_notes) == [(1, "newer"), (2, "newer"), (3, "newest")]


async def test_what_the_driver_says_is_an_error_like_all_others(ready: Database) -> None:
    gone = Table("gone", MetaData(), Column("id", BigInteger, primary_key=True))
    for asks in (
        lambda c: select_among(c, gone.c, gone.c.id, [1]),
        lambda c: bulk_upsert(c, gone, [(1,)]),
    ):
        with pytest.raises(DBAPIError, match="gone"):
            await ready.write(asks)


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


async def test_changes_that_wait_together_are_all_there_and_each_has_its_own_outcome(
    ready: Database,
) -> None:
    def noted(number: int) -> Callable[[Connection], int]:
        def note(connection: Connection) -> int:
            bulk_insert(connection, notes, [(number, "noted")])
            return number

        return note

    outcomes = await asyncio.gather(*(ready.write_together(noted(n)) for n in range(200)))
    assert outcomes == list(range(200))
    assert await ready.read(all_notes) == [(n, "noted") for n in range(200)]


async def test_a_change_that_raises_undoes_no_other_that_waited_with_it(ready: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        begun.set()
        assert go_on.wait(5)

    def note(number: int) -> Callable[[Connection], None]:
        return lambda c: bulk_insert(c, notes, [(number, "noted")])

    def half(connection: Connection) -> None:
        bulk_insert(connection, notes, [(7, "half")])
        raise RuntimeError("and no further")

    holding = asyncio.create_task(ready.write(hold))
    await asyncio.to_thread(begun.wait, 5)
    changes = [note(1), half, note(2), note(1), note(3)]
    waiting = [asyncio.create_task(ready.write_together(change)) for change in changes]
    await asyncio.sleep(0)
    go_on.set()
    outcomes = await asyncio.gather(holding, *waiting, return_exceptions=True)
    kinds = [type(None), type(None), RuntimeError, type(None), IntegrityError, type(None)]
    assert [type(outcome) for outcome in outcomes] == kinds
    assert await ready.read(all_notes) == [(1, "noted"), (2, "noted"), (3, "noted")]


async def test_a_small_change_does_not_wait_for_a_large_one_that_came_after_it(
    ready: Database,
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    large_begun, large_goes_on = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        begun.set()
        assert go_on.wait(5)

    def large(_: Connection) -> None:
        large_begun.set()
        assert large_goes_on.wait(5)

    holding = asyncio.create_task(ready.write(hold))
    await asyncio.to_thread(begun.wait, 5)
    small = asyncio.create_task(ready.write_together(all_notes))
    long = asyncio.create_task(ready.write(large))
    late = asyncio.create_task(ready.write_together(all_notes))
    await asyncio.sleep(0)
    go_on.set()
    assert await asyncio.wait_for(small, 5) == []
    assert not long.done()
    assert not late.done()
    large_goes_on.set()
    await asyncio.gather(holding, long, late)


async def test_a_database_that_is_closed_says_so(databases: Databases) -> None:
    closed = databases.open()
    await closed.close()
    for asks in (closed.write, closed.write_together, closed.read):
        with pytest.raises(StoreUnavailable, match="closed"):
            await asks(all_notes)


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
    with pytest.raises(Exception, match=r"read-?only"):
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


async def test_all_is_there_after_it_was_closed_and_opened(databases: Databases) -> None:
    first = databases.open()
    await first.create(METADATA)
    async with first.filling():
        await first.write(lambda c: bulk_insert(c, notes, [(1, "kept")]))
    await first.close()
    await first.close()
    assert await databases.open().read(all_notes) == [(1, "kept")]


async def test_several_processes_make_the_tables_at_once(databases: Databases) -> None:
    opened = [databases.open() for _ in range(8)]
    await asyncio.gather(*(one.create(METADATA) for one in opened))
    assert await opened[0].read(all_notes) == []


async def test_an_error_of_the_surroundings_is_told_apart_from_one_of_the_rows(
    ready: Database,
) -> None:
    with pytest.raises(DBAPIError, match="no_such_table"):
        await ready.read(lambda c: c.exec_driver_sql("SELECT * FROM no_such_table"))
    assert await ready.read(all_notes) == []


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("mysql://there/koop", "mysql:// is not known here"),
        ("postgresql://there:5432", "names no database"),
        ("postgresql://koop:secret@there:port/koop", "no URL"),
        ("koop.db", "no URL"),
    ],
)
def test_what_is_no_database_is_refused_with_what_would_be(where: str, says: str) -> None:
    with pytest.raises(DatabaseRefused, match=says) as refused:
        Database(where)
    assert "postgresql://user:password@host:5432/database" in str(refused.value)
    assert "secret" not in str(refused.value)
