"""A jobcenter's statistics, month by month, as they are told."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from contracts.model import Contract
from services.audit.read_models.statistics.counting import Measure
from services.audit.read_models.statistics.queries import Counted
from services.audit.read_models.statistics.suppression import Told, group, told


class Sides(Contract):
    client: Told
    jobcenter: Told
    third_party: Told
    total: Told


class Outcomes(Contract):
    settled: Told
    withdrawn: Told
    expired: Told
    moot: Told
    total: Told


class MonthRow(Contract):
    """What was recorded in the month; `plans_in_force` and `reviews_overdue` at its end."""

    month: str
    plans_opened: Told
    plans_closed: Told
    plans_in_force: Told
    reviews_overdue: Told
    agreements_kept: Sides
    agreements_missed: Sides
    misses_retracted: Sides
    mediations_requested: Told
    mediations_ended: Outcomes
    referrals: Told
    referrals_voided: Told


Series = tuple[MonthRow, ...]

_SIDES: Sequence[str] = ("client", "jobcenter", "third_party")
_OUTCOMES: Mapping[str, Measure] = {
    "settled": Measure.SETTLED,
    "withdrawn": Measure.WITHDRAWN,
    "expired": Measure.EXPIRED,
    "moot": Measure.MOOT,
}


def series(counted: Counted) -> Series:
    """From the first month in which anything was counted to the last one that was over."""
    months = range(min((month for month, _ in counted.numbers), default=counted.end), counted.end)
    in_force = _stock(counted, months, Measure.CAME_INTO_FORCE, Measure.WENT_OUT_OF_FORCE)
    overdue = _stock(counted, months, Measure.REVIEW_FELL_DUE, Measure.REVIEW_DONE)
    stocks = zip(in_force, overdue, strict=True)
    return tuple(_row(counted, month, *one) for month, one in zip(months, stocks, strict=True))


def _stock(counted: Counted, months: range, more: Measure, less: Measure) -> Sequence[int]:
    """How many there were at the end of each month. What came and went is not told: with both,
    a hidden number could be worked out."""
    numbers = counted.numbers
    return list(
        accumulate(numbers.get((one, more), 0) - numbers.get((one, less), 0) for one in months)
    )


def _row(counted: Counted, month: int, in_force: int, overdue: int) -> MonthRow:
    def number(measure: int) -> int:
        return counted.numbers.get((month, Measure(measure)), 0)

    def sides(first: Measure) -> Sides:
        return Sides(**group({name: number(first + n) for n, name in enumerate(_SIDES)}))

    return MonthRow(
        month=f"{month // 12:04}-{month % 12 + 1:02}",
        plans_opened=told(number(Measure.OPENED)),
        plans_closed=told(number(Measure.CLOSED)),
        plans_in_force=told(in_force),
        reviews_overdue=told(overdue),
        agreements_kept=sides(Measure.KEPT_BY_CLIENT),
        agreements_missed=sides(Measure.MISSED_BY_CLIENT),
        misses_retracted=sides(Measure.RETRACTED_OF_CLIENT),
        mediations_requested=told(number(Measure.MEDIATION_REQUESTED)),
        mediations_ended=Outcomes(**group({n: number(one) for n, one in _OUTCOMES.items()})),
        referrals=told(number(Measure.REFERRED)),
        referrals_voided=told(number(Measure.REFERRAL_VOIDED)),
    )
