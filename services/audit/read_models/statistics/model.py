"""From events to numbers. Of the events that count for nothing not even the metadata is read."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, MetaData, Table, func, select

from contracts.catalogue import stored_types, type_of
from contracts.envelope import Recorded
from contracts.plan import PlanOpened
from kernel.codec import Codec
from kernel.database import bulk_upsert, select_among
from kernel.event_store import StoredEvent
from services.audit.read_models.statistics.counting import (
    COUNTED,
    PARTIES,
    Measure,
    PlanState,
    counted,
)
from services.audit.read_models.statistics.tables import StatisticsTables, statistics_tables

_BERLIN = ZoneInfo("Europe/Berlin")
_TYPES = stored_types(*COUNTED)
_CODEC = Codec({type_of(model): model for model in COUNTED})
_ID = 16
"""Bytes; each is followed by one for the party."""

Cell = tuple[str, int, Measure]
"""Jobcenter, month, measure."""


class StatisticsModel:
    """A read model. An event counts in the month that it was recorded in; once a month has begun,
    nothing counts in an earlier one any more, whatever a clock running behind says."""

    name = "statistics"
    version = 1
    categories = ("plan", "mediation")
    by_stream = False

    def tables(self, metadata: MetaData, suffix: str) -> StatisticsTables:
        return statistics_tables(metadata, suffix)

    def project(
        self, connection: Connection, tables: StatisticsTables, events: Sequence[StoredEvent]
    ) -> None:
        heard = _CODEC.recorded_all(event for event in events if event.type in _TYPES)
        if not heard:
            return
        plans = _known(connection, tables.plans, {_plan_of(recorded) for recorded in heard})
        months = _Months(connection, tables.months)
        cells: Counter[Cell] = Counter()
        for recorded in heard:
            month = months.of(recorded)
            plan = _plan(plans, recorded)
            cells.update((plan.jobcenter, month, one) for one in counted(plan, recorded.event))
        months.keep(connection, tables.months)
        rows = [(*cell, number) for cell, number in cells.items()]
        bulk_upsert(connection, tables.cells, rows, _more)
        bulk_upsert(connection, tables.plans, [_row(id, plan) for id, plan in plans.items()])


class _Months:
    """The newest month, and those that a page begins."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._newest = connection.execute(select(func.max(table.c.month))).scalar() or 0
        self._begun: list[tuple[int, int]] = []

    def of(self, recorded: Recorded[Any]) -> int:
        month = month_of(recorded.envelope.metadata.time)
        if month > self._newest:
            self._newest = month
            self._begun.append((month, recorded.envelope.position))
        return self._newest

    def keep(self, connection: Connection, table: Table) -> None:
        bulk_upsert(connection, table, self._begun)


def month_of(moment: datetime) -> int:
    """Months since the year 0, in Europe/Berlin."""
    local = moment.astimezone(_BERLIN)
    return local.year * 12 + local.month - 1


def _plan_of(recorded: Recorded[Any]) -> UUID:
    """Raises ValueError for an event that does not say which plan it belongs to."""
    plan = recorded.envelope.metadata.plan
    if plan is None:
        raise ValueError(f"{recorded.envelope.type} belongs to no plan")
    return plan


def _plan(plans: dict[UUID, PlanState], recorded: Recorded[Any]) -> PlanState:
    """Raises KeyError for a plan that was never opened."""
    if isinstance(recorded.event, PlanOpened):
        plans[_plan_of(recorded)] = PlanState(recorded.event.jobcenter)
    return plans[_plan_of(recorded)]


def _more(old: Table, new: Any) -> Mapping[str, Any]:
    return {"number": old.c.number + new.number}


def _known(connection: Connection, table: Table, plans: Collection[UUID]) -> dict[UUID, PlanState]:
    return {
        row.plan: PlanState(row.jobcenter, row.agreed, row.review_due, _parties(row.parties))
        for row in select_among(connection, table.c, table.c.plan, plans)
    }


def _row(id: UUID, plan: PlanState) -> tuple[UUID, str, bool, bool, bytes]:
    packed = b"".join(
        agreement.bytes + bytes([PARTIES.index(party)]) for agreement, party in plan.parties.items()
    )
    return id, plan.jobcenter, plan.agreed, plan.review_due, packed


def _parties(packed: bytes) -> dict[UUID, Any]:
    ends = range(_ID, len(packed), _ID + 1)
    return {UUID(bytes=packed[end - _ID : end]): PARTIES[packed[end]] for end in ends}
