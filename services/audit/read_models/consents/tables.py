"""One row per act of consent, whole: there are two or three for each version of a plan."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text, Uuid

from kernel.database import Moment

Position = BigInteger().with_variant(Integer, "sqlite")


@dataclass(frozen=True, slots=True)
class ConsentTables:
    consents: Table
    plans: Table


def consent_tables(metadata: MetaData, suffix: str) -> ConsentTables:
    return ConsentTables(_consents(metadata, suffix), _plans(metadata, suffix))


def _consents(metadata: MetaData, suffix: str) -> Table:
    """`solution` where a mediation's solution was agreed to, `version` and `digest` of a plan else.

    `agreed_at` is when all had agreed to that very thing.
    """
    name = f"consents{suffix}"
    return Table(
        name,
        metadata,
        Column("position", Position, primary_key=True, autoincrement=False),
        Column("event", Uuid, nullable=False),
        Column("plan", Uuid, nullable=False),
        Column("client", Text),
        Column("jobcenter", Text),
        Column("version", Integer),
        Column("digest", Text),
        Column("solution", Uuid),
        Column("party", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("time", Moment, nullable=False),
        Column("sub", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("organisation", Text),
        Column("on_behalf_of", Text),
        Column("withdrawn_position", Position),
        Column("withdrawn_at", Moment),
        Column("withdrawn_because", Text),
        Column("agreed_position", Position),
        Column("agreed_at", Moment),
        Index(f"{name}_by_plan", "plan", "position", info={"early": True}),
        Index(f"{name}_by_client", "client", "position"),
        Index(f"{name}_by_jobcenter", "jobcenter", "position"),
        Index(f"{name}_by_sub", "sub", "position"),
        Index(f"{name}_by_represented", "on_behalf_of", "position"),
    )


def _plans(metadata: MetaData, suffix: str) -> Table:
    return Table(
        f"consents_plans{suffix}",
        metadata,
        Column("plan", Uuid, primary_key=True),
        Column("client", Text, nullable=False),
        Column("jobcenter", Text, nullable=False),
        sqlite_with_rowid=False,
    )
