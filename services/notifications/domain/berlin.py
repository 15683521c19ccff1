"""Local time where the jobcenters are: quiet hours and the hour of reminders."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.notifications import QuietHours

BERLIN = ZoneInfo("Europe/Berlin")

MORNING = time(9)
"""When goes out what the calendar says, which itself turns at midnight: with office hours."""


def reminder_time(day: date, days_ahead: int) -> datetime:
    """When to remind of `day`, in UTC: in the morning, calendar days before it."""
    return _in_utc(day - timedelta(days=days_ahead), MORNING)


def by_morning(moment: datetime) -> datetime:
    """`moment`, but not in the small hours: then that day's morning."""
    return max(moment, _in_utc(today(moment), MORNING))


def today(moment: datetime) -> date:
    """Which day `moment` is on in Europe/Berlin."""
    return moment.astimezone(BERLIN).date()


def last_day_before(moment: datetime) -> date:
    """The last local day with a part before `moment`: what ends at midnight ends the day before."""
    return today(moment - timedelta(microseconds=1))


def after_quiet_hours(moment: datetime, quiet: QuietHours | None) -> datetime:
    """`moment` if it is not quiet then, else the end of the quiet hours that it falls into."""
    if quiet is None or not is_quiet(moment, quiet):
        return moment
    local = moment.astimezone(BERLIN)
    next_morning = quiet.end < local.time()
    end = _in_utc(local.date() + timedelta(days=next_morning), quiet.end)
    # in spring a few minutes that are not quiet may not occur at all: then wait for the next
    return after_quiet_hours(end, quiet)


def is_quiet(moment: datetime, quiet: QuietHours) -> bool:
    """Whether nothing may go out at this moment."""
    at = moment.astimezone(BERLIN).time()
    if quiet.start < quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


def _in_utc(day: date, at: time) -> datetime:
    """A local time that occurs twice (autumn) or never (spring) means the later moment."""
    local = datetime.combine(day, at, BERLIN)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
