"""Statistics: small numbers stay hidden, months that are over stay as they are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, MetaData, create_engine, select

from contracts.envelope import Metadata
from kernel.as_of import Moment
from kernel.codec import metadata
from kernel.event_store import StoredEvent
from services.audit.read_models.statistics import (
    Counted,
    StatisticsModel,
    StatisticsTables,
    counted,
    series,
)
from services.audit.read_models.statistics.counting import Measure
from services.audit.read_models.statistics.model import month_of
from services.audit.read_models.statistics.suppression import SUPPRESSED, group, told
from tests.services.audit.read_models.filling import A_FEW, stories

JOBCENTER = "jc-duesseldorf"
BEGIN = datetime(2026, 1, 30, tzinfo=UTC)


def test_a_small_number_is_not_told_and_nothing_is_a_small_number() -> None:
    assert [told(n) for n in (0, 4, 5, 6)] == [SUPPRESSED, SUPPRESSED, 5, 6]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((7, 8, 9), (7, 8, 9, 24)),
        ((3, 8, 9), (SUPPRESSED, 8, 9, SUPPRESSED)),
        ((3, 4, 9), (SUPPRESSED, SUPPRESSED, 9, SUPPRESSED)),
        ((0, 0, 0), (SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED)),
    ],
)
def test_with_a_small_number_the_total_goes_that_would_give_it_away(
    numbers: Sequence[int], expected: Sequence[object]
) -> None:
    named = dict(zip(("a", "b", "c"), numbers, strict=True))
    assert tuple(group(named).values()) == expected


@pytest.mark.parametrize(("size", "most"), [(2, 14), (3, 14), (4, 9)])
def test_no_hidden_number_can_be_worked_out_from_what_is_told(size: int, most: int) -> None:
    """Whoever knows the rule and all that is told is left with several numbers for each."""
    possible: defaultdict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(range(most + 1), repeat=size):
        named = dict(zip("abcd"[:size], numbers, strict=True))
        possible[tuple(group(named).values())].append(numbers)
    for published, behind in possible.items():
        for place in range(size):
            values = {numbers[place] for numbers in behind}
            expected = {published[place]} - {SUPPRESSED} or set(range(5))
            assert values == expected, published


def spread(events: Sequence[StoredEvent], behind: Sequence[int]) -> list[StoredEvent]:
    """Some days apart, some of them dated by a clock that runs behind by so many days."""
    found = []
    for number, event in enumerate(events):
        late = timedelta(days=behind[number % len(behind)])
        time = BEGIN + timedelta(days=3 * number) - late
        said = Metadata.model_validate_json(event.metadata).model_copy(update={"time": time})
        found.append(event._replace(metadata=said.to_json()))
    return found


SPREAD = st.builds(spread, stories(), st.lists(st.sampled_from([0, 0, 0, 40]), min_size=1))


@contextmanager
def taken(*pages: Sequence[StoredEvent]) -> Iterator[tuple[Connection, StatisticsTables]]:
    engine, all_tables, model = create_engine("sqlite://"), MetaData(), StatisticsModel()
    tables = model.tables(all_tables, "")
    with engine.connect() as connection:
        all_tables.create_all(connection)
        for page in pages:
            model.project(connection, tables, page)
        yield connection, tables
    engine.dispose()


def rows(connection: Connection, tables: StatisticsTables) -> list[list[tuple[object, ...]]]:
    found = (getattr(tables, name) for name in StatisticsTables.__slots__)
    return [
        [tuple(row) for row in connection.execute(select(one).order_by(*one.primary_key.columns))]
        for one in found
    ]


@A_FEW
@given(SPREAD, st.sets(st.integers(1, 59)))
def test_where_pages_begin_and_end_does_not_matter(events: list[StoredEvent], at: set[int]) -> None:
    marks = sorted({0, len(events), *(one for one in at if one < len(events))})
    pages = [events[a:b] for a, b in pairwise(marks)]
    with taken(events) as whole, taken(*pages) as parts:
        assert rows(*parts) == rows(*whole)


@A_FEW
@given(SPREAD, st.data())
def test_as_of_a_position_is_what_a_store_cut_there_shows(
    events: list[StoredEvent], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(events)))
    newest = events[cut - 1]
    moment = Moment(_latest(events[:cut]), newest.position)
    with taken(events) as whole, taken(events[:cut]) as then:
        assert counted(*whole, JOBCENTER, moment) == counted(*then, JOBCENTER, None)


@A_FEW
@given(SPREAD)
def test_what_was_told_once_is_never_told_otherwise(events: list[StoredEvent]) -> None:
    with taken() as growing:
        before: Counted | None = None
        for event in events:
            StatisticsModel().project(*growing, [event])
            now = counted(*growing, JOBCENTER, None)
            if before is not None:
                told_before = {k: n for k, n in now.numbers.items() if k[0] < before.end}
                assert told_before == before.numbers
            before = now


def _latest(events: Sequence[StoredEvent]) -> datetime:
    """The latest time among them: a clock that runs behind takes back no month."""
    return max(metadata(event).time for event in events)


def test_every_month_is_there_from_the_first_to_the_last_that_was_over() -> None:
    march = 2026 * 12 + 2
    numbers = {
        (march, Measure.OPENED): 12,
        (march, Measure.CAME_INTO_FORCE): 11,
        (march + 2, Measure.WENT_OUT_OF_FORCE): 4,
    }
    found = series(Counted(numbers, march + 4))
    assert [row.month for row in found] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert [row.plans_in_force for row in found] == [11, 11, 7, 7]
    assert [row.plans_opened for row in found] == [12, *[SUPPRESSED] * 3]


def test_a_month_is_one_in_berlin() -> None:
    assert month_of(datetime(2026, 2, 28, 22, 59, tzinfo=UTC)) == 2026 * 12 + 1
    assert month_of(datetime(2026, 2, 28, 23, 0, tzinfo=UTC)) == 2026 * 12 + 2
