"""PostgreSQL, one server for a session; it can be killed and started again."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg
import pytest
from docker.models.containers import Container
from testcontainers.core.container import DockerContainer

from tests.servers.engine import free_port, need_docker

IMAGE = "postgres:15"
SECONDS = 60.0
"""For a start, with recovery after a kill."""

_ENVIRONMENT = {"POSTGRES_USER": "koop", "POSTGRES_PASSWORD": "koop", "POSTGRES_DB": "koop"}
_SMALL = "/small"
_numbers = count(1)


class Server:
    """Keeps its port and its data whatever happens to it. `url` names an empty database on it."""

    def __init__(self) -> None:
        port = free_port()
        self.url = f"postgresql://koop:koop@127.0.0.1:{port}/koop"
        self._container = DockerContainer(IMAGE).with_envs(**_ENVIRONMENT)
        self._container.with_command("postgres -c fsync=off -c max_connections=300")
        self._container.with_tmpfs_mount(_SMALL, "size=8m")
        self._container.ports["5432"] = ("127.0.0.1", port)

    def begin(self) -> None:
        self._container.start()
        answers(self.url)

    def remove(self) -> None:
        self._container.stop()

    async def kill(self) -> None:
        """`kill -9`, until `start`."""
        await asyncio.to_thread(self._wrapped.kill)

    async def start(self) -> None:
        """Return when it answers again."""
        await asyncio.to_thread(self._wrapped.start)
        await asyncio.to_thread(answers, self.url)

    def use_small_disk(self) -> None:
        """For all tables that are made from now on."""
        self._run(f"chown postgres {_SMALL}")
        with psycopg.connect(self.url, autocommit=True) as sql:
            sql.execute(f"CREATE TABLESPACE small LOCATION '{_SMALL}'")
            sql.execute("ALTER DATABASE koop SET default_tablespace = small")

    async def fill_small_disk(self) -> None:
        """Until it has no byte left, or, with `empty_small_disk`, has room again."""
        await asyncio.to_thread(self._run, f"dd if=/dev/zero of={_SMALL}/filler bs=4k", status=1)

    async def empty_small_disk(self) -> None:
        await asyncio.to_thread(self._run, f"rm {_SMALL}/filler")

    def _run(self, command: str, status: int = 0) -> None:
        done = self._wrapped.exec_run(command)
        assert done.exit_code == status, done.output.decode()

    @property
    def _wrapped(self) -> Container:
        return self._container.get_wrapped_container()


def answers(url: str) -> None:
    """Return as soon as it does; raises OperationalError if it never does."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            with psycopg.connect(url, connect_timeout=5):
                return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a database on a real server: KOOP_TEST_POSTGRES, or one in a container."""
    if given := os.environ.get("KOOP_TEST_POSTGRES"):
        yield given
        return
    server = own_server()
    try:
        yield server.url
    finally:
        server.remove()


@pytest.fixture
def postgres_server() -> Iterator[Server]:
    """One of the test's own, to be treated badly."""
    server = own_server()
    try:
        yield server
    finally:
        server.remove()


def own_server() -> Server:
    need_docker("PostgreSQL", "Or name a database in KOOP_TEST_POSTGRES.")
    server = Server()
    server.begin()
    return server


def fresh_name() -> str:
    """One that no other test, worker or run has."""
    return f"test_{os.getpid()}_{next(_numbers)}"


def drop_schema(url: str, schema: str) -> None:
    with psycopg.connect(url, autocommit=True, options="-c client_min_messages=warning") as sql:
        sql.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The URL of an empty database beside the one named, for a while."""
    name = fresh_name()
    with psycopg.connect(server, autocommit=True) as sql:
        sql.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            sql.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    with fresh_database(postgres) as url:
        yield url
