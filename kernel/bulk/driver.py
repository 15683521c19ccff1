"""Past SQLAlchemy, to the driver: for a few rows the way there takes longer than the database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def cursor(connection: Connection) -> Iterator[Any]:
    """The driver's own, in the same transaction and with the errors of all others."""
    driver: Any = connection.connection.driver_connection
    dialect = connection.dialect
    try:
        with closing(driver.cursor()) as own:
            yield own
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            "rows in bulk",
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            dialect=dialect,
        ) from error
