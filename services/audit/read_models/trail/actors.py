"""Who acts, by number."""

from collections.abc import Collection, Sequence

from msgspec.structs import astuple
from sqlalchemy import Connection, Table, or_, select

from kernel.database import bulk_insert, select_among
from kernel.event_store.lazy import LazyEvents
from services.audit.read_models.trail.numbers import Numbers
from services.audit.read_models.trail.said import Actor, Said, actor_in


class Actors:
    def __init__(self) -> None:
        self._numbers: Numbers[bytes, int] = Numbers(int)

    def numbered(
        self, connection: Connection, table: Table, page: LazyEvents, said: Sequence[Said]
    ) -> list[int]:
        """For each event of this page the number of whoever acted; newcomers are added."""
        acted, positions = [bytes(one.actor) for one in said], page.positions
        wanted = {*acted}
        found = self._numbers.known(wanted, positions[0], positions[-1])
        if unknown := wanted.difference(found):
            actors = {written: actor_in(written) for written in unknown}
            kept = _kept(connection, table, {actor.sub for actor in actors.values()})
            new = []
            for written, position in zip(acted, positions, strict=True):
                if written in unknown and (actor := actors[written]) not in kept:
                    kept[actor] = position
                    new.append((*astuple(actor), position))
            found |= {written: kept[actor] for written, actor in actors.items()}
            bulk_insert(connection, table, new)
        self._numbers.remember(found)
        return [*map(found.__getitem__, acted)]


def _kept(connection: Connection, table: Table, subs: Collection[str]) -> dict[Actor, int]:
    rows = select_among(connection, table.c, table.c.sub, subs)
    return {
        Actor(row.sub, row.role, row.organisation, row.on_behalf_of): row.number for row in rows
    }


def numbers_of(connection: Connection, table: Table, person: str) -> frozenset[int]:
    """Those under which a person acted, or was acted for."""
    c = table.c
    query = select(c.number).where(or_(c.sub == person, c.on_behalf_of == person))
    return frozenset(connection.execute(query).scalars())
