"""The file with the clients' keys: who may read it, and what is left of a key in it."""

import asyncio
import sqlite3
import stat
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kernel.event_store import StoreFull
from kernel.sealing import KeyStore, MasterKey
from kernel.sealing.key_file import KeyFile

CLIENT = "client-4711"
TEXT = "Ich möchte wieder als Köchin arbeiten."
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[KeyStore]:
    store = KeyStore(tmp_path / "keys.db", MasterKey(bytes(32)))
    yield store
    await store.close()


def key_files(folder: Path) -> list[Path]:
    """With SQLite's own beside it: the log and its index."""
    return list(folder.glob("keys.db*"))


async def test_no_byte_of_a_destroyed_key_is_left_in_the_files(
    keys: KeyStore, tmp_path: Path
) -> None:
    clients = [f"client-{n}" for n in range(600)]
    for client in clients:
        await keys.of(client)
    with sqlite3.connect(tmp_path / "keys.db") as sql:
        wrapped = dict(sql.execute("SELECT client, wrapped FROM keys").fetchall())
    sql.close()
    gone = clients[::7]
    for client in gone:
        await keys.destroy(client, by="staff-9", reason="asked for", at=NOON)
    left = b"".join(file.read_bytes() for file in key_files(tmp_path))
    assert [client for client in gone if wrapped[client] in left] == []
    assert wrapped["client-1"] in left


async def test_the_files_are_readable_by_their_owner_alone(keys: KeyStore, tmp_path: Path) -> None:
    await keys.of(CLIENT)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in key_files(tmp_path)}
    assert modes == {0o600}


COMES_AND_GOES = """
import sys
from pathlib import Path
from kernel.sealing.key_file import KeyFile
KeyFile(Path(sys.argv[1])).close()
"""


async def test_a_process_that_comes_and_goes_takes_no_key_with_it(
    keys: KeyStore, tmp_path: Path
) -> None:
    file = tmp_path / "keys.db"
    await keys.of(CLIENT)
    visitor = await asyncio.create_subprocess_exec(sys.executable, "-c", COMES_AND_GOES, str(file))
    assert await visitor.wait() == 0
    later = await keys.of("client-later")

    another = KeyStore(file, MasterKey(bytes(32)))
    assert (await another.of("client-later")).open(later.seal(TEXT)) == TEXT
    await another.close()


async def test_a_full_disk_refuses_a_new_key_and_keeps_the_old_ones(
    keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await keys.of(CLIENT)
    file = keys._kept
    assert isinstance(file, KeyFile)
    file._sql.execute("PRAGMA max_page_count = 1")  # means: not one page more than now
    with pytest.raises(StoreFull):
        await asyncio.gather(*(keys.of(f"client-{n}") for n in range(100)))
    assert known.open(known.seal(TEXT)) == TEXT
    file._sql.execute("PRAGMA max_page_count = 1000000")
    assert (await keys.of("client-new")).seal(TEXT)
