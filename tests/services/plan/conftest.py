"""A plan service of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers.databases import Databases
from tests.services.plan.jobcenter import Jobcenter, jobcenter


@pytest.fixture
async def jc(tmp_path: Path, databases: Databases) -> AsyncIterator[Jobcenter]:
    async with jobcenter(tmp_path, databases) as jc:
        yield jc
