"""The clients' keys in a PostgreSQL database of their own, for services on several hosts."""

import time
from collections.abc import Iterable, Sequence
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

# One look into one bucket for each: together, all buckets might be read from end to end.
_KEYS = text(
    "SELECT client, wrapped FROM unnest(CAST(:buckets AS smallint[]), CAST(:clients AS text[]))"
    " AS wanted (bucket, client) CROSS JOIN LATERAL (SELECT wrapped FROM keys"
    " WHERE keys.bucket = wanted.bucket AND keys.client = wanted.client LIMIT 1) AS found"
)
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
_TOMBSTONES = text(
    "SELECT client, kid, destroyed_by, reason, at FROM tombstones WHERE client = ANY(:clients)"
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
        with as_store_errors(), self._reader.connect() as connection:
            found: bytes | None = connection.scalar(text("SELECT wrapped FROM keys LIMIT 1"))
        return found

    def keys_of(self, clients: Sequence[str]) -> dict[str, bytes]:
        wanted = {"clients": list(clients), "buckets": [_bucket(client) for client in clients]}
        with as_store_errors(), self._reader.connect() as connection:
            return {row.client: row.wrapped for row in connection.execute(_KEYS, wanted)}

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

    def tombstones(self, clients: Sequence[str]) -> list[Tombstone]:
        with as_store_errors(), self._reader.connect() as connection:
            found = connection.execute(_TOMBSTONES, {"clients": list(clients)})
            return [Tombstone.of(*row) for row in found]

    def destroyed_after(self, number: int) -> list[tuple[int, str]]:
        with as_store_errors(), self._reader.connect() as connection:
            return [(n, c) for n, c in connection.execute(_DESTROYED, {"number": number})]

    def close(self) -> None:
        for engine in (self._writer, self._reader):
            engine.dispose()

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
    return {"bucket": _bucket(client), "client": client}


def _bucket(client: str) -> int:
    return sha256(client.encode()).digest()[0] % BUCKETS
