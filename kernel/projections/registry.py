"""Which generations of which read model there are, and how far each one is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Literal, cast

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    bindparam,
    null,
    update,
)
from sqlalchemy.schema import DropTable

from kernel.database import Prepared, select_among
from kernel.following import Superseded

METADATA = MetaData()

_table = Table(
    "projections",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("reason", Text),
    Column("tables", Text, nullable=False),
)
_the_one = and_(
    _table.c.name == bindparam("its_name"), _table.c.generation == bindparam("its_number")
)
_move = Prepared(
    update(_table)
    .where(
        _the_one,
        _table.c.state == bindparam("was_state"),
        _table.c.position == bindparam("was_position"),
    )
    .values(position=bindparam("now"), until=bindparam("its_until"), reason=null())
)

State = Literal["building", "live", "retired", "shadow"]


@dataclass(frozen=True, slots=True)
class Generation:
    """One filling of a read model's tables.

    `live` answers queries: one of each version. `building` is being filled, stream by stream up
    to `until` (in shares), or in order where `until` is None. `retired` did
    answer once, a `shadow` never does. `reason` says why it stands still.
    """

    name: str
    number: int
    version: int
    state: State
    position: int
    until: int | None
    reason: str | None
    tables: tuple[str, ...]

    @property
    def suffix(self) -> str:
        return f"__v{self.version}_g{self.number}"


def all_of(connection: Connection, name: str) -> list[Generation]:
    """The newest first."""
    rows = select_among(connection, _table.c, _table.c.name, [name])
    return [
        Generation(
            name=row.name,
            number=row.generation,
            version=row.version,
            state=cast(State, row.state),
            position=row.position,
            until=row.until,
            reason=row.reason,
            tables=tuple(json.loads(row.tables)),
        )
        for row in sorted(rows, key=attrgetter("generation"), reverse=True)
    ]


def answering(generations: Sequence[Generation], version: int) -> Generation | None:
    """Whom to ask: the live generation of one's own version, otherwise the newest other one."""
    live = [one for one in generations if one.state == "live"]
    return max(live, key=lambda one: (one.version == version, one.number), default=None)


def building(generations: Sequence[Generation], version: int) -> Generation | None:
    """The rebuild of this version that was begun and has not been finished."""
    mine = [one for one in generations if one.version == version and one.state == "building"]
    return next(iter(mine), None)


def add(connection: Connection, new: Generation, tables: tuple[str, ...]) -> Generation:
    connection.execute(
        _table.insert().values(
            name=new.name,
            generation=new.number,
            version=new.version,
            state=new.state,
            position=new.position,
            until=new.until,
            tables=json.dumps(tables),
        )
    )
    return replace(new, tables=tables)


def move(
    connection: Connection, was: Generation, position: int, until: int | None = None
) -> Generation:
    """Keep a checkpoint; raises Superseded unless all is still as `was` says."""
    moved = _move.run(
        connection,
        {
            "its_name": was.name,
            "its_number": was.number,
            "was_state": was.state,
            "was_position": was.position,
            "now": position,
            "its_until": until,
        },
    )
    if moved != 1:
        raise Superseded(f"{was.name}{was.suffix} is not {was.state} at {was.position} any more")
    return replace(was, position=position, until=until, reason=None)


def stop(connection: Connection, generation: Generation, reason: str) -> None:
    connection.execute(update(_table).where(_is(generation)).values(reason=reason))


def mend(connection: Connection, name: str) -> None:
    """Take away the reasons for which generations of this name stand still."""
    connection.execute(update(_table).where(_table.c.name == name).values(reason=None))


def switch(connection: Connection, built: Generation) -> Generation | None:
    """Let `built` answer from now on; None if the one before it is ahead of it by now.

    What answered before is kept until somebody drops it.
    """
    others = [one for one in all_of(connection, built.name) if one.number != built.number]
    before = [one for one in others if one.state == "live" and one.version == built.version]
    if any(one.position > built.position for one in before):
        return None
    for one in before:
        _set_state(connection, one, "retired")
    _set_state(connection, built, "live")
    return replace(built, state="live")


def drop(connection: Connection, generation: Generation) -> None:
    for name in generation.tables:
        connection.execute(DropTable(Table(name, MetaData()), if_exists=True))
    connection.execute(_table.delete().where(_is(generation)))


def _set_state(connection: Connection, generation: Generation, state: State) -> None:
    connection.execute(update(_table).where(_is(generation)).values(state=state))


def _is(generation: Generation) -> ColumnElement[bool]:
    return and_(_table.c.name == generation.name, _table.c.generation == generation.number)
