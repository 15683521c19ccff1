"""Local time: quiet hours over midnight and clock changes, the hour of reminders."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.notifications import QuietHours
from services.notifications.domain.berlin import (
    BERLIN,
    after_quiet_hours,
    last_day_before,
    reminder_time,
)

NIGHT = QuietHours(start=time(20), end=time(8))
LUNCH = QuietHours(start=time(12), end=time(14))
SMALL_HOURS = QuietHours(start=time(22), end=time(2, 30))

TABLE = [
    (NIGHT, "2026-03-02T19:59:59+01:00", "2026-03-02T19:59:59+01:00"),
    (NIGHT, "2026-03-02T20:00:00+01:00", "2026-03-03T08:00:00+01:00"),
    (NIGHT, "2026-03-03T00:00:00+01:00", "2026-03-03T08:00:00+01:00"),
    (NIGHT, "2026-03-03T07:59:59+01:00", "2026-03-03T08:00:00+01:00"),
    (NIGHT, "2026-03-03T08:00:00+01:00", "2026-03-03T08:00:00+01:00"),
    (LUNCH, "2026-03-03T11:59:00+01:00", "2026-03-03T11:59:00+01:00"),
    (LUNCH, "2026-03-03T12:30:00+01:00", "2026-03-03T14:00:00+01:00"),
    # the night in which summer time begins has 23 hours, the other 25
    (NIGHT, "2026-03-28T21:00:00+01:00", "2026-03-29T08:00:00+02:00"),
    (NIGHT, "2026-10-24T21:00:00+02:00", "2026-10-25T08:00:00+01:00"),
    # 02:30 does not occur in the one, and occurs twice in the other
    (SMALL_HOURS, "2026-03-29T01:00:00+01:00", "2026-03-29T03:30:00+02:00"),
    (SMALL_HOURS, "2026-10-25T02:10:00+02:00", "2026-10-25T02:30:00+01:00"),
    (SMALL_HOURS, "2026-10-25T02:10:00+01:00", "2026-10-25T02:30:00+01:00"),
    (None, "2026-03-03T03:00:00+01:00", "2026-03-03T03:00:00+01:00"),
]


@pytest.mark.parametrize(("quiet", "at", "expected"), TABLE)
def test_what_falls_into_quiet_hours_waits_for_their_end(quiet, at, expected):
    moment = datetime.fromisoformat(at).astimezone(UTC)
    assert after_quiet_hours(moment, quiet) == datetime.fromisoformat(expected)


times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
quiet_hours = st.tuples(times, times).filter(lambda t: t[0] != t[1])
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 366 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)


@given(quiet_hours, moments)
@example((time(3), time(2, 45)), SPRING).via("its only loud minutes do not occur")
def test_nothing_goes_out_in_quiet_hours_and_nothing_waits_for_ever(hours, moment):
    quiet = QuietHours(start=hours[0], end=hours[1])
    later = after_quiet_hours(moment, quiet)
    assert moment <= later <= moment + timedelta(days=2)
    assert after_quiet_hours(later, quiet) == later


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 10, 26), date(2026, 6, 15)])
def test_a_reminder_goes_out_at_nine_o_clock_local_time_on_its_day(day):
    local = reminder_time(day, 7).astimezone(BERLIN)
    assert (local.date(), local.time()) == (day - timedelta(days=7), time(9))


def test_what_ends_at_midnight_ends_the_day_before():
    assert last_day_before(datetime(2026, 3, 30, 22, tzinfo=UTC)) == date(2026, 3, 30)


@pytest.mark.parametrize(("start", "end"), [("08:00", "08:00"), ("20:00Z", "08:00")])
def test_quiet_hours_are_two_different_local_times(start, end):
    with pytest.raises(ValidationError):
        QuietHours.model_validate({"start": start, "end": end})
