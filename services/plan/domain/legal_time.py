"""Legal days: dates in Europe/Berlin, counted in calendar months."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.plan.domain.errors import AlreadyOver, InTheFuture, InThePast


def day_of(moment: datetime) -> date:
    """The day in Europe/Berlin on which `moment` lies."""
    return moment.astimezone(ZoneInfo("Europe/Berlin")).date()


def months_after(day: date, months: int) -> date:
    """The last day of a term of calendar months that an event on `day` sets going.

    The day of the same number; where the month has none, its last day: six months after 31 August
    end with the last day of February (§ 187 Abs. 1, § 188 Abs. 2 and 3 BGB).
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def not_before(field: str, day: date, earliest: date) -> None:
    """Raises InThePast."""
    if day < earliest:
        raise InThePast(field, day, earliest)


def not_after(field: str, day: date, latest: date) -> None:
    """Raises InTheFuture."""
    if day > latest:
        raise InTheFuture(field, day, latest)


def not_over(field: str, moment: datetime, now: datetime) -> None:
    """Raises AlreadyOver."""
    if moment <= now:
        raise AlreadyOver(field, moment, now)
