"""Public holidays by law, of the Land that a regime names."""

from datetime import date, timedelta
from functools import cache

_AHEAD = timedelta(days=14)
"""Longer than any run of days without a working day."""


def public_holidays(land: str, begin: date, weeks: int) -> frozenset[date]:
    """Those from `begin` on, up to where an end `weeks` later could move to.

    `land` is an ISO 3166-2 code without `DE-`. Raises NotImplementedError for one there is not.
    """
    last = begin + timedelta(weeks=weeks) + _AHEAD
    found = (day for year in range(begin.year, last.year + 1) for day in _of_year(land, year))
    return frozenset(day for day in found if begin <= day <= last)


@cache
def _of_year(land: str, year: int) -> frozenset[date]:
    import holidays  # here: it takes longer to load than most processes need it for

    return frozenset(holidays.country_holidays("DE", subdiv=land, years=year))
