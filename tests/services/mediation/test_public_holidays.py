"""Public holidays of the Land that a regime names, around the end of a mediation."""

from datetime import date, timedelta

import pytest

from contracts.regime import regimes
from services.mediation.domain.legal_time import next_working_day
from services.mediation.public_holidays import public_holidays


def test_those_of_north_rhine_westphalia_around_easter():
    assert public_holidays("NW", date(2026, 3, 9), 4) == {date(2026, 4, 3), date(2026, 4, 6)}


def test_they_reach_into_the_next_year():
    assert date(2027, 1, 1) in public_holidays("NW", date(2026, 12, 1), 4)


def test_corpus_christi_is_one_in_duesseldorf_and_none_in_berlin():
    assert date(2026, 6, 4) in public_holidays("NW", date(2026, 5, 7), 4)
    assert date(2026, 6, 4) not in public_holidays("BE", date(2026, 5, 7), 4)


def test_there_is_no_such_land():
    with pytest.raises(NotImplementedError):
        public_holidays("XX", date(2026, 3, 9), 4)


@pytest.mark.parametrize("id", sorted(regimes()))
def test_every_shipped_regime_names_a_land(id: str):
    assert public_holidays(regimes()[id].mediation.holidays_of, date(2026, 12, 1), 4)


def test_what_is_looked_up_reaches_as_far_as_an_end_can_move():
    for day in range(366):
        begin = date(2026, 1, 1) + timedelta(days=day)
        all_year = public_holidays("NW", begin, 60)
        near = public_holidays("NW", begin, 4)
        end = begin + timedelta(weeks=4)
        assert next_working_day(end, near) == next_working_day(end, all_year)
