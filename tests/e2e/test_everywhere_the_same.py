"""The same story leaves the same trail, event by event, wherever its events and views are kept."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from koop.demo.play import play
from koop.demo.stage import StoryBroken
from koop.embedded import Embedded
from koop.settings import Settings
from tests.e2e.trails import Told, scenes, tell, trail
from tests.eventstoredb_server.process import ServerProcess
from tests.faults.rows import rows_of
from tests.servers.postgres import fresh_database

pytestmark = pytest.mark.slow


@contextmanager
def events_at(where: str) -> Iterator[str]:
    """What a deployment sets: one variable."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOOP_EVENT_STORE", where)
        yield where


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("sqlite")
    with events_at(str(folder / "elsewhere.db")) as where:
        return asyncio.run(tell(folder, where))


@pytest.fixture(scope="module")
def on_eventstoredb(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("eventstoredb")

    async def play_there() -> Told:
        if real := os.environ.get("EVENTSTOREDB_URI"):  # an empty one
            with events_at(real):
                return await tell(folder, real)
        async with ServerProcess(folder / "log") as server:
            with events_at(server.uri):
                told = await tell(folder / "data", server.uri)
                with pytest.raises(StoryBroken, match="not empty"):
                    await play(folder / "again", Console(file=StringIO()))
                return told

    return asyncio.run(play_there())


@pytest.fixture(scope="module")
def on_postgresql(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Events in a file, everything else on a server."""
    folder = tmp_path_factory.mktemp("postgresql")
    with (
        fresh_database(postgres) as views,
        fresh_database(postgres) as keys,
        events_at(str(folder / "events.db")) as where,
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KOOP_DATABASE", views)
            patch.setenv("KOOP_KEYS", keys)
            told = asyncio.run(tell(folder, where))
            asyncio.run(lived_equals_rebuilt(folder))
        assert {file.name for file in folder.glob("*.db")} == {"events.db"}
        return told


async def lived_equals_rebuilt(folder: Path) -> None:
    async with Embedded(Settings(mode="development", data_dir=folder)) as embedded:
        for projection in embedded.projections:
            lived = await rows_of(projection)
            await projection.rebuild()
            assert await rows_of(projection) == lived, projection.name


@pytest.fixture(params=["on_eventstoredb", "on_postgresql"])
def elsewhere(request: pytest.FixtureRequest) -> Told:
    told: Told = request.getfixturevalue(request.param)
    return told


def test_the_trail_is_the_same_event_by_event(on_sqlite: Told, elsewhere: Told) -> None:
    assert len(on_sqlite.events) > 100
    assert trail(elsewhere.events) == trail(on_sqlite.events)


def test_the_audience_sees_the_same(on_sqlite: Told, elsewhere: Told) -> None:
    assert scenes(elsewhere) == scenes(on_sqlite)
