"""The tables of the statistics: a number per cell, and what of each plan the next event needs."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)


@dataclass(frozen=True, slots=True)
class StatisticsTables:
    """`months` says with which position each month began, in the order of recording."""

    cells: Table
    months: Table
    plans: Table


def statistics_tables(metadata: MetaData, suffix: str) -> StatisticsTables:
    return StatisticsTables(
        cells=Table(
            f"statistics_cells{suffix}",
            metadata,
            Column("jobcenter", Text, primary_key=True),
            Column("month", Integer, primary_key=True, autoincrement=False),
            Column("measure", SmallInteger, primary_key=True, autoincrement=False),
            Column("number", Integer, nullable=False),
        ),
        months=Table(
            f"statistics_months{suffix}",
            metadata,
            Column("month", Integer, primary_key=True, autoincrement=False),
            Column("first", BigInteger, nullable=False),
        ),
        plans=Table(
            f"statistics_plans{suffix}",
            metadata,
            Column("plan", Uuid, primary_key=True),
            Column("jobcenter", Text, nullable=False),
            Column("agreed", Boolean, nullable=False),
            Column("review_due", Boolean, nullable=False),
            Column("parties", LargeBinary, nullable=False),
        ),
    )
