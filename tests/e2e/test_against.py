"""Played on a system that runs in a process of its own, the story leaves the same trail."""

import asyncio
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from koop.demo.play import play_against
from koop.demo.stage import StoryBroken
from koop.settings import Settings
from tests.e2e.trails import Told, events_in, scenes, tell, trail
from tests.faults.running import Running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def in_one_process(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("embedded")
    return asyncio.run(tell(folder, str(folder / "events.db")))


@pytest.fixture
async def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setenv("KOOP_CLOCK", "movable")
    system = Running(tmp_path)
    await system.start()
    yield system
    await system.stop()


async def test_it_leaves_the_same_trail_event_by_event(
    running: Running, tmp_path: Path, in_one_process: Told
) -> None:
    chosen = Settings(mode="development", data_dir=tmp_path)
    seen, urls = StringIO(), list(running.urls.values())
    await play_against(urls, chosen, Console(file=seen, width=1000))
    told = Told(seen.getvalue(), await events_in(chosen.events_at))

    assert trail(told.events) == trail(in_one_process.events)
    assert scenes(told) == scenes(in_one_process)
    with pytest.raises(StoryBroken, match="not empty"):
        await play_against(urls, chosen, Console(file=StringIO()))
