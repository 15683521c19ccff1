"""The plan view: the document of each plan as it stands, what waits on it, who owes what on it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, MetaData, Table, select

from contracts import catalogue
from contracts.plan_document import PlanDocument
from kernel.bulk import Row
from kernel.codec import Codec
from kernel.database import bulk_upsert, delete_among, select_among
from kernel.event_store import StoredEvent
from services.plan.read_models import rows
from services.plan.read_models.duties import Duty
from services.plan.read_models.packing import unpacked
from services.plan.read_models.standing import Standing, standing_after
from services.plan.read_models.tables import PlanTables, plan_tables

CATEGORY = "plan"


def stream_of(plan: UUID) -> str:
    return f"{CATEGORY}-{plan}"


def plan_of(stream: str) -> UUID:
    return UUID(stream[len(CATEGORY) + 1 :])


class PlanView:
    """A read model."""

    name = "plan_view"
    version = 5
    categories = (CATEGORY,)
    by_stream = True

    def __init__(self) -> None:
        self._codec = Codec(catalogue.PLAN)

    def tables(self, metadata: MetaData, suffix: str) -> PlanTables:
        return plan_tables(metadata, suffix)

    def project(
        self, connection: Connection, tables: PlanTables, events: Sequence[StoredEvent]
    ) -> None:
        """Folds each plan of the page once and writes its rows once."""
        by_stream: dict[str, list[StoredEvent]] = {}
        for event in events:
            by_stream.setdefault(event.stream, []).append(event)
        begun = [plan_of(name) for name, own in by_stream.items() if own[0].revision > 0]
        known = _standings(connection, tables, begun)
        changes = _Changes()
        for name, own in by_stream.items():
            self._take(own, known.get(plan_of(name)), changes)
        changes.write(connection, tables)

    def _take(self, events: list[StoredEvent], known: Standing | None, changes: "_Changes") -> None:
        """Nothing where the rows have all of these events already."""
        revision = known.document.revision if known else -1
        new = [stored for stored in events if stored.revision > revision]
        before = rows.listed(known) if known else None
        now = standing_after(known, self._codec.told_all(new)) if new else None
        if now is not None:
            changes.take(before, now, new[-1].position)


class _Changes:
    """What a page comes to."""

    def __init__(self) -> None:
        self.plans: list[Row] = []
        self.tasks: list[Row] = []
        self.duties: list[Row] = []
        self.caseload: list[Row] = []
        self.without_tasks: list[int] = []

    def take(self, before: rows.Listed | None, now: Standing, position: int) -> None:
        had, has = before or rows.NOTHING, rows.listed(now)
        self.plans.append(rows.plan_row(now, position))
        if had.tasks != has.tasks:
            self.tasks += has.tasks
            self.without_tasks += [now.opened] if had.tasks else []
        self.duties += [row for row in has.duties if row not in had.duties]
        self.caseload += [row for row in has.caseload if row not in had.caseload]

    def write(self, connection: Connection, tables: PlanTables) -> None:
        bulk_upsert(connection, tables.plans, self.plans)
        delete_among(connection, tables.tasks.c.opened, self.without_tasks)
        bulk_upsert(connection, tables.tasks, self.tasks)
        bulk_upsert(connection, tables.duties, self.duties)
        bulk_upsert(connection, tables.caseload, self.caseload)


def _standings(
    connection: Connection, tables: PlanTables, plans: Sequence[UUID]
) -> Mapping[UUID, Standing]:
    c = tables.plans.c
    known = select_among(connection, (c.plan, c.opened, c.document), c.plan, plans)
    duties = duties_of(connection, tables.duties, [row.opened for row in known])
    return {
        row.plan: Standing(row.opened, unpacked(row.document), tuple(duties.get(row.opened, ())))
        for row in known
    }


def duties_of(
    connection: Connection, table: Table, opened: Collection[int]
) -> Mapping[int, list[Duty]]:
    """By plan, in the order in which they were agreed."""
    found: defaultdict[int, list[Duty]] = defaultdict(list)
    for row in sorted(select_among(connection, table.c, table.c.opened, opened)):
        found[row.opened].append(rows.duty_of(row))
    return found


def document_of(connection: Connection, tables: PlanTables, plan: UUID) -> PlanDocument | None:
    """The document of one plan, its texts still sealed; None where there is no row yet."""
    query = select(tables.plans.c.document).where(tables.plans.c.plan == plan)
    column = connection.execute(query).scalar_one_or_none()
    return None if column is None else unpacked(column)


def standing_of(connection: Connection, tables: PlanTables, plan: UUID) -> Standing | None:
    return _standings(connection, tables, [plan]).get(plan)
