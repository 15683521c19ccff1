"""The same questions on PostgreSQL: the same answers, and along an index, too."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, create_engine, event, text

from kernel.projections import ReadModel
from services.audit.read_models.consents import ConsentFilter, ConsentsModel, consents
from services.audit.read_models.trail import Selection, TrailModel, find, list_positions
from tests.servers.postgres import drop_schema, fresh_name
from tests.services.audit.read_models.filling import Filled
from tests.services.audit.read_models.test_costs import CONSENTS, TRAIL, combined, story

pytestmark = pytest.mark.slow

Shelf = tuple[Connection, Any]


@pytest.fixture
def connection(postgres: str) -> Iterator[Connection]:
    schema = fresh_name()
    engine = create_engine(
        postgres.replace("postgresql:", "postgresql+psycopg:"), paramstyle="format"
    )
    with engine.begin() as made:
        made.execute(text(f"CREATE SCHEMA {schema}"))
        made.execute(text(f"SET LOCAL search_path TO {schema}"))
        yield made
    engine.dispose()
    drop_schema(postgres, schema)


def filled(connection: Connection, model: ReadModel[Any]) -> Any:
    metadata = MetaData()
    tables = model.tables(metadata, "__g1")
    metadata.create_all(connection)
    model.project(connection, tables, story())
    return tables


def scanned(connection: Connection, plans: list[dict[str, Any]]) -> None:
    """Plans as they are where rows are many: reading all of a table is the last resort."""
    connection.execute(text("SET LOCAL enable_seqscan = off"))

    def explain(made: Connection, *statement: Any) -> None:
        _, said, parameters, *_ = statement
        if said.lstrip().startswith("SELECT"):
            raw = made.connection.cursor()
            raw.execute(f"EXPLAIN (FORMAT JSON) {said}", parameters)
            plans.append(raw.fetchone()[0][0]["Plan"])

    event.listen(connection, "before_cursor_execute", explain)


def read_whole(plan: dict[str, Any]) -> Iterator[str]:
    """Tables that are read from end to end, or on and on in the hope that a row fits."""
    by_key = plan.get("Index Name", "").startswith(("trail__g1_pkey", "consents__g1_pkey"))
    if plan["Node Type"] == "Seq Scan" or (by_key and '"position" =' not in plan["Index Cond"]):
        yield plan.get("Relation Name", plan.get("Index Name", ""))
    for part in plan.get("Plans", []):
        yield from read_whole(part)


def test_events_are_found_as_on_sqlite_and_along_an_index(connection: Connection) -> None:
    tables, embedded = filled(connection, TrailModel()), Filled()
    others, _ = embedded.generation(TrailModel(), story(), [])
    plans: list[dict[str, Any]] = []
    scanned(connection, plans)
    asked = {"after": 2, "until": 2**40, "limit": 7}

    for wanted in combined(TRAIL):
        here = find(connection, tables, Selection(**wanted), **asked)
        listed = list_positions(connection, tables, Selection(**wanted), **asked)
        with embedded.engine.begin() as there:
            assert here == find(there, others, Selection(**wanted), **asked), wanted
            assert listed == list_positions(there, others, Selection(**wanted), **asked), wanted

    assert plans
    whole = {name for plan in plans for name in read_whole(plan)}
    assert {name for name in whole if not name.startswith(("trail_words", "trail_hours"))} == set()


def test_consents_are_found_as_on_sqlite_and_along_an_index(connection: Connection) -> None:
    tables, embedded = filled(connection, ConsentsModel()), Filled()
    others, _ = embedded.generation(ConsentsModel(), story(), [])
    plans: list[dict[str, Any]] = []
    scanned(connection, plans)

    for wanted in combined(CONSENTS):
        asked = ConsentFilter(**wanted)
        here = consents(connection, tables, asked, (2, 90), at=80, limit=3)
        with embedded.engine.begin() as there:
            assert here == consents(there, others, asked, (2, 90), at=80, limit=3), wanted

    assert plans
    assert {name for plan in plans for name in read_whole(plan)} == set()
