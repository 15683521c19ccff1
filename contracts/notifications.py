"""What the notifications service says: streams `notification-<id>` and `recipient-<id>`."""

import re
from datetime import time
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, model_validator

from contracts.envelope import Identifier, Instant
from contracts.model import Contract, Event
from contracts.plan import Digest
from contracts.sealed import Sealed

DeliveryChannel = Literal["outbox", "email"]
Capacity = Literal["client", "representative", "counsellor", "mediator"]
"""In which capacity somebody is told."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2,8})?$")]
"""A BCP 47 tag; `de-simple` is plain-language German (Leichte Sprache)."""

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""A technical reason. Never a personal text."""

Receipt = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")]
"""What a channel calls its proof, in visible ASCII."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def _address(value: Any, info: ValidationInfo) -> Any:
    """Checked while it is still plain: nobody can look at it once it is sealed."""
    plain = bool(info.context and info.context.get("seal")) and isinstance(value, str)
    if plain and (len(value) > 254 or not _ADDRESS.fullmatch(value.strip())):
        raise ValueError("not an e-mail address")
    return value


SealedAddress = Annotated[Sealed, BeforeValidator(_address, json_schema_input_type=str)]
"""An e-mail address (RFC 5321, the plain ASCII form), sealed like every personal text."""


class NotificationPlanned(Event):
    """Somebody is to be told. `cause` is the event that it is about, `subject` what it is about
    where that event tells of several things: an agreement or a mediation. `language` and `channel`
    are as wanted now; what counted in the end is said when it is sent.
    """

    type: Literal["NotificationPlanned.v1"] = "NotificationPlanned.v1"
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
    send_at: Instant


class NotificationPostponed(Event):
    """Its time came within the recipient's quiet hours."""

    type: Literal["NotificationPostponed.v1"] = "NotificationPostponed.v1"
    until: Instant


class NotificationSent(Event):
    """Handed over to the channel. `rendered` is the digest of the message, byte for byte."""

    type: Literal["NotificationSent.v1"] = "NotificationSent.v1"
    channel: DeliveryChannel
    language: Language
    template_version: Annotated[int, Field(ge=1)]
    provider_id: Receipt
    rendered: Digest


class NotificationDelivered(Event):
    """It arrived, as far as the channel can tell."""

    type: Literal["NotificationDelivered.v1"] = "NotificationDelivered.v1"
    receipt: Receipt


class NotificationRead(Event):
    type: Literal["NotificationRead.v1"] = "NotificationRead.v1"
    receipt: Receipt


class NotificationFailed(Event):
    """The channel did not take it. Without a `next_attempt` it is abandoned."""

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
    """No message leaves from `start` until before `end`, local times in Europe/Berlin.

    May span midnight: 20:00 to 08:00.
    """

    start: time
    end: time

    @model_validator(mode="after")
    def _of_one_day(self) -> Self:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("quiet hours are local times, without an offset")
        if self.start == self.end:
            raise ValueError("quiet hours must end at another time than they start")
        return self


class PreferencesSet(Event):
    """How somebody wants to be told. `channels` in the order in which they are wanted."""

    type: Literal["PreferencesSet.v1"] = "PreferencesSet.v1"
    channels: tuple[DeliveryChannel, ...] = Field(min_length=1)
    language: Language
    quiet_hours: QuietHours | None = None
    email: SealedAddress | None = None


NotificationEvent = Annotated[
    NotificationPlanned
    | NotificationPostponed
    | NotificationSent
    | NotificationDelivered
    | NotificationRead
    | NotificationFailed
    | NotificationAbandoned
    | ReminderCancelled
    | PreferencesSet,
    Field(discriminator="type"),
]
