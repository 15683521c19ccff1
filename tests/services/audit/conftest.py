from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers.databases import Databases
from tests.services.audit.world import World
from tests.services.audit.world import world as started


@pytest.fixture
async def world(tmp_path: Path, databases: Databases) -> AsyncIterator[World]:
    async with started(tmp_path, databases) as world:
        yield world
