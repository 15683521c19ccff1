"""The two kinds of database that a service may keep its rows in."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from kernel.database import Database
from tests.servers.postgres import drop_schema, fresh_name


class Databases(Protocol):
    """Named places; the same name opened twice is the same one, as for two processes."""

    def open(self, name: str = "service", *, durable: bool = False) -> Database: ...
    def named(self, name: str = "service") -> Sequence[str]:
        """What another process opens it by: a file, or a URL and a schema."""

    async def close(self) -> None:
        """Close all, and leave nothing behind."""


class OnSqlite:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: list[Database] = []

    def open(self, name: str = "service", *, durable: bool = False) -> Database:
        self._opened.append(Database(self._folder / f"{name}.db", durable=durable))
        return self._opened[-1]

    def named(self, name: str = "service") -> Sequence[str]:
        return (str(self._folder / f"{name}.db"),)

    async def close(self) -> None:
        for database in self._opened:
            await database.close()


class OnPostgresql:
    def __init__(self, url: str) -> None:
        self.url = url
        self._schemas: dict[str, str] = {}
        self._opened: list[Database] = []

    def open(self, name: str = "service", *, durable: bool = False) -> Database:
        self._opened.append(Database(self.url, schema=self.schema(name), durable=durable))
        return self._opened[-1]

    def named(self, name: str = "service") -> Sequence[str]:
        return (self.url, self.schema(name))

    def schema(self, name: str = "service") -> str:
        return self._schemas.setdefault(name, fresh_name())

    async def close(self) -> None:
        for database in self._opened:
            await database.close()
        for schema in self._schemas.values():
            drop_schema(self.url, schema)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
async def databases(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Databases]:
    """Where a service keeps rows: everything that does so is tested on both kinds."""
    if request.param == "sqlite":
        opened: Databases = OnSqlite(tmp_path)
    else:
        opened = OnPostgresql(request.getfixturevalue("postgres"))
    yield opened
    await opened.close()
