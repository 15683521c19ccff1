"""What the notifications service can be asked to do."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.envelope import Identifier, Instant
from contracts.model import Contract
from contracts.notifications import (
    Capacity,
    DeliveryChannel,
    Language,
    QuietHours,
    Reason,
    Receipt,
    SealedAddress,
)
from contracts.plan import Digest


class PlanNotification(Contract):
    """Tell `recipient`, not before `not_before` and outside their quiet hours."""

    recipient: Identifier
    capacity: Capacity
    client: Identifier
    template: Identifier
    template_version: Annotated[int, Field(ge=1)]
    language: Language
    channel: DeliveryChannel
    cause: UUID
    cause_stream: str
    cause_revision: int
    subject: UUID | None = None
    not_before: Instant
    quiet_hours: QuietHours | None = None


class Postpone(Contract):
    """Its time has come: wait on if that is within the quiet hours, as they are now."""

    quiet_hours: QuietHours


class RecordSent(Contract):
    channel: DeliveryChannel
    language: Language
    template_version: Annotated[int, Field(ge=1)]
    provider_id: Receipt
    rendered: Digest


class RecordFailed(Contract):
    """The `attempt`-th attempt (from 1) failed; if `permanent`, another would fail likewise."""

    attempt: Annotated[int, Field(ge=1)]
    reason: Reason
    permanent: bool
    quiet_hours: QuietHours | None = None


class RecordDelivered(Contract):
    receipt: Receipt


class RecordRead(Contract):
    receipt: Receipt


class Abandon(Contract):
    reason: Reason


class CancelReminder(Contract):
    reason: Reason


NotificationCommand = (
    PlanNotification
    | Postpone
    | RecordSent
    | RecordFailed
    | RecordDelivered
    | RecordRead
    | Abandon
    | CancelReminder
)


class SetPreferences(Contract):
    """All of somebody's preferences: what is left out is not wanted any more.

    `channels` in the order in which they are wanted.
    """

    channels: Annotated[tuple[DeliveryChannel, ...], Field(min_length=1, max_length=2)]
    language: Language
    quiet_hours: QuietHours | None = None
    email: SealedAddress | None = None
