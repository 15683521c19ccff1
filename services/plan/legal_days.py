"""Days as the law counts them, in Europe/Berlin, as instants."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def begin_of(day: date) -> datetime:
    """The instant at which a day begins in Europe/Berlin."""
    return datetime.combine(day, time(), BERLIN).astimezone(UTC)


@lru_cache(maxsize=4_096)
def end_of(day: date) -> datetime:
    """The instant at which a day has ended in Europe/Berlin: 23, 24 or 25 hours after its begin."""
    return begin_of(day + timedelta(days=1))


def day_at(moment: datetime) -> date:
    """The day in Europe/Berlin on which `moment` lies."""
    return moment.astimezone(BERLIN).date()
