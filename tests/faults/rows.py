"""All rows of a read model, to be compared with those of a rebuild."""

from dataclasses import fields, is_dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from kernel.projections import Projection

FORGOTTEN_BY_A_REBUILD = {"fired"}


async def rows_of(projection: Projection[Any]) -> dict[str, list[tuple[object, ...]]]:
    """By the table's place in the read model, in an order of their own."""
    return await projection.read(_rows)


def _rows(connection: Connection, tables: Any) -> dict[str, list[tuple[object, ...]]]:
    named = (
        {field.name: getattr(tables, field.name) for field in fields(tables)}
        if is_dataclass(tables)
        else {"rows": tables}
    )
    return {
        name: sorted((tuple(row) for row in connection.execute(select(*_columns(table)))), key=repr)
        for name, table in named.items()
    }


def _columns(table: Table) -> list[Any]:
    return [column for column in table.c if column.name not in FORGOTTEN_BY_A_REBUILD]
