"""A service's database in one schema of a PostgreSQL database."""

from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, MetaData, Text, create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateSchema

_DRIVER = "postgresql+psycopg"
_USUAL = ("postgresql", "postgres", _DRIVER)

_ALWAYS = {"client_min_messages": "warning", "idle_in_transaction_session_timeout": "60s"}
"""A process that sleeps in a transaction holds up nobody for longer than that."""

_WRITER = {"lock_timeout": "30s", "maintenance_work_mem": "256MB"}
"""Indexes of a rebuild are made when the rows are in: memory is what they take time for."""

_READER = {
    "default_transaction_read_only": "on",
    "default_transaction_isolation": r"repeatable\ read",
    "statement_timeout": "30s",
}
_LZ4 = (
    "SELECT set_config(name, 'lz4', false) FROM pg_settings"
    " WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
)

RESTED = 1.0
"""Seconds after which a connection may have been broken unnoticed."""

_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""In seconds, the last in milliseconds: a server that vanished without a word is given up."""


class DatabaseRefused(ValueError):
    """What was named is no database that could be used; the message says what would be."""


class Postgresql:
    """Without `durable` the last moments may be lost with the server's power, never half of a
    transaction: rows and checkpoint go together, and the events bring them again."""

    def __init__(self, where: str, schema: str | None, readers: int, durable: bool) -> None:
        self._schema = schema
        commit = {"synchronous_commit": "on" if durable else "off"}
        path = {"search_path": schema} if schema else {}
        url = server_url(where)
        self.writer = _engine(url, 1, {**_ALWAYS, **_WRITER, **commit, **path})
        _compress_fast(self.writer)
        self.reader = _engine(url, readers, {**_ALWAYS, **_READER, **path})

    def make_room(self, connection: Connection) -> None:
        exclusively(connection, "tables")
        if self._schema and connection.scalar(select(func.to_regnamespace(self._schema))) is None:
            connection.execute(CreateSchema(self._schema))

    def fill(self, many: bool) -> None:
        """Nothing to set: rows come by COPY, and the server's memory is for all."""


def server_url(where: str) -> URL:
    """Raises DatabaseRefused, whose message repeats no password."""
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise DatabaseRefused(f"this is no URL. {_WANTED}") from None
    if url.drivername not in _USUAL:
        raise DatabaseRefused(f"{url.drivername}:// is not known here. {_WANTED}")
    if not url.database:
        raise DatabaseRefused(f"the URL names no database. {_WANTED}")
    return url.set(drivername=_DRIVER)


_WANTED = "Name a database on a server: postgresql://user:password@host:5432/database"


def exclusively(connection: Connection, what: str) -> None:
    """Until the transaction ends, nobody else who names the same thing in the same schema gets
    here. In a SQLite file, whoever writes is alone anyway."""
    _lock(connection, "pg_advisory_xact_lock", what)


def together(connection: Connection, what: str) -> None:
    """Any number at a time, but not while somebody has the same thing exclusively."""
    _lock(connection, "pg_advisory_xact_lock_shared", what)


def _lock(connection: Connection, function: str, what: str) -> None:
    if connection.dialect.name == "postgresql":
        here = "hashtextextended(current_setting('search_path') || '/' || %s::text, 0)"
        connection.exec_driver_sql(f"SELECT {function}({here})", (what,))


def ready_to_ask(connection: Connection, metadata: MetaData) -> None:
    """Tell PostgreSQL how tables look that were just filled: until it looks by itself, a minute
    later, it would take them for empty and read them whole. SQLite goes by the indexes alone."""
    if connection.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            connection.exec_driver_sql(
                f"ANALYZE {connection.dialect.identifier_preparer.format_table(table)}"
            )


def _engine(url: URL, connections: int, settings: Mapping[str, str]) -> Engine:
    """Settings go along with the connection: they cost no statement, and none can be forgotten."""
    asked = _words(url.query.get("options", ()))
    options = " ".join((*asked, *(f"-c {name}={value}" for name, value in settings.items())))
    engine = create_engine(
        url,
        paramstyle="format",
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={**_PATIENCE, "options": options},
    )
    _look_after_a_rest(engine)
    return engine


def _compress_fast(engine: Engine) -> None:
    """Where the server was built with it, as most are: a plan of 20 kB is then written in half the
    time, and takes no more room."""

    @event.listens_for(engine, "connect")
    def _choose(connection: psycopg.Connection[Any], _: object) -> None:
        connection.execute(_LZ4)
        connection.commit()


def _look_after_a_rest(engine: Engine) -> None:
    """A connection that a server's restart broke is made anew before anybody misses it. To look at
    every turn, as the pool would, takes as long as a statement."""

    @event.listens_for(engine, "checkin")
    def _rests(_: object, record: ConnectionPoolEntry) -> None:
        record.info["since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _look(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
        if monotonic() - record.info.get("since", monotonic()) > RESTED:
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error as error:
                raise DisconnectionError(str(error)) from error


def _words(options: str | Iterable[str]) -> Iterable[str]:
    return (options,) if isinstance(options, str) else options


@compiles(Text, "postgresql")
def _text(_: Text, __: Any, **___: Any) -> str:
    """By bytes, as in SQLite: faster, and no index depends on which alphabet the server's system
    came with."""
    return 'TEXT COLLATE "C"'
