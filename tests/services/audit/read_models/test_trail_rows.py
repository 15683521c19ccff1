"""The trail's rows, and what looking for them costs."""

from typing import Any
from uuid import uuid5

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from contracts.examples import EXAMPLES, METADATA
from kernel.event_store import StoredEvent
from services.audit.read_models.trail import (
    Selection,
    TrailModel,
    disputes_of,
    find,
    named,
    plan_facts,
)
from services.audit.read_models.trail import numbers as numbers_module
from services.audit.read_models.trail.numbers import Numbers
from tests.services.audit.read_models.filling import A_FEW, PLANS, Filled, stored, stories

EVERYTHING = 2**40


@A_FEW
@given(events=stories(), plan=st.sampled_from(PLANS), limit=st.integers(1, 7))
def test_pages_of_a_plan_are_its_events_in_order(
    events: list[StoredEvent], plan: Any, limit: int
) -> None:
    filled = Filled()
    tables, _ = filled.generation(TrailModel(), events, [])
    wanted, seen, after, more = Selection(plan=plan), list[int](), 0, True
    with filled.engine.connect() as connection:
        while more:
            page = find(connection, tables, wanted, after=after, until=EVERYTHING, limit=limit)
            seen += [place.position for place in page.places]
            after, more = page.reached, page.more

    assert seen == [one.position for one in events if str(plan).encode() in one.metadata]


def test_queries_for_one_plan_touch_its_rows_alone() -> None:
    """No statement reads a table from end to end but the two that stay small."""
    filled, model = Filled(), TrailModel()
    story = [(n % 4, type, n % 3, n, n % 5) for n, type in enumerate(EXAMPLES)]
    events = list(stored(story))
    tables, _ = filled.generation(model, events, [])
    plans: list[str] = []

    def explain(connection: Connection, *statement: Any) -> None:
        _, text, parameters, *_ = statement
        if text.startswith("SELECT"):
            raw = connection.connection.driver_connection
            assert raw is not None
            plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", parameters))

    with filled.engine.begin() as connection:
        event.listen(connection, "before_cursor_execute", explain)
        facts = plan_facts(connection, tables.plans, PLANS[0])
        for wanted in (
            Selection(plan=PLANS[0], jobcenter="jc-0"),
            Selection(client="client-1", jobcenter="jc-0"),
            Selection(person="client-1", jobcenter="jc-0", role="client"),
            Selection(kinds=("PlanAgreed.v1",), jobcenter="jc-0"),
            Selection(correlation=METADATA.correlation, jobcenter="jc-0"),
        ):
            find(connection, tables, wanted, after=0, until=EVERYTHING, limit=5)
        if facts is not None:
            disputes_of(connection, tables, [facts])
            named(connection, tables, facts, [METADATA.correlation])

    scanned = [one for one in plans if one.startswith("SCAN")]
    assert plans
    assert all(one.split()[1].startswith(("trail_words", "trail_hours")) for one in scanned)


def test_what_is_remembered_is_bounded() -> None:
    numbers: Numbers[str, int] = Numbers(int, capacity=3)
    numbers.remember({str(n): n for n in range(10)})

    known = numbers.known([str(n) for n in range(10)], first=100, last=100)
    assert known == {"7": 7, "8": 8, "9": 9}


def test_what_was_numbered_in_vain_is_not_remembered() -> None:
    numbers: Numbers[str, int] = Numbers(int)
    numbers.known(["a"], first=1, last=1)["a"] = 1
    numbers.known(["b"], first=2, last=3)["b"] = 3  # and then the transaction is rolled back

    assert numbers.known(["a", "b"], first=2, last=3) == {"a": 1}


def test_more_keys_than_fit_into_one_statement_are_looked_up() -> None:
    keys = [str(uuid5(METADATA.correlation, str(n))) for n in range(numbers_module.CHUNK * 2 + 1)]

    chunks = list(numbers_module.in_chunks(keys))

    assert [len(chunk) for chunk in chunks] == [numbers_module.CHUNK, numbers_module.CHUNK, 1]
    assert [key for chunk in chunks for key in chunk] == keys
