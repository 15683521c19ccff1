"""How many, per jobcenter and month, and never who: small numbers are not told."""

from services.audit.read_models.statistics.model import StatisticsModel
from services.audit.read_models.statistics.months import MonthRow, Series, series
from services.audit.read_models.statistics.queries import Counted, counted
from services.audit.read_models.statistics.tables import StatisticsTables

__all__ = [
    "Counted",
    "MonthRow",
    "Series",
    "StatisticsModel",
    "StatisticsTables",
    "counted",
    "series",
]
