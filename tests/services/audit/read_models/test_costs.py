"""What looking for something costs: never a table from end to end, whatever is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain, combinations
from typing import Any

import pytest
from sqlalchemy import Connection, event

from contracts.examples import EXAMPLES, METADATA
from kernel.event_store import StoredEvent
from services.audit.read_models.consents import ConsentFilter, ConsentsModel, consents
from services.audit.read_models.consents import queries as consent_queries
from services.audit.read_models.trail import (
    Selection,
    TrailModel,
    disputes_of,
    find,
    named,
    plan_facts,
    selection,
    time_at,
)
from tests.services.audit.read_models.filling import COMMANDS, PLANS, Filled, stored

EVERYTHING = 2**40
SMALL = ("trail_words", "trail_hours")
"""A row for each type of event and jobcenter, one for each hour."""

JOBCENTER = {"jobcenter": "jc-0"}
TRAIL: list[dict[str, Any]] = [
    {"plan": PLANS[0]},
    {"client": "client-0"},
    {"person": "client-1"},
    {"role": "client"},
    {"kinds": ("PlanAgreed.v1", "RemarkAdded.v1")},
    {"since": METADATA.time + timedelta(hours=3), "before": METADATA.time + timedelta(hours=30)},
    {"correlation": COMMANDS[1]},
]
CONSENTS: list[dict[str, Any]] = [
    {"plan": PLANS[0]},
    {"client": "client-0"},
    {"person": "client-1"},
    {"since": METADATA.time},
    {"digest": "sha256:" + "4b" * 32},
]


def combined(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All of them with each other, for one jobcenter."""
    every = (combinations(parts, count) for count in range(len(parts) + 1))
    return [
        {name: value for part in (JOBCENTER, *some) for name, value in part.items()}
        for some in chain.from_iterable(every)
    ]


def story() -> list[StoredEvent]:
    types = [*EXAMPLES, *["PlanAccepted.v1", "RemarkAdded.v1"] * 20]
    return list(stored([(n % 5, type, n % 4, n, n % 6) for n, type in enumerate(types)]))


@contextmanager
def explained(connection: Connection) -> Iterator[list[str]]:
    """How SQLite goes about each statement."""
    steps: list[str] = []

    def explain(_: Connection, *statement: Any) -> None:
        _, text, parameters, *_ = statement
        if text.lstrip().startswith("SELECT"):
            raw = connection.connection.driver_connection
            assert raw is not None
            steps.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", parameters))

    event.listen(connection, "before_cursor_execute", explain)
    yield steps


def tables_scanned(steps: list[str]) -> set[str]:
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
    whole = {name for name in scanned if name.startswith(("trail", "consents"))}
    return {name for name in whole if not name.startswith(SMALL)}


def read_on_and_on(steps: list[str]) -> list[str]:
    """Where rows are looked at one after the other, in the hope that one fits."""
    found = [step for step in steps if "PRIMARY KEY (rowid>" in step]
    return [step for step in found if not step.split()[1].startswith(SMALL)]


@pytest.mark.parametrize("wanted", combined(TRAIL), ids="+".join)
def test_every_combination_of_filters_finds_events_along_an_index(wanted: dict[str, Any]) -> None:
    filled = Filled()
    tables, _ = filled.generation(TrailModel(), story(), [])

    with filled.engine.begin() as connection, explained(connection) as steps:
        find(connection, tables, Selection(**wanted), after=2, until=EVERYTHING, limit=5)

    assert steps
    assert tables_scanned(steps) == set()
    assert read_on_and_on(steps) == []


@pytest.mark.parametrize("kinds", [(), ("PlanAccepted.v1",), ("PlanAccepted.v1", "RemarkAdded.v1")])
def test_a_jobcenters_events_are_found_without_a_look_at_a_row(kinds: tuple[str, ...]) -> None:
    filled = Filled()
    tables, _ = filled.generation(TrailModel(), story(), [])
    wanted = Selection(jobcenter="jc-0", kinds=kinds)

    with filled.engine.begin() as connection, explained(connection) as steps:
        assert find(connection, tables, wanted, after=2, until=EVERYTHING, limit=5).places

    searched = [step for step in steps if step.startswith(f"SEARCH {tables.entries.name} ")]
    assert len(searched) == max(1, len(kinds))
    assert all("COVERING INDEX" in step for step in searched)


@pytest.mark.parametrize("wanted", combined(CONSENTS), ids="+".join)
def test_every_combination_of_filters_finds_consents_along_an_index(
    wanted: dict[str, Any],
) -> None:
    filled = Filled()
    tables, _ = filled.generation(ConsentsModel(), story(), [])

    with filled.engine.begin() as connection, explained(connection) as steps:
        consents(connection, tables, ConsentFilter(**wanted), (2, 99), at=99, limit=5)

    assert steps
    assert tables_scanned(steps) == set()
    assert read_on_and_on(steps) == []


def test_what_goes_with_an_event_is_found_along_an_index() -> None:
    filled = Filled()
    tables, _ = filled.generation(TrailModel(), story(), [])

    with filled.engine.begin() as connection, explained(connection) as steps:
        facts = plan_facts(connection, tables.plans, PLANS[0])
        assert facts is not None
        disputes_of(connection, tables, [facts])
        named(connection, tables, {METADATA.correlation: facts})
        time_at(connection, tables.entries, 7)

    assert tables_scanned(steps) == set()


@pytest.mark.parametrize("wanted", combined(TRAIL), ids="+".join)
def test_whatever_is_asked_for_pages_tell_what_one_look_at_everything_tells(
    wanted: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = Filled()
    tables, _ = filled.generation(TrailModel(), story(), [])
    seen: list[int] = []
    with filled.engine.begin() as connection:
        whole = find(
            connection, tables, Selection(**wanted), after=0, until=EVERYTHING, limit=1_000
        )
        monkeypatch.setattr(selection, "MOST_EXAMINED", 7)
        after, more = 0, True
        while more:
            page = find(
                connection, tables, Selection(**wanted), after=after, until=EVERYTHING, limit=3
            )
            seen += [place.position for place in page.places]
            after, more = page.reached, page.more

    assert seen == [place.position for place in whole.places]


@pytest.mark.parametrize("wanted", combined(CONSENTS), ids="+".join)
def test_whatever_is_asked_for_pages_of_consents_join_up(
    wanted: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = Filled()
    tables, _ = filled.generation(ConsentsModel(), story(), [])
    asked, seen = ConsentFilter(**wanted), list[int]()
    with filled.engine.begin() as connection:
        whole = consents(connection, tables, asked, (0, 999), at=999, limit=1_000)
        monkeypatch.setattr(consent_queries, "MOST_EXAMINED", 3)
        after, more = 0, True
        while more:
            page = consents(connection, tables, asked, (after, 999), at=999, limit=2)
            seen += [row.position for row in page.rows]
            after, more = page.reached, page.more

    assert seen == [row.position for row in whole.rows]
