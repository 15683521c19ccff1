"""The clients' keys, and who destroyed which."""

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, Text

revision = "0001"
down_revision = None

BUCKETS = 64


def upgrade(op: Operations) -> None:
    """On PostgreSQL in buckets: what is left of a destroyed key goes when its bucket is rewritten.
    In a SQLite file it is overwritten where it stands."""
    number = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "tombstones",
        Column("number", number, primary_key=True),
        Column("client", Text, nullable=False, unique=True),
        Column("kid", Text),
        Column("destroyed_by", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("at", Text, nullable=False),
        if_not_exists=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        _in_buckets(op)
    else:
        op.create_table(
            "keys",
            Column("number", number, primary_key=True),
            Column("client", Text, nullable=False, unique=True),
            Column("kid", Text, nullable=False),
            Column("wrapped", LargeBinary, nullable=False),
            if_not_exists=True,
        )


def _in_buckets(op: Operations) -> None:
    op.create_table(
        "keys",
        Column("bucket", SmallInteger, primary_key=True, autoincrement=False),
        Column("client", Text, primary_key=True),
        Column("kid", Text, nullable=False),
        Column("wrapped", LargeBinary, nullable=False),
        postgresql_partition_by="LIST (bucket)",
    )
    for bucket in range(BUCKETS):
        op.execute(f"CREATE TABLE keys_{bucket} PARTITION OF keys FOR VALUES IN ({bucket})")
