"""Many rows at the speed of the driver, as tuples: one statement per table, or COPY."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table

from kernel.bulk.among import delete_among, select_among
from kernel.bulk.copying import copy_in, copy_over
from kernel.bulk.prepared import Prepared
from kernel.bulk.statements import (
    Merge,
    Row,
    bulk_delete,
    bulk_update,
    insert,
    replace_all,
)

__all__ = [
    "Merge",
    "Prepared",
    "Row",
    "bulk_delete",
    "bulk_insert",
    "bulk_update",
    "bulk_upsert",
    "delete_among",
    "select_among",
]

COPY_FROM = 50
"""Rows from which on COPY pays on PostgreSQL: twelve times as fast for many, slower for a few."""


def bulk_insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add `rows`; raises IntegrityError, without adding any, where a key is there already."""
    if connection.dialect.name == "postgresql" and len(rows) >= COPY_FROM:
        copy_in(connection, table, rows)
    else:
        insert(connection, table, rows, None)


def bulk_upsert(
    connection: Connection, table: Table, rows: Sequence[Row], merge: Merge = replace_all
) -> None:
    """Add `rows`; where a primary key is there, `merge` says what becomes of the row that is.

    Of equal keys in `rows` the last wins.
    """
    if connection.dialect.name == "postgresql" and len(rows) >= COPY_FROM:
        copy_over(connection, table, rows, merge)
    else:
        insert(connection, table, rows, merge)
