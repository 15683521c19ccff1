"""The plan view: the same rows however the events arrive, lists in order, and what waits."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, MetaData, Table, create_engine, select

from contracts import examples
from contracts import plan as said
from kernel.event_store import StoredEvent
from services.plan.read_models.lists import Listed, Whose, plans_of
from services.plan.read_models.plan_view import PlanView, document_of
from services.plan.read_models.tables import PlanTables
from tests.services.plan.story import LIFE, events_of, stored

LATE = datetime(2030, 1, 1, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)
_TWO_LIVES = sorted(
    [*stored(ONE, events_of(), position=1), *stored(TWO, events_of(LIFE[:9]), position=101)],
    key=lambda event: event.revision,
)
MIXED = [
    StoredEvent(e.id, e.type, e.data, e.metadata, e.stream, e.revision, number)
    for number, e in enumerate(_TWO_LIVES, start=1)
]


class Rows:
    """A view on a database of its own."""

    def __init__(self, url: str = "sqlite://") -> None:
        self._engine, self.view, metadata = create_engine(url), PlanView(), MetaData()
        self.tables: PlanTables = self.view.tables(metadata, "__test")
        self.connection: Connection = self._engine.connect()
        metadata.create_all(self.connection)

    def take(self, *pages: Sequence[StoredEvent]) -> "Rows":
        for page in pages:
            self.view.project(self.connection, self.tables, page)
        return self

    def all(self) -> dict[str, list[tuple[object, ...]]]:
        return {name: self.of(getattr(self.tables, name)) for name in PlanTables.__slots__}

    def of(self, table: Table) -> list[tuple[object, ...]]:
        found = self.connection.execute(select(table).order_by(*table.primary_key.columns))
        return [tuple(row) for row in found]

    def listed(self, **whose: str) -> Sequence[Listed]:
        return plans_of(self.connection, self.tables, Whose(**whose), now=LATE)

    def close(self) -> None:
        self.connection.close()
        self._engine.dispose()


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Rows]:
    rows = Rows(f"sqlite:///{tmp_path}/plan.db")
    yield rows
    rows.close()


def cut(events: Sequence[StoredEvent], at: set[int]) -> list[Sequence[StoredEvent]]:
    marks = [0, *sorted(at), len(events)]
    return [events[a:b] for a, b in itertools.pairwise(marks) if b > a]


@given(st.sets(st.integers(1, len(MIXED) - 1)))
def test_where_pages_begin_and_end_does_not_matter(at: set[int]) -> None:
    whole, pages = Rows().take(MIXED), Rows().take(*cut(MIXED, at))
    try:
        assert pages.all() == whole.all()
    finally:
        whole.close()
        pages.close()


def test_a_rebuild_stream_by_stream_gives_the_rows_of_the_live_view(rows: Rows) -> None:
    by_stream = sorted(MIXED, key=lambda event: (event.stream, event.revision))
    live = Rows().take(*cut(MIXED, set(range(1, len(MIXED)))))
    try:
        assert rows.take(by_stream).all() == live.all()
    finally:
        live.close()


def test_events_that_come_again_change_nothing(rows: Rows) -> None:
    once = rows.take(MIXED).all()
    assert rows.take(MIXED[3:], MIXED).all() == once


def test_a_row_holds_the_document_and_what_it_is_looked_up_by(rows: Rows) -> None:
    rows.take(MIXED)
    row = rows.connection.execute(
        select(rows.tables.plans).where(rows.tables.plans.c.plan == ONE)
    ).one()
    document = document_of(rows.connection, rows.tables, ONE)
    assert (row.client, row.counsellor, row.jobcenter) == (
        "client-4711",
        "staff-17",
        "jc-duesseldorf",
    )
    assert (row.status, row.version, row.revision) == ("in_revision", 1, len(LIFE) - 1)
    assert document is not None
    assert document.revision == row.revision
    assert document_of(rows.connection, rows.tables, UUID(int=3)) is None


def test_the_next_due_day_is_that_of_an_agreement_or_of_the_review(rows: Rows) -> None:
    rows.take(stored(ONE, events_of(LIFE[:8])), stored(TWO, events_of(LIFE[:13]), 100))
    listed = rows.listed(counsellor="staff-17")
    assert [found.row.due for found in listed] == [date(2026, 3, 31), date(2026, 3, 31)]
    kept = said.AgreementKept(agreement=examples.COURSE)
    rows.take(stored(ONE, [*events_of(LIFE[:13]), kept]))
    first, _ = rows.listed(counsellor="staff-17")
    assert first.row.due == date(2026, 9, 2)


@pytest.mark.parametrize(
    ("life", "reason"),
    [
        (LIFE[:7], "draft_to_accept"),
        (LIFE[:8], "copy_to_issue"),
        (LIFE[:10], "overdue"),
        (LIFE[:11], "difficulty_to_answer"),
        ((*LIFE[:9], "AppointmentSet", "AppointmentMissed"), None),
        ((*LIFE, "PlanClosed"), None),
    ],
)
def test_what_waits_for_the_counsellor(
    rows: Rows, life: tuple[str, ...], reason: str | None
) -> None:
    rows.take(stored(ONE, events_of(life)))
    (found,) = rows.listed(client="client-4711")
    assert [one.reason for one in found.row.waiting] == ([reason] if reason else [])


def test_a_list_is_read_page_by_page_in_the_order_of_opening(rows: Rows) -> None:
    for number in range(5):
        rows.take(stored(UUID(int=9 - number), events_of(LIFE[:1]), position=number * 10 + 1))
    mine = partial(plans_of, rows.connection, rows.tables, Whose(counsellor="staff-17"), now=LATE)
    first = mine(limit=3)
    rest = mine(after=first[-1].opened)
    assert [found.row.plan.int for found in (*first, *rest)] == [9, 8, 7, 6, 5]


def test_the_plans_of_others_are_not_in_a_list(rows: Rows) -> None:
    rows.take(MIXED)
    for whose in (
        Whose(counsellor="staff-99"),
        Whose(counsellor="staff-17", jobcenter="jc-koeln"),
        Whose(client="client-1"),
    ):
        assert plans_of(rows.connection, rows.tables, whose, now=LATE) == []


def test_a_plan_handed_over_is_on_the_list_of_the_new_counsellor_alone(rows: Rows) -> None:
    rows.take(stored(ONE, events_of((*LIFE, "CounsellorAssigned"))))
    assert rows.listed(counsellor="staff-17") == []
    assert len(rows.listed(counsellor="staff-23")) == 1
