"""Who acts, by number."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Table, or_, select

from kernel.database import bulk_insert, select_among
from kernel.event_store import StoredEvent
from services.audit.read_models.trail.numbers import Numbers
from services.audit.read_models.trail.said import ActorKey, Said


class Actors:
    def __init__(self) -> None:
        self._numbers: Numbers[ActorKey, int] = Numbers(int)

    def numbered(
        self,
        connection: Connection,
        table: Table,
        events: Sequence[StoredEvent],
        page: Sequence[Said],
    ) -> dict[ActorKey, int]:
        """A number for everyone who acted on this page; newcomers are added."""
        wanted = {one.actor for one in page}
        found = self._numbers.known(wanted, events[0].position, events[-1].position)
        unknown = wanted.difference(found)
        found |= _kept(connection, table, {key[0] for key in unknown}) if unknown else {}
        new = []
        for event, one in zip(events, page, strict=True):
            if one.actor in unknown and one.actor not in found:
                found[one.actor] = event.position
                new.append((*one.actor, event.position))
        bulk_insert(connection, table, new)
        self._numbers.remember(found)
        return found


def _kept(connection: Connection, table: Table, subs: Collection[str]) -> dict[ActorKey, int]:
    rows = select_among(connection, table.c, table.c.sub, subs)
    return {(row.sub, row.role, row.organisation, row.on_behalf_of): row.number for row in rows}


def numbers_of(connection: Connection, table: Table, person: str) -> frozenset[int]:
    """Those under which a person acted, or was acted for."""
    c = table.c
    query = select(c.number).where(or_(c.sub == person, c.on_behalf_of == person))
    return frozenset(connection.execute(query).scalars())
