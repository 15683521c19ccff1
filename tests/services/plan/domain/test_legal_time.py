"""Days in Berlin, terms in calendar months."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plan.domain.legal_time import day_of, months_after

D = date


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (D(2026, 8, 31), 6, D(2027, 2, 28)),
        (D(2027, 8, 31), 6, D(2028, 2, 29)),
        (D(2026, 8, 30), 6, D(2027, 2, 28)),
        (D(2026, 8, 28), 6, D(2027, 2, 28)),
        (D(2027, 2, 28), 6, D(2027, 8, 28)),
        (D(2026, 3, 2), 6, D(2026, 9, 2)),
        (D(2026, 12, 31), 6, D(2027, 6, 30)),
        (D(2026, 6, 30), 6, D(2026, 12, 30)),
        (D(2026, 12, 1), 12, D(2027, 12, 1)),
    ],
)
def test_a_term_of_months_ends_on_the_day_of_the_same_number(day: date, months: int, end: date):
    assert months_after(day, months) == end


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_a_term_of_months_ends_in_the_right_month_and_never_later_than_its_number(
    day: date, months: int
):
    end = months_after(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day <= day.day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), D(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), D(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), D(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), D(2026, 3, 30)),
    ],
)
def test_a_day_begins_at_midnight_in_berlin_on_both_sides_of_a_clock_change(
    moment: datetime, day: date
):
    assert day_of(moment) == day
