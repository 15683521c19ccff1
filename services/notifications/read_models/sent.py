"""Who was told what, and when: by plan and by recipient. Ids and times, never a text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    select,
)

from contracts import notifications as said
from contracts.catalogue import NOTIFICATIONS
from contracts.envelope import Identifier, Instant, Recorded
from contracts.model import Contract
from contracts.notifications import Capacity, DeliveryChannel, Language
from kernel.codec import Codec
from kernel.database import Moment, bulk_insert, bulk_update
from kernel.event_store import StoredEvent

State = Literal["waiting", "sent", "delivered", "read", "abandoned", "cancelled"]


class NotificationRow(Contract):
    """One notification. `reason` says why the last attempt failed or why it was cancelled."""

    notification: UUID
    plan: UUID
    client: Identifier
    recipient: Identifier
    capacity: Capacity
    template: Identifier
    template_version: int
    language: Language
    channel: DeliveryChannel
    cause: UUID
    state: State
    send_at: Instant
    sent_at: Instant | None = None
    delivered_at: Instant | None = None
    read_at: Instant | None = None
    failures: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """`number` is the sort key that the next page begins behind."""

    number: int
    row: NotificationRow


class SentNotifications:
    """A read model. `number` is the position of the planning and orders lists."""

    name = "sent_notifications"
    version = 1
    categories = ("notification",)
    by_stream = True

    def __init__(self) -> None:
        self._codec = Codec(NOTIFICATIONS)

    def tables(self, metadata: MetaData, suffix: str) -> Table:
        return Table(
            f"{self.name}{suffix}",
            metadata,
            Column("number", BigInteger, nullable=False),
            Column("notification", Uuid, primary_key=True),
            Column("plan", Uuid, nullable=False),
            Column("client", Text, nullable=False),
            Column("recipient", Text, nullable=False),
            Column("capacity", Text, nullable=False),
            Column("template", Text, nullable=False),
            Column("template_version", Integer, nullable=False),
            Column("language", Text, nullable=False),
            Column("channel", Text, nullable=False),
            Column("cause", Uuid, nullable=False),
            Column("state", Text, nullable=False),
            Column("send_at", Moment, nullable=False),
            Column("sent_at", Moment),
            Column("delivered_at", Moment),
            Column("read_at", Moment),
            Column("failures", Integer, nullable=False),
            Column("reason", Text),
            Index(f"ix_sent_plan{suffix}", "plan", "number"),
            Index(f"ix_sent_recipient{suffix}", "recipient", "number"),
        )

    def project(self, connection: Connection, tables: Table, events: Sequence[StoredEvent]) -> None:
        new: dict[UUID, dict[str, Any]] = {}
        changes: dict[UUID, dict[str, Any]] = {}
        for stored in events:
            recorded, id = self._codec.recorded(stored), notification_of(stored.stream)
            if isinstance(recorded.event, said.NotificationPlanned):
                new[id] = {"number": stored.position, **planned(recorded)}
            else:
                (new.get(id) or changes.setdefault(id, {})).update(changed(recorded))
        names = [column.name for column in tables.columns]
        bulk_insert(connection, tables, [tuple(row.get(n) for n in names) for row in new.values()])
        _update(connection, tables, changes)


def notification_of(stream: str) -> UUID:
    return UUID(stream.removeprefix("notification-"))


def planned(recorded: Recorded[Any]) -> dict[str, Any]:
    """The row of a notification that was just planned."""
    event, envelope = recorded.event, recorded.envelope
    copied = NotificationRow.model_fields.keys() & said.NotificationPlanned.model_fields.keys()
    return {
        "notification": notification_of(envelope.stream),
        "plan": envelope.metadata.plan,
        "state": "waiting",
        "failures": 0,
        **{name: getattr(event, name) for name in copied},
    }


def changed(recorded: Recorded[Any]) -> dict[str, Any]:
    """What an event after the planning changes in the row."""
    event, at = recorded.event, recorded.envelope.metadata.time
    change: dict[str, Any] = {}
    match event:
        case said.NotificationPostponed():
            change = {"send_at": event.until}
        case said.NotificationSent():
            as_sent = event.model_dump(include={"channel", "language", "template_version"})
            change = {"state": "sent", "sent_at": at, "reason": None, **as_sent}
        case said.NotificationDelivered():
            change = {"state": "delivered", "delivered_at": at}
        case said.NotificationRead():
            change = {"state": "read", "read_at": at}
        case said.NotificationFailed():
            change = {"failures": event.attempt, "reason": event.reason}
            change |= {"send_at": event.next_attempt} if event.next_attempt else {}
        case said.NotificationAbandoned():
            change = {"state": "abandoned", "reason": event.reason}
        case said.ReminderCancelled():
            change = {"state": "cancelled", "reason": event.reason}
    return change


def row_of(history: Sequence[Recorded[Any]]) -> NotificationRow:
    """The row that a notification's events come to, the first of which planned it."""
    row = planned(history[0])
    for recorded in history[1:]:
        row |= changed(recorded)
    return NotificationRow.model_validate(row)


def _update(
    connection: Connection, table: Table, changes: Mapping[UUID, Mapping[str, Any]]
) -> None:
    """One statement for all rows in which the same columns change."""
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for id, change in changes.items():
        if change:
            alike.setdefault(tuple(change), []).append((*change.values(), id))
    for names, rows in alike.items():
        bulk_update(connection, table, names, rows)


def sent(
    connection: Connection,
    table: Table,
    *,
    plan: UUID | None = None,
    recipients: Collection[str] | None = None,
    capacities: Collection[Capacity] | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[Listed]:
    """Those that fit everything named, in the order of their planning, from behind `after` on."""
    query = select(table).where(table.c.number > after)
    if plan is not None:
        query = query.where(table.c.plan == plan)
    for column, wanted in ((table.c.recipient, recipients), (table.c.capacity, capacities)):
        if wanted is not None:
            query = query.where(column.in_(sorted(wanted)))
    found = connection.execute(query.order_by(table.c.number).limit(limit)).mappings()
    return [_listed(dict(row)) for row in found]


def _listed(row: dict[str, Any]) -> Listed:
    return Listed(row.pop("number"), NotificationRow.model_validate(row))
