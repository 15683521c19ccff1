"""Which facts are disputed, and where that is said (§ 84 Abs. 2 SGB X)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection, Table, select

from contracts.plan import FactDisputed
from kernel.database import bulk_insert
from kernel.event_store import StoredEvent

_DISPUTED: str = FactDisputed.model_fields["type"].default


def add_disputes(
    connection: Connection,
    table: Table,
    events: Sequence[StoredEvent],
    plans: Sequence[int | None],
) -> None:
    rows = [
        (event.position, plan, event.revision, _fact(event))
        for event, plan in zip(events, plans, strict=True)
        if event.type == _DISPUTED and plan is not None
    ]
    bulk_insert(connection, table, rows)


def _fact(event: StoredEvent) -> UUID:
    return FactDisputed.model_validate_json(event.data).fact


def disputes_of(connection: Connection, table: Table, plans: Iterable[int]) -> list[int]:
    """The positions at which facts of these plans were disputed, in order."""
    query = select(table.c.position).where(table.c.plan.in_(sorted(set(plans))))
    return sorted(connection.execute(query).scalars())
