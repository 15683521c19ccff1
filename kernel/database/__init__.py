"""The SQL database of one service: SQLite in a file, or a schema on a PostgreSQL server.

What the two do differently stands here and in `kernel.bulk`, and nowhere else.
"""

from kernel.bulk import (
    Prepared,
    bulk_delete,
    bulk_insert,
    bulk_update,
    bulk_upsert,
    delete_among,
    select_among,
)
from kernel.database.database import Database
from kernel.database.moment import Moment
from kernel.database.postgresql import DatabaseRefused, exclusively, ready_to_ask, server_url
from kernel.database.sqlite import sorting

__all__ = [
    "Database",
    "DatabaseRefused",
    "Moment",
    "Prepared",
    "bulk_delete",
    "bulk_insert",
    "bulk_update",
    "bulk_upsert",
    "delete_among",
    "exclusively",
    "ready_to_ask",
    "select_among",
    "server_url",
    "sorting",
]
