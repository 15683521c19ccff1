"""Tests on the official image are left out, with a word, where it cannot be had."""

from collections.abc import Iterator

import pytest

from tests.kernel.event_store import official_image


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanting = [item for item in items if item.get_closest_marker("official_image")]
    if wanting and official_image.why_missing():
        config.hook.pytest_deselected(items=wanting)
        items[:] = [item for item in items if item not in wanting]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "not slow" not in terminalreporter.config.option.markexpr and official_image.why_missing():
        terminalreporter.write_sep("-", "not run: tests on the official EventStoreDB image")
        terminalreporter.write_line(str(official_image.why_missing()))


@pytest.fixture(scope="session")
def official() -> Iterator[str]:
    with official_image.running() as uri:
        yield uri
