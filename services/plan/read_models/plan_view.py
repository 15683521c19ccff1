"""One row per plan: the document as it stands, and what plans are looked up by."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    select,
)

from contracts import catalogue
from contracts.plan_document import PlanDocument, apply
from kernel.bulk import Row, bulk_upsert
from kernel.codec import Codec
from kernel.event_store import StoredEvent
from services.plan.read_models.attention import ATTENTION, attention, next_due
from services.plan.read_models.packing import packed, unpacked

CATEGORY = "plan"
_AT_A_TIME = 500
"""Plans that one SELECT asks for."""


def stream_of(plan: UUID) -> str:
    return f"{CATEGORY}-{plan}"


def plan_of(stream: str) -> UUID:
    return UUID(stream[len(CATEGORY) + 1 :])


class PlanView:
    """A read model. `opened` is the position of the plan's first event and orders lists."""

    name = "plan_view"
    version = 3
    categories = (CATEGORY,)
    by_stream = True

    def __init__(self) -> None:
        self._codec = Codec(catalogue.PLAN)

    def tables(self, metadata: MetaData, suffix: str) -> Table:
        return Table(
            f"plan_view{suffix}",
            metadata,
            Column("plan", Uuid, primary_key=True),
            Column("opened", BigInteger, nullable=False),
            Column("position", BigInteger, nullable=False),
            Column("revision", Integer, nullable=False),
            Column("client", Text, nullable=False),
            Column("representatives", Text),
            Column("counsellor", Text, nullable=False),
            Column("jobcenter", Text, nullable=False),
            Column("status", Text, nullable=False),
            Column("version", Integer, nullable=False),
            Column("due", Date),
            Column("attention", LargeBinary),
            Column("document", LargeBinary, nullable=False),
            Index(f"plan_view_counsellor{suffix}", "counsellor", "opened"),
            Index(f"plan_view_client{suffix}", "client", "opened"),
        )

    def project(self, connection: Connection, tables: Table, events: Sequence[StoredEvent]) -> None:
        """Folds each plan of the page once and writes its row once."""
        by_stream: dict[str, list[StoredEvent]] = {}
        for event in events:
            by_stream.setdefault(event.stream, []).append(event)
        begun = {plan_of(name) for name, own in by_stream.items() if own[0].revision > 0}
        known = dict(_documents(connection, tables, begun))
        rows = (self._row(own, known.get(plan_of(name))) for name, own in by_stream.items())
        bulk_upsert(connection, tables, [row for row in rows if row is not None])

    def _row(self, events: list[StoredEvent], known: tuple[int, PlanDocument] | None) -> Row | None:
        """None where the row has all of these events already."""
        opened, plan = known or (events[0].position, None)
        for stored in events:
            if plan is None or stored.revision > plan.revision:
                plan = apply(plan, self._codec.recorded(stored))
        if plan is None or plan.revision != events[-1].revision:
            return None
        return row(opened, events[-1].position, plan)


def row(opened: int, position: int, plan: PlanDocument) -> Row:
    """In the order of the table's columns."""
    due, waiting = next_due(plan), attention(plan)
    return (
        plan.plan,
        opened,
        position,
        plan.revision,
        plan.client,
        named([one.person for one in plan.representatives]),
        plan.counsellor,
        plan.jobcenter,
        plan.status,
        len(plan.versions),
        due.on if due else None,
        ATTENTION.dump_json(waiting, exclude_none=True) if waiting else None,
        packed(plan),
    )


def named(persons: Sequence[str]) -> str | None:
    """Persons in one column, each between blanks so that it can be looked for; None for nobody."""
    return f" {' '.join(persons)} " if persons else None


def _documents(
    connection: Connection, table: Table, plans: Iterable[UUID]
) -> Iterator[tuple[UUID, tuple[int, PlanDocument]]]:
    wanted = list(plans)
    for start in range(0, len(wanted), _AT_A_TIME):
        query = select(table.c.plan, table.c.opened, table.c.document).where(
            table.c.plan.in_(wanted[start : start + _AT_A_TIME])
        )
        for found in connection.execute(query):
            yield found.plan, (found.opened, unpacked(found.document))


def document_of(connection: Connection, table: Table, plan: UUID) -> PlanDocument | None:
    """The document of one plan, its texts still sealed; None where there is no row yet."""
    query = select(table.c.document).where(table.c.plan == plan)
    column = connection.execute(query).scalar_one_or_none()
    return None if column is None else unpacked(column)
