"""Fixtures that every test may ask for, and a word for each that went without."""

import pytest
from hypothesis import settings

from tests.servers.databases import databases
from tests.servers.kafka import broker, kafka, kafka_container
from tests.servers.postgres import postgres, postgres_database, postgres_server

__all__ = [
    "broker",
    "databases",
    "kafka",
    "kafka_container",
    "postgres",
    "postgres_database",
    "postgres_server",
]


settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = sorted({one.longrepr[2] for one in skipped if isinstance(one.longrepr, tuple)})
    if reasons:
        terminalreporter.write_sep("!", f"{len(skipped)} tests were NOT run", red=True)
    for reason in reasons:
        terminalreporter.write_line(reason)
