"""How far followers and read models are, who leads, and what could not be done."""

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0001"
down_revision = None


def upgrade(op: Operations) -> None:
    op.create_table(
        "projections",
        Column("name", Text, primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("version", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("until", BigInteger),
        Column("cursor", Text),
        Column("reason", Text),
        Column("tables", Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "checkpoints",
        Column("name", Text, primary_key=True),
        Column("position", BigInteger, nullable=False),
        Column("reason", Text),
        if_not_exists=True,
    )
    op.create_table(
        "dead_letters",
        Column("source", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("position", BigInteger, nullable=False),
        Column("stream", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("recorded_at", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "leases",
        Column("name", Text, primary_key=True),
        Column("holder", Text, nullable=False),
        Column("beat", BigInteger, nullable=False),
        if_not_exists=True,
    )
