"""A plan service of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.plan.jobcenter import Jobcenter, jobcenter


@pytest.fixture
async def jc(tmp_path: Path) -> AsyncIterator[Jobcenter]:
    async with jobcenter(tmp_path) as jc:
        yield jc
