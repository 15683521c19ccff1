"""The file with the clients' keys: apart from the events, so that a backup of one is not both."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from kernel.database.engines import bring_up
from kernel.database.sqlite import Sqlite
from kernel.event_store import StoreFull, StoreUnavailable
from kernel.sealing.kept_keys import Tombstone
from kernel.write_ahead import log_mode

_DESTROYED: Final = bytes(40)
"""As long as a wrapped key, so that SQLite overwrites it where it stands."""

_ASKED: Final = "json_each(?) AS asked CROSS JOIN"

_CACHE: Final = "-16000"
"""KiB: the keys of a hundred thousand clients. A list names many clients, each somewhere else."""

_ADD = (
    "INSERT INTO keys (client, kid, wrapped) SELECT ?1, ?2, ?3"
    " WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE client = ?1)"
    " ON CONFLICT (client) DO NOTHING"
)


@contextmanager
def _as_store_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as cause:
        if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise StoreFull("no room left for a client's key") from cause
        raise StoreUnavailable(f"the key file does not answer: {cause}") from cause


def _bring_up(path: Path) -> None:
    engines = Sqlite(path, 1, durable=True)
    try:
        bring_up(engines, "keys")
    finally:
        engines.writer.dispose()


class KeyFile:
    """Rows are only ever added at the end or overwritten in place: were they moved about, SQLite
    would leave copies of keys in pages that no row points to.
    """

    near = True

    def __init__(self, path: Path) -> None:
        with _as_store_errors():
            if not path.exists():  # closing a file that is open elsewhere here would drop its locks
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)
            _bring_up(path)
            self._sql = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._sql.execute("PRAGMA busy_timeout = 5000")
            log_mode(self._sql)
            self._sql.execute("PRAGMA synchronous = FULL")
            self._sql.execute("PRAGMA secure_delete = ON")
            self._sql.execute(f"PRAGMA cache_size = {_CACHE}")

    def any_key(self) -> bytes | None:
        with _as_store_errors():
            found = self._sql.execute(
                "SELECT wrapped FROM keys WHERE wrapped != ? LIMIT 1", (_DESTROYED,)
            ).fetchone()
        return found[0] if found else None

    def keys_of(self, clients: Sequence[str]) -> dict[str, bytes]:
        with _as_store_errors():
            return dict(
                self._sql.execute(
                    f"SELECT client, wrapped FROM {_ASKED} keys ON client = asked.value"
                    " WHERE wrapped != ?",
                    (json.dumps(clients), _DESTROYED),
                )
            )

    def add(self, client: str, kid: str, wrapped: bytes) -> None:
        """Durable when it returns. Adds nothing where there is a key or was one."""
        with _as_store_errors():
            self._sql.execute(_ADD, (client, kid, wrapped))

    def add_all(self, keys: Iterable[tuple[str, str, bytes]]) -> None:
        """As `add`, all of them in one transaction."""
        with _as_store_errors(), self._transaction():
            self._sql.executemany(_ADD, keys)

    def destroy(self, client: str, by: str, reason: str, at: datetime) -> None:
        """For ever. Doing it again changes nothing, but finishes what was interrupted."""
        with _as_store_errors(), self._transaction():
            self._sql.execute(
                "INSERT INTO tombstones (client, kid, destroyed_by, reason, at)"
                " VALUES (?1, (SELECT kid FROM keys WHERE client = ?1), ?2, ?3, ?4)"
                " ON CONFLICT (client) DO NOTHING",
                (client, by, reason, at.isoformat()),
            )
            self._sql.execute("UPDATE keys SET wrapped = ? WHERE client = ?", (_DESTROYED, client))
        self._empty_the_log()

    def tombstones(self, clients: Sequence[str]) -> list[Tombstone]:
        with _as_store_errors():
            found = self._sql.execute(
                f"SELECT client, kid, destroyed_by, reason, at FROM {_ASKED} tombstones"
                " ON client = asked.value",
                (json.dumps(clients),),
            )
            return [Tombstone.of(*row) for row in found]

    def destroyed_after(self, number: int) -> list[tuple[int, str]]:
        """Whose keys were destroyed since, by any process: tombstones are numbered from 1."""
        with _as_store_errors():
            return self._sql.execute(
                "SELECT number, client FROM tombstones WHERE number > ? ORDER BY number", (number,)
            ).fetchall()

    def close(self) -> None:
        self._sql.close()

    def _empty_the_log(self) -> None:
        """The write-ahead log still holds the page as it was when the key was made."""
        with _as_store_errors():
            (busy, _, _) = self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreUnavailable("the key is destroyed, but a copy is still in the log: repeat")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._sql.execute("COMMIT")
        except BaseException:
            if self._sql.in_transaction:
                self._sql.execute("ROLLBACK")
            raise
