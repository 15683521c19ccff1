"""Who is in a population: the same seed gives the same people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

CASELOAD = 75
"""Plans that one counsellor looks after."""

PLANS_OF_A_JOBCENTER = 2_500
MOST_JOBCENTERS = 400
MEDIATORS = 3
"""Of each jobcenter; they counsel nobody."""

AT_THE_START = 0.4
"""Part of all plans that begin in the first quarter: of those who were clients before."""

_A_YEAR = timedelta(days=365.25)
_A_QUARTER = timedelta(days=91)
_STAY = 4.0
"""Years that a client stays on average."""


@dataclass(frozen=True, slots=True)
class Population:
    """`plans` that begin between `begin` and `until`, as `seed` has it."""

    plans: int
    begin: datetime
    until: datetime
    seed: int
    fewest_jobcenters: int = 4

    @property
    def jobcenters(self) -> int:
        usual = min(MOST_JOBCENTERS, self.plans // PLANS_OF_A_JOBCENTER)
        return max(self.fewest_jobcenters, usual)

    @property
    def staff(self) -> int:
        """Counsellors of one jobcenter; two at least, or there would be no handing over."""
        return max(2, self.plans // self.jobcenters // CASELOAD)


@dataclass(frozen=True, slots=True)
class Member:
    """One client with one plan, from `begin` to `end`; `random` decides whatever is left open."""

    number: int
    client: str
    jobcenter: int
    begin: datetime
    end: datetime
    random: Random


def years_before(until: datetime, years: float) -> datetime:
    return until - years * _A_YEAR


def members(population: Population, share: int = 0, shares: int = 1) -> Iterator[Member]:
    """Those whose number leaves the remainder `share`, in no order."""
    for number in range(share, population.plans, shares):
        random = Random(f"{population.seed}/{number}")
        begin = _begin(population, random)
        end = begin + timedelta(days=30) + random.expovariate(1 / _STAY) * _A_YEAR
        jobcenter = random.randrange(population.jobcenters)
        yield Member(number, client_name(number), jobcenter, begin, end, random)


def client_name(number: int) -> str:
    return f"client-{number:07}"


def jobcenter_name(number: int) -> str:
    return f"jc-{number:03}"


def _begin(population: Population, random: Random) -> datetime:
    span = population.until - population.begin
    early = random.random() < AT_THE_START
    return population.begin + random.random() * (min(span, _A_QUARTER) if early else span)
