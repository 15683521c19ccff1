"""Four calendar weeks in Europe/Berlin (§§ 187, 188 BGB), moved or not (§ 26 Abs. 3 SGB X)."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.regime import regime
from services.mediation.domain.legal_time import (
    BERLIN,
    PLAIN_RULE,
    SHIFTED_RULE,
    Term,
    end_of,
    next_working_day,
    term,
)

PLAIN = regime("sgb2-2023").mediation
SHIFTING = PLAIN.model_copy(update={"shift_to_working_day": True})
NORTH_RHINE = frozenset(holidays.country_holidays("DE", subdiv="NW", years=range(2025, 2028)))

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
MOMENTS = st.integers(0, 6 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BERLIN)


VECTORS = [
    pytest.param(date(2026, 3, 2), date(2026, 3, 30), date(2026, 3, 30), id="over summer time"),
    pytest.param(date(2026, 3, 9), date(2026, 4, 6), date(2026, 4, 7), id="Easter Monday"),
    pytest.param(date(2025, 11, 27), date(2025, 12, 25), date(2025, 12, 29), id="Christmas"),
    pytest.param(date(2026, 5, 3), date(2026, 5, 31), date(2026, 6, 1), id="a Sunday"),
]


@pytest.mark.parametrize(("begin", "end", "shifted"), VECTORS)
def test_the_end_is_the_same_weekday_four_weeks_later(begin: date, end: date, shifted: date):
    counted = term(noon(begin), PLAIN, NORTH_RHINE)
    assert counted == Term(begin, end, shifted, end_of(end), PLAIN_RULE)


@pytest.mark.parametrize(("begin", "end", "shifted"), VECTORS)
def test_with_the_shift_the_next_working_day_counts(begin: date, end: date, shifted: date):
    counted = term(noon(begin), SHIFTING, NORTH_RHINE)
    assert counted == Term(begin, end, shifted, end_of(shifted), SHIFTED_RULE)


def test_across_the_clock_change_it_is_not_672_hours():
    counted = term(datetime(2026, 3, 2, tzinfo=BERLIN), PLAIN, NORTH_RHINE)
    assert counted.ends_at == datetime(2026, 3, 30, 22, tzinfo=UTC)
    begun = datetime(2026, 3, 3, tzinfo=BERLIN).astimezone(UTC)
    assert counted.ends_at - begun == timedelta(hours=28 * 24 - 1)


def test_in_autumn_it_is_an_hour_longer():
    counted = term(datetime(2026, 10, 1, 10, tzinfo=BERLIN), PLAIN, NORTH_RHINE)
    assert counted.ends_at == datetime(2026, 10, 29, 23, tzinfo=UTC)


def test_the_day_of_receipt_is_the_day_in_berlin():
    """23:30 UTC on 1 March is 00:30 on 2 March in Berlin."""
    counted = term(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), PLAIN, NORTH_RHINE)
    assert (counted.begin, counted.end) == (date(2026, 3, 2), date(2026, 3, 30))


def test_a_holiday_of_another_land_does_not_move_the_end():
    """Epiphany (6 January) is a holiday in Bavaria, not in North Rhine-Westphalia."""
    begin = date(2025, 12, 9)
    bavaria = frozenset(holidays.country_holidays("DE", subdiv="BY", years=2026))
    assert term(noon(begin), SHIFTING, NORTH_RHINE).end_shifted == date(2026, 1, 6)
    assert term(noon(begin), SHIFTING, bavaria).end_shifted == date(2026, 1, 7)


@given(MOMENTS)
def test_the_hour_of_receipt_changes_nothing(received_at: datetime):
    midnight = datetime.combine(received_at.astimezone(BERLIN).date(), time(), BERLIN)
    assert term(received_at, PLAIN, NORTH_RHINE) == term(midnight, PLAIN, NORTH_RHINE)


@given(DAYS)
def test_the_last_day_bears_the_same_name_and_is_counted_to_its_end(begin: date):
    counted = term(noon(begin), PLAIN, frozenset())
    assert counted.end.weekday() == begin.weekday()
    assert (counted.end - begin).days == 28
    last = (counted.ends_at - timedelta(microseconds=1)).astimezone(BERLIN)
    assert last.date() == counted.end
    assert counted.ends_at.astimezone(BERLIN).time() == time()


@given(DAYS, st.frozensets(DAYS, max_size=20))
def test_a_shifted_end_is_the_first_working_day(day: date, public_holidays: frozenset[date]):
    shifted = next_working_day(day, public_holidays)
    passed = [day + timedelta(days=n) for n in range((shifted - day).days)]
    assert shifted.weekday() < 5
    assert shifted not in public_holidays
    assert all(one.weekday() >= 5 or one in public_holidays for one in passed)
