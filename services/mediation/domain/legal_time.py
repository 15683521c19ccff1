"""When a mediation ends: calendar weeks in Europe/Berlin, not hours."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.regime import MediationRules

BERLIN = ZoneInfo("Europe/Berlin")

PLAIN_RULE = "bgb-188-2"
"""The end is the end of the last day, whatever day that is (§ 188 Abs. 2 BGB)."""

SHIFTED_RULE = "sgb10-26-3"
"""An end on a Saturday, Sunday or public holiday moves to the next working day
(§ 26 Abs. 3 SGB X)."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Term:
    """`ends_at` is the first instant that is too late, by the `rule` that counted."""

    begin: date
    end: date
    end_shifted: date
    ends_at: datetime
    rule: str


def term(received_at: datetime, rules: MediationRules, public_holidays: Set[date]) -> Term:
    """The term that begins with the receipt of a request.

    The day of receipt does not count (§ 187 Abs. 1 BGB); the term ends with the end of the day
    that bears the same name, `rules.weeks` later (§ 188 Abs. 2 BGB). Both possible ends are told.
    """
    begin = received_at.astimezone(BERLIN).date()
    end = begin + timedelta(weeks=rules.weeks)
    shifted = next_working_day(end, public_holidays)
    if rules.shift_to_working_day:
        return Term(begin, end, shifted, end_of(shifted), SHIFTED_RULE)
    return Term(begin, end, shifted, end_of(end), PLAIN_RULE)


def next_working_day(day: date, public_holidays: Set[date]) -> date:
    """`day` itself where it is one (§ 26 Abs. 3 SGB X: no Saturday, Sunday or public holiday)."""
    while day.weekday() >= _SATURDAY or day in public_holidays:
        day += timedelta(days=1)
    return day


def end_of(day: date) -> datetime:
    """The instant, in UTC, at which `day` is over in Europe/Berlin."""
    return datetime.combine(day + timedelta(days=1), time(), BERLIN).astimezone(UTC)
