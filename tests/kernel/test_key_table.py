"""Keys on a server: what is left of one in its files, and what holds its erasure up."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from kernel.event_store import StoreUnavailable
from kernel.sealing import ClientErased, KeyStore, MasterKey, key_table
from kernel.sealing.key_table import KeyTable

pytestmark = pytest.mark.slow

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FILES = """
    SELECT pg_read_binary_file(pg_relation_filepath(oid))
    FROM pg_class WHERE relkind = 'r' AND relname ~ '^keys_[0-9]+$'
"""


@pytest.fixture
async def keys(postgres_database: str) -> AsyncIterator[KeyStore]:
    store = KeyStore(postgres_database, MasterKey(bytes(32)))
    yield store
    await store.close()


@pytest.fixture
def sql(postgres_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        yield connection


def in_the_files(sql: psycopg.Connection) -> bytes:
    sql.execute("CHECKPOINT")
    return b"".join(content for (content,) in sql.execute(FILES))


async def destroy(keys: KeyStore, client: str) -> None:
    await keys.destroy(client, by="staff-9", reason="erasure asked for", at=NOON)


async def test_no_byte_of_a_destroyed_key_is_left_in_the_files_of_its_table(
    keys: KeyStore, sql: psycopg.Connection
) -> None:
    clients = [f"client-{n}" for n in range(200)]
    for client in clients:
        await keys.of(client)
    wrapped = keys._kept.keys_of(clients)
    assert [client for client in clients if wrapped[client] not in in_the_files(sql)] == []
    gone = clients[::20]
    for client in gone:
        await destroy(keys, client)
    left = in_the_files(sql)
    assert [client for client in clients if wrapped[client] not in left] == gone


async def test_while_a_transaction_from_before_sees_it_the_erasure_is_not_done(
    keys: KeyStore, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_table, "LOOKS", 2)
    await keys.of("client-1")
    with psycopg.connect(postgres_database) as other:
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT count(*) FROM keys.keys")
        with pytest.raises(StoreUnavailable, match="still sees it: end that one"):
            await destroy(keys, "client-1")
    with pytest.raises(ClientErased):
        (await keys.of("client-1")).seal("nothing more")
    await destroy(keys, "client-1")


async def test_without_the_server_no_key_is_used(keys: KeyStore, postgres_database: str) -> None:
    """Nobody could say whether it has been destroyed."""
    await keys.of("client-1")
    name = postgres_database.rpartition("/")[2]
    with psycopg.connect(
        postgres_database.rpartition("/")[0] + "/postgres", autocommit=True
    ) as sql:
        sql.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        sql.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        with pytest.raises(StoreUnavailable):
            await keys.of("client-1")
        sql.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    assert await keys.of("client-1")


async def test_the_buckets_are_as_many_as_the_table_has(
    sql: psycopg.Connection, keys: KeyStore
) -> None:
    counted = sql.execute(
        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'keys.keys'::regclass"
    )
    assert counted.fetchone() == (key_table.BUCKETS,)
    assert isinstance(keys._kept, KeyTable)
