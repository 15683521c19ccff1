"""What later events make of consents given before them, as long as those stand."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from contracts.envelope import Recorded
from contracts.mediation import MediationSettled
from contracts.plan import AcceptanceWithdrawn, PlanAgreed
from services.audit.read_models.consents.row import ConsentRow, columns_of


def standing_consents(
    connection: Connection, table: Table, plans: Collection[UUID]
) -> list[ConsentRow]:
    """Of these plans, those neither withdrawn nor agreed by all, in order."""
    if not plans:
        return []
    c = table.c
    query = select(table).where(
        c.plan.in_(sorted(plans)), c.withdrawn_at.is_(None), c.agreed_at.is_(None)
    )
    return [ConsentRow(*row) for row in connection.execute(query.order_by(c.position))]


class Standing:
    """Consents changed in memory, to be written together."""

    def __init__(self, kept: Sequence[ConsentRow]) -> None:
        self._kept = {row.position: row for row in kept}
        self._rows: dict[int, ConsentRow] = {}
        self._of_plan: dict[UUID | None, list[int]] = {}
        for row in kept:
            self.add(row)

    def add(self, row: ConsentRow) -> None:
        self._rows[row.position] = row
        self._of_plan.setdefault(row.plan, []).append(row.position)

    def change(self, recorded: Recorded[Any]) -> None:
        for position in self._of_plan.get(recorded.envelope.metadata.plan, ()):
            row = self._rows[position]
            if row.stands and _concerns(recorded.event, row):
                self._rows[position] = _changed(row, recorded)

    def new(self) -> list[tuple[Any, ...]]:
        return [columns_of(row) for at, row in self._rows.items() if at not in self._kept]

    def changed(self) -> list[tuple[Any, ...]]:
        """Of those that were there before."""
        changed = (self._rows[at] for at, row in self._kept.items() if self._rows[at] is not row)
        return [columns_of(row) for row in changed]


def _concerns(event: Any, row: ConsentRow) -> bool:
    match event:
        case AcceptanceWithdrawn():
            return _same_version(event, row) and row.party == event.party
        case PlanAgreed():
            return _same_version(event, row)
        case MediationSettled():
            return row.solution == event.solution
        case _:
            return False


def _same_version(event: AcceptanceWithdrawn | PlanAgreed, row: ConsentRow) -> bool:
    return row.version == event.version and row.digest == event.digest


def _changed(row: ConsentRow, recorded: Recorded[Any]) -> ConsentRow:
    at, event = recorded.envelope, recorded.event
    if isinstance(event, AcceptanceWithdrawn):
        return replace(
            row,
            withdrawn_position=at.position,
            withdrawn_at=at.metadata.time,
            withdrawn_because=event.cause,
        )
    digest = event.digest if isinstance(event, MediationSettled) else row.digest
    return replace(row, agreed_position=at.position, agreed_at=at.metadata.time, digest=digest)
