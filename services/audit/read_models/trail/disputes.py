"""Which facts are disputed, and where that is said (§ 84 Abs. 2 SGB X)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection, Table, or_, select

from contracts.catalogue import stored_types, type_of
from contracts.plan import FactDisputed
from kernel.codec import Codec
from kernel.database import bulk_insert, select_among
from kernel.event_store import StoredEvent
from kernel.event_store.lazy import LazyEvents
from services.audit.read_models.trail.places import Place, named
from services.audit.read_models.trail.plans import PlanFacts
from services.audit.read_models.trail.tables import TrailTables

_DISPUTE = type_of(FactDisputed)
DISPUTED = stored_types(FactDisputed)
_CODEC = Codec({_DISPUTE: FactDisputed})


def add_disputes(
    connection: Connection, table: Table, page: LazyEvents, plans: Sequence[int | None]
) -> None:
    rows = [
        (page.positions[n], plans[n], page.revisions[n], _fact(page[n]))
        for n, type in enumerate(page.types)
        if type in DISPUTED and plans[n] is not None
    ]
    bulk_insert(connection, table, rows)


def _fact(event: StoredEvent) -> UUID:
    said: FactDisputed = _CODEC.event(event)
    return said.fact


def disputes_of(
    connection: Connection, tables: TrailTables, plans: Iterable[PlanFacts]
) -> list[Place]:
    """For each dispute about facts of these plans, its place and that of the fact."""
    by_number = {plan.number: plan for plan in plans}
    t = tables.disputes
    rows = select_among(connection, t.c, t.c.plan, by_number)
    facts = named(connection, tables, {row.fact: by_number[row.plan] for row in rows})
    return [
        *(Place(r.position, r.revision, _DISPUTE, by_number[r.plan]) for r in rows),
        *facts.values(),
    ]


def where_disputed(
    connection: Connection, tables: TrailTables, jobcenter: str | None, until: int
) -> dict[UUID, list[int]]:
    """For each fact that was disputed up to a position, in one jobcenter or anywhere: where that is
    said. One event in some thousands is a dispute."""
    c, plans, found = tables.disputes.c, tables.plans.c, dict[UUID, list[int]]()
    query = select(c.fact, c.position).where(c.position <= until)
    if jobcenter is not None:
        here = or_(plans.jobcenter == jobcenter, plans.jobcenter.is_(None))
        query = query.join(tables.plans, plans.number == c.plan).where(here)
    for row in connection.execute(query.order_by(c.position)):
        found.setdefault(row.fact, []).append(row.position)
    return found
