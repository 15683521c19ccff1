"""The tables of the plan view: one row per plan, and what is listed of it."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from kernel.database import Moment


@dataclass(frozen=True, slots=True)
class PlanTables:
    """`opened`, the position of a plan's first event, names the plan in all of them and orders
    lists. `caseload` says who ever advised on a plan: where to look for a list of the past."""

    plans: Table
    tasks: Table
    duties: Table
    caseload: Table


def plan_tables(metadata: MetaData, suffix: str) -> PlanTables:
    return PlanTables(
        _plans(metadata, suffix),
        _tasks(metadata, suffix),
        _duties(metadata, suffix),
        _caseload(metadata, suffix),
    )


def _plans(metadata: MetaData, suffix: str) -> Table:
    return Table(
        f"plan_view{suffix}",
        metadata,
        Column("plan", Uuid, primary_key=True),
        Column("opened", BigInteger, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("client", Text, nullable=False),
        Column("representatives", Text),
        Column("counsellor", Text, nullable=False),
        Column("jobcenter", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("due", Date),
        Column("document", LargeBinary, nullable=False),
        Index(f"plan_view_counsellor{suffix}", "counsellor", "jobcenter", "opened"),
        Index(f"plan_view_client{suffix}", "client", "opened"),
        Index(f"plan_view_jobcenter{suffix}", "jobcenter", "opened"),
    )


def _tasks(metadata: MetaData, suffix: str) -> Table:
    """What waits for a counsellor, or will from `since` on; gone when it is done."""
    return Table(
        f"plan_tasks{suffix}",
        metadata,
        Column("opened", BigInteger, primary_key=True, autoincrement=False),
        Column("reason", Text, primary_key=True),
        Column("event", Uuid, primary_key=True),
        Column("item", Uuid),
        Column("urgency", SmallInteger, nullable=False),
        Column("since", Moment, nullable=False),
        Column("counsellor", Text, nullable=False),
        Column("jobcenter", Text, nullable=False),
        Index(f"plan_tasks_counsellor{suffix}", "counsellor", "urgency", "since"),
    )


def _duties(metadata: MetaData, suffix: str) -> Table:
    """`facts` are ids of 16 bytes each."""
    return Table(
        f"plan_duties{suffix}",
        metadata,
        Column("opened", BigInteger, primary_key=True, autoincrement=False),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("agreement", Uuid, nullable=False),
        Column("party", Text, nullable=False),
        Column("due", Date),
        Column("agreed_at", Moment, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("at", Moment, nullable=False),
        Column("facts", LargeBinary, nullable=False),
        Column("reason", Text),
        Column("followed_by", Text),
        Column("disputed", Boolean, nullable=False),
        Column("jobcenter", Text, nullable=False),
        Index(f"plan_duties_outcome{suffix}", "jobcenter", "outcome", "opened", "number"),
    )


def _caseload(metadata: MetaData, suffix: str) -> Table:
    return Table(
        f"plan_caseload{suffix}",
        metadata,
        Column("counsellor", Text, primary_key=True),
        Column("opened", BigInteger, primary_key=True, autoincrement=False),
        Column("jobcenter", Text, nullable=False),
        Column("plan", Uuid, nullable=False),
    )
