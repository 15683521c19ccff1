"""A statement that comes again and again: compiled once, and bound by hand."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.dml import UpdateBase

from kernel.bulk.driver import cursor
from kernel.bulk.statements import Processor, processor

_Bind = tuple[str, Processor | None]


class Prepared:
    """An INSERT, UPDATE or DELETE, all of whose values are named parameters."""

    def __init__(self, statement: UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[_Bind]]] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows that concerned."""
        dialect = connection.dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = self._compile(dialect)
        text, binds = known
        bound = [bind(values[name]) if bind else values[name] for name, bind in binds]
        with cursor(connection) as driver:
            return int(driver.execute(text, bound).rowcount)

    def _compile(self, dialect: Dialect) -> tuple[str, list[_Bind]]:
        compiled = self._statement.compile(dialect=dialect)
        names = compiled.positiontup or []
        types = {name: compiled.binds[name].type for name in names}
        return str(compiled), [(name, processor(types[name], dialect)) for name in names]
