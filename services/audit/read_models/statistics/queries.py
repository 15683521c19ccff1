"""The numbers of one jobcenter, for the months that were over at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kernel.as_of import Moment
from services.audit.read_models.statistics.counting import Measure
from services.audit.read_models.statistics.model import month_of
from services.audit.read_models.statistics.tables import StatisticsTables

Numbers = Mapping[tuple[int, Measure], int]
"""By month and measure; nothing where nothing was counted."""


@dataclass(frozen=True, slots=True)
class Counted:
    """`end` is the first month that was not over."""

    numbers: Numbers
    end: int


def counted(
    connection: Connection, tables: StatisticsTables, jobcenter: str, moment: Moment | None
) -> Counted:
    """A month is over once something was recorded in a later one; it never changes again, so that
    its past needs no rows of its own."""
    c = tables.cells.c
    end = _running(connection, tables, moment)
    query = select(c.month, c.measure, c.number).where(c.jobcenter == jobcenter, c.month < end)
    rows = connection.execute(query)
    return Counted({(row.month, Measure(row.measure)): row.number for row in rows}, end)


def _running(connection: Connection, tables: StatisticsTables, moment: Moment | None) -> int:
    """The month that ran at the moment."""
    months = tables.months.c
    query = select(func.max(months.month))
    if moment is not None and moment.position is not None:
        query = query.where(months.first <= moment.position)
    newest = connection.execute(query).scalar() or 0
    return newest if moment is None else min(newest, month_of(moment.time))
