"""The SQL database of one service: SQLite in a file, or a schema on a PostgreSQL server.

What the two do differently stands here and in `kernel.bulk`, and nowhere else.
"""

from kernel.bulk import bulk_insert, bulk_upsert
from kernel.database.database import Database
from kernel.database.moment import Moment
from kernel.database.postgresql import DatabaseRefused, exclusively, ready_to_ask, server_url

__all__ = [
    "Database",
    "DatabaseRefused",
    "Moment",
    "bulk_insert",
    "bulk_upsert",
    "exclusively",
    "ready_to_ask",
    "server_url",
]
