"""No page shows a figure that the last run did not measure."""

from typing import get_args

import pytest

from benchmarks.figure import Run
from benchmarks.pages import tables
from benchmarks.tables import in_page


@pytest.mark.parametrize("run", get_args(Run))
def test_every_page_shows_the_last_run(run: Run) -> None:
    for page, table in tables(run).items():
        assert in_page(page, run) == table, f"{page.name}: run `python -m benchmarks.pages`"
