"""Many lives at once, day by day: what they led to, in the order of its times."""

from collections.abc import Iterator

from koop.generate.cast import Member, Population, members
from koop.generate.habits import HABITS, begin
from koop.generate.life import A_DAY, Life
from koop.generate.matter import Written, milliseconds


def days(population: Population, share: int = 0, shares: int = 1) -> Iterator[list[Written]]:
    """One list a day, of the plans whose number leaves the remainder `share`.

    A plan costs memory from its begin to its last message. The lists of all shares, each day's
    sorted together, are the same whatever the number of shares.
    """
    coming = sorted(members(population, share, shares), key=lambda m: (m.begin, m.number))
    coming.reverse()
    living: list[Life] = []
    until = milliseconds(population.until)
    for day in range(milliseconds(population.begin), until, A_DAY):
        tomorrow = min(day + A_DAY, until)
        while coming and milliseconds(coming[-1].begin) < tomorrow:
            living.append(_begun(population, coming.pop()))
        yield _lived(living, tomorrow)
        living = [life for life in living if not life.over()]


def _begun(population: Population, member: Member) -> Life:
    life = Life(population, member, HABITS)
    begin(life)
    return life


def _lived(living: list[Life], until: int) -> list[Written]:
    written: list[Written] = []
    for life in living:
        if (at := life.agenda.next()) is not None and at < until:
            life.run(until)
            written += life.matter.take()
    written.sort()
    return written
