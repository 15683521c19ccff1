"""What the notifications service says: streams `notification-<id>` and `recipient-<id>`."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.envelope import Identifier, Instant
from contracts.model import Contract, Event
from contracts.plan import Digest
from contracts.sealed import Sealed

DeliveryChannel = Literal["outbox", "email"]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2,8})?$")]
"""A BCP 47 tag; `de-simple` is plain-language German (Leichte Sprache)."""

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""A technical reason. Never a personal text."""


class NotificationPlanned(Event):
    type: Literal["NotificationPlanned.v1"] = "NotificationPlanned.v1"
    recipient: Identifier
    client: Identifier
    template: Identifier
    template_version: Annotated[int, Field(ge=1)]
    language: Language
    channel: DeliveryChannel
    cause: UUID
    cause_stream: str
    cause_revision: int
    send_at: Instant


class NotificationSent(Event):
    type: Literal["NotificationSent.v1"] = "NotificationSent.v1"
    channel: DeliveryChannel
    provider_id: str
    rendered: Digest


class NotificationDelivered(Event):
    type: Literal["NotificationDelivered.v1"] = "NotificationDelivered.v1"
    receipt: str


class NotificationRead(Event):
    type: Literal["NotificationRead.v1"] = "NotificationRead.v1"
    receipt: str


class NotificationFailed(Event):
    type: Literal["NotificationFailed.v1"] = "NotificationFailed.v1"
    attempt: Annotated[int, Field(ge=1)]
    reason: Reason
    next_attempt: Instant | None = None


class NotificationAbandoned(Event):
    """Nobody was told: someone must look at it."""

    type: Literal["NotificationAbandoned.v1"] = "NotificationAbandoned.v1"
    reason: Reason


class ReminderCancelled(Event):
    """The cause went away before it was sent."""

    type: Literal["ReminderCancelled.v1"] = "ReminderCancelled.v1"
    reason: Reason


class QuietHours(Contract):
    """No message leaves between these local times (Europe/Berlin); may span midnight."""

    start: time
    end: time


class PreferencesSet(Event):
    type: Literal["PreferencesSet.v1"] = "PreferencesSet.v1"
    channels: tuple[DeliveryChannel, ...] = Field(min_length=1)
    language: Language
    quiet_hours: QuietHours | None = None
    email: Sealed | None = None


NotificationEvent = Annotated[
    NotificationPlanned
    | NotificationSent
    | NotificationDelivered
    | NotificationRead
    | NotificationFailed
    | NotificationAbandoned
    | ReminderCancelled
    | PreferencesSet,
    Field(discriminator="type"),
]
