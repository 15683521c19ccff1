"""No page shows a figure that the last run did not measure."""

from benchmarks.figure import latest
from benchmarks.pages import tables
from benchmarks.tables import in_page


def test_every_page_shows_the_last_run() -> None:
    for page, table in tables(latest()).items():
        assert in_page(page) == table, f"{page.name}: run `python -m benchmarks.pages`"
