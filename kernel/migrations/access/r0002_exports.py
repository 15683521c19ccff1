"""Which exports there were, each beside the access that bears its number."""

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0002"
down_revision = "0001"


def upgrade(op: Operations) -> None:
    number = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "exports",
        Column("number", number, primary_key=True, autoincrement=False),
        Column("begun", BigInteger, nullable=False),
        Column("who", Text, nullable=False),
        Column("organisation", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("format", Text, nullable=False),
        Column("scope", Text, nullable=False),
        Column("finished", BigInteger),
        Column("events", BigInteger),
        Column("first", BigInteger),
        Column("last", BigInteger),
        Column("content", Text),
        Column("sha256", Text),
    )
