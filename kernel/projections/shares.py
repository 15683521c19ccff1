"""The streams of a rebuild, shared out: each share has a checkpoint of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    func,
    select,
    update,
)

from kernel.following import Superseded
from kernel.projections.registry import Generation

METADATA = MetaData()
_table = Table(
    "projection_shares",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("share", Integer, primary_key=True, autoincrement=False),
    Column("after", Text),
    Column("last", Text),
    Column("cursor", Text),
    Column("events", BigInteger, nullable=False),
    Column("ended", Boolean, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Share:
    """The streams behind `after` up to `last`, in the store's own order; None: from the first, to
    the end. `cursor` is the last one that is in, `events` counts what came of them."""

    number: int
    after: str | None
    last: str | None
    cursor: str | None = None
    events: int = 0
    ended: bool = False


def share_out(connection: Connection, generation: Generation, ends: Sequence[str]) -> None:
    """One share up to each of `ends`, and one for the rest."""
    bounds = [None, *ends, None]
    rows = [
        {
            "name": generation.name,
            "generation": generation.number,
            "share": number,
            "after": bounds[number],
            "last": bounds[number + 1],
            "events": 0,
            "ended": False,
        }
        for number in range(len(ends) + 1)
    ]
    connection.execute(_table.insert(), rows)


def shares_of(connection: Connection, generation: Generation) -> list[Share]:
    c = _table.c
    query = select(c.share, c.after, c.last, c.cursor, c.events, c.ended)
    found = connection.execute(query.where(_of(generation)).order_by(c.share))
    return [Share(*row) for row in found]


def taken_in(connection: Connection, generation: Generation) -> int:
    """Events of all shares together."""
    query = select(func.sum(_table.c.events)).where(_of(generation))
    return int(connection.scalar(query) or 0)


def advance(
    connection: Connection, generation: Generation, was: Share, cursor: str, events: int
) -> Share:
    """Raises Superseded where somebody else is at the same share."""
    now = replace(was, cursor=cursor, events=was.events + events)
    _set(connection, generation, was, cursor=cursor, events=now.events)
    return now


def end(connection: Connection, generation: Generation, was: Share) -> None:
    """Raises Superseded."""
    _set(connection, generation, was, ended=True)


def forget(connection: Connection, generation: Generation) -> None:
    connection.execute(_table.delete().where(_of(generation)))


def is_as(connection: Connection, generation: Generation, was: Share) -> bool:
    """Whether nobody else has been at this share."""
    return connection.scalar(select(_table.c.share).where(_still(generation, was))) is not None


def _set(connection: Connection, generation: Generation, was: Share, **values: object) -> None:
    moved = connection.execute(update(_table).where(_still(generation, was)).values(**values))
    if moved.rowcount != 1:
        raise Superseded(f"share {was.number} of {generation.name} is not at {was.cursor} any more")


def _still(generation: Generation, was: Share) -> ColumnElement[bool]:
    c = _table.c
    return and_(
        _of(generation),
        c.share == was.number,
        c.cursor.is_not_distinct_from(was.cursor),
        c.ended.is_(False),
    )


def _of(generation: Generation) -> ColumnElement[bool]:
    return and_(_table.c.name == generation.name, _table.c.generation == generation.number)
