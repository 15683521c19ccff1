"""By which way a database finds what each question asks for: its own plans, as evidence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from benchmarks.questions import questions, samples
from koop.embedded import Embedded

LATEST = Path(__file__).parent / "latest" / "plans.txt"


def keep(told: str, on: str) -> None:
    """Those of a run on SQLite stand first; those on PostgreSQL are put behind them."""
    before = LATEST.read_text() if on else ""
    LATEST.write_text(f"{before}# The plans{on or ' on SQLite'}\n\n{told}\n")


async def explained(embedded: Embedded) -> str:
    """Each statement once that answered each question, with the plan that the database made."""
    about, told = (await samples(embedded))[0], []
    for name, question in questions(embedded).items():
        with _listening() as asked:
            await question(about)
        told.append(f"## {name}\n")
        for engine, statement, values in _each_once(asked):
            told.append(f"{' '.join(statement.split())}\n{_plan(engine, statement, values)}\n")
    return "\n".join(told)


@contextmanager
def _listening() -> Iterator[list[tuple[Engine, str, Any]]]:
    asked: list[tuple[Engine, str, Any]] = []

    def hear(connection: Connection, _: Any, statement: str, values: Any, *__: Any) -> None:
        asked.append((connection.engine, statement, values))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def _each_once(asked: Sequence[tuple[Engine, str, Any]]) -> Iterator[tuple[Engine, str, Any]]:
    """What reads rows; not what begins and ends transactions."""
    seen: set[str] = set()
    for engine, statement, values in asked:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")) and statement not in seen:
            seen.add(statement)
            yield engine, statement, values


def _plan(engine: Engine, statement: str, values: Any) -> str:
    on_sqlite = engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if on_sqlite else "EXPLAIN"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {statement}", values).all()
    return "\n".join(f"    {row[-1]}" for row in rows)
