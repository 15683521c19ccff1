"""Which parts of its streams a rebuild has taken in, so that several processes can share them."""

from alembic.operations import Operations
from sqlalchemy import BigInteger, Boolean, Column, Integer, Text

revision = "0002"
down_revision = "0001"


def upgrade(op: Operations) -> None:
    op.create_table(
        "projection_shares",
        Column("name", Text, primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("share", Integer, primary_key=True, autoincrement=False),
        Column("after", Text),
        Column("last", Text),
        Column("cursor", Text),
        Column("events", BigInteger, nullable=False),
        Column("ended", Boolean, nullable=False),
        if_not_exists=True,
    )
    with op.batch_alter_table("projections") as table:
        table.drop_column("cursor")
