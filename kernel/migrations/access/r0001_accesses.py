"""Who read what and why; and which events the views beside it follow."""

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, Text, Uuid

revision = "0001"
down_revision = None


def upgrade(op: Operations) -> None:
    op.create_table(
        "accesses",
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("at", BigInteger, nullable=False),
        Column("who", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("organisation", Text),
        Column("purpose", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("plan", Uuid),
        Column("client", Text),
        if_not_exists=True,
    )
    for by in ("plan", "client", "who"):
        op.create_index(f"accesses_by_{by}", "accesses", [by, "number"], if_not_exists=True)
    op.create_table("views_of", Column("kind", Text, primary_key=True), if_not_exists=True)
