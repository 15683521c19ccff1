"""The clients' keys in a PostgreSQL database of their own, for services on several hosts."""

import time
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import text

from kernel.database.engines import bring_up
from kernel.database.failures import as_store_errors
from kernel.database.postgresql import Postgresql, exclusively, together
from kernel.event_store import StoreUnavailable
from kernel.sealing.kept_keys import Tombstone

SCHEMA = "keys"
BUCKETS = 64
"""Tables that keys are spread over. One is written anew whenever a key of its own is destroyed."""

LOOKS, BETWEEN = 50, 0.1
"""How often, and how many seconds apart, it is looked whether an older transaction has ended."""

_KEY = text("SELECT wrapped FROM keys WHERE bucket = :bucket AND client = :client")
_ADD = text(
    "INSERT INTO keys (bucket, client, kid, wrapped) SELECT :bucket, :client, :kid, :wrapped"
    " WHERE NOT EXISTS (SELECT FROM tombstones WHERE client = :client) ON CONFLICT DO NOTHING"
)
_MARK = text(
    "INSERT INTO tombstones (client, kid, destroyed_by, reason, at) VALUES (:client,"
    " (SELECT kid FROM keys WHERE bucket = :bucket AND client = :client), :by, :reason, :at)"
    " ON CONFLICT (client) DO NOTHING"
)
_DELETE = text("DELETE FROM keys WHERE bucket = :bucket AND client = :client")
_TOMBSTONE = text(
    "SELECT client, kid, destroyed_by, reason, at FROM tombstones WHERE client = :client"
)
_DESTROYED = text("SELECT number, client FROM tombstones WHERE number > :number ORDER BY number")
# Not of clients alone: where the server itself analyses a table, it sees what was there before.
_OLDER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid()"
    " AND age(backend_xmin) >= age(CAST(CAST(:destroyed AS text) AS xid))"
)


class KeyTable:
    """Nothing is overwritten in place in PostgreSQL: a deleted row stays in its page. So the bucket
    of a destroyed key is written anew, and the old file goes. What then still has the key are the
    server's log and its backups, for as long as they are kept."""

    near = False

    def __init__(self, where: str) -> None:
        engines = Postgresql(where, SCHEMA, 1, durable=True)
        bring_up(engines, "keys")
        self._writer = engines.writer
        self._reader = engines.reader.execution_options(isolation_level="AUTOCOMMIT")
        self._alone = engines.writer.execution_options(isolation_level="AUTOCOMMIT")

    def any_key(self) -> bytes | None:
        return self._one(text("SELECT wrapped FROM keys LIMIT 1"))

    def key_of(self, client: str) -> bytes | None:
        return self._one(_KEY, **_place(client))

    def add(self, client: str, kid: str, wrapped: bytes) -> None:
        self.add_all([(client, kid, wrapped)])

    def add_all(self, keys: Iterable[tuple[str, str, bytes]]) -> None:
        rows = [{**_place(client), "kid": kid, "wrapped": key} for client, kid, key in keys]
        with as_store_errors(), self._writer.begin() as connection:
            together(connection, SCHEMA)  # but not while one is destroyed
            connection.execute(_ADD, rows)

    def destroy(self, client: str, by: str, reason: str, at: datetime) -> None:
        place = _place(client)
        with as_store_errors():
            with self._writer.begin() as connection:
                exclusively(connection, SCHEMA)  # so that tombstones are numbered as they commit
                said = {"by": by, "reason": reason, "at": at.isoformat()}
                connection.execute(_MARK, {**place, **said})
                connection.execute(_DELETE, place)
                transaction = connection.scalar(text("SELECT pg_current_xact_id()::xid::text"))
            self._write_anew(place["bucket"], transaction)

    def tombstone(self, client: str) -> Tombstone | None:
        with as_store_errors(), self._reader.connect() as connection:
            found = connection.execute(_TOMBSTONE, {"client": client}).one_or_none()
        if found is None:
            return None
        _, kid, by, reason, at = found
        return Tombstone(client, kid, by, reason, datetime.fromisoformat(at))

    def destroyed_after(self, number: int) -> list[tuple[int, str]]:
        with as_store_errors(), self._reader.connect() as connection:
            return [(n, c) for n, c in connection.execute(_DESTROYED, {"number": number})]

    def close(self) -> None:
        for engine in (self._writer, self._reader):
            engine.dispose()

    def _one(self, query: Any, **values: object) -> bytes | None:
        with as_store_errors(), self._reader.connect() as connection:
            found: bytes | None = connection.scalar(query, values)
        return found

    def _write_anew(self, bucket: int, destroyed: str) -> None:
        """Raises StoreUnavailable while a transaction from before could still see the row: it would
        be copied."""
        with self._alone.connect() as connection:
            for _ in range(LOOKS):
                if not connection.scalar(_OLDER, {"destroyed": destroyed}):
                    connection.exec_driver_sql(f"VACUUM (FULL) keys_{bucket}")
                    return
                time.sleep(BETWEEN)
        raise StoreUnavailable(
            "the key is destroyed, but a transaction in its database began before and still sees "
            "it: end that one (pg_stat_activity) and repeat"
        )


def _place(client: str) -> dict[str, Any]:
    return {"bucket": sha256(client.encode()).digest()[0] % BUCKETS, "client": client}
