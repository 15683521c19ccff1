"""A PostgreSQL server to measure on: the one that is named, or one in a container."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import docker
import psycopg
from docker.errors import DockerException
from testcontainers.core.container import DockerContainer

from tests.servers.engine import free_port
from tests.servers.postgres import answers

IMAGE = "postgres:15"
_SETTINGS = "-c shared_buffers=6GB -c max_wal_size=4GB -c max_connections=100"


@contextmanager
def postgresql() -> Iterator[str | None]:
    """An empty database: on KOOP_TEST_POSTGRES or in a container; None where there is neither.

    As durable as it comes: unlike that of the tests, it waits for its disk.
    """
    named = os.environ.get("KOOP_TEST_POSTGRES")
    if named:
        with beside(named, "bench") as url:
            yield url
        return
    if not _docker_answers():
        yield None
        return
    port = free_port()
    container = DockerContainer(IMAGE).with_command(f"postgres {_SETTINGS}")
    container = container.with_envs(POSTGRES_PASSWORD="koop", POSTGRES_USER="koop")
    container.ports["5432"] = ("127.0.0.1", port)
    with container:
        answers(_url("127.0.0.1", port))
        yield _without_proxy(container) or _url("127.0.0.1", port)


def _url(host: str, port: int) -> str:
    return f"postgresql://koop:koop@{host}:{port}/koop"


def _without_proxy(container: DockerContainer) -> str | None:
    """By the address that other containers reach it at; None where this machine cannot."""
    client = container.get_docker_client()
    url = _url(client.bridge_ip(container.get_wrapped_container().id), 5432)
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return None
    return url


@contextmanager
def beside(server: str | None, name: str) -> Iterator[str | None]:
    """An empty database of that name on the same server, for a while; None without a server."""
    if server is None:
        yield None
        return
    with psycopg.connect(server, autocommit=True) as sql:
        sql.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        sql.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            sql.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def into_memory(server: str) -> None:
    """Let the server have all tables and indexes of this database in its buffers."""
    with psycopg.connect(server, autocommit=True) as sql:
        sql.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        sql.execute(
            "SELECT pg_prewarm(oid) FROM pg_class WHERE relkind IN ('r', 'i')"
            " AND relpersistence = 'p' AND relnamespace <> 'pg_catalog'::regnamespace"
        )


def _docker_answers() -> bool:
    try:
        docker.from_env().close()
    except DockerException:
        return False
    return True
