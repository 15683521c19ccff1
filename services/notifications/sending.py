"""What is done when a notification's time has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from contracts.envelope import Recorded
from contracts.notifications import DeliveryChannel, NotificationPlanned
from kernel.deadlines import Timer
from kernel.sealing import KeyStore
from services.notifications.case import Case
from services.notifications.cases import as_at, fold
from services.notifications.channels import Channel, ChannelFailed, Letter
from services.notifications.domain import commands as asked
from services.notifications.domain import notification
from services.notifications.domain.berlin import is_quiet
from services.notifications.planning import reminders
from services.notifications.post_room import PostRoom
from services.notifications.preferences import Wishes
from services.notifications.rendering.facts import facts
from services.notifications.rendering.message import Message, render
from services.notifications.who_is_told import OF_MEDIATION, REMINDERS

Channels = Mapping[DeliveryChannel, Channel]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notification is about: the case as it was `then`, at its cause, and as it is `now`."""

    id: UUID
    planned: NotificationPlanned
    cause: Recorded[Any]
    then: Case
    now: Case


class SendWhatIsDue:
    """Renders, hands over, and writes down what came of it.

    At least once: what dies between handing over and writing down does it again. What that means
    is the channel's to say: a file in the outbox stays the same, for e-mail see `channels.smtp`.
    """

    def __init__(self, post: PostRoom, keys: KeyStore, channels: Channels) -> None:
        self._post, self._keys, self._channels = post, keys, channels

    async def __call__(self, timer: Timer) -> None:
        """Raises what the store raises; whatever the channel does becomes an event."""
        state = (await self._post.notifications.load(timer.stream)).state
        if not isinstance(state, notification.Waiting):
            return
        matter = await self._matter(timer.stream, state.planned)
        command = await self._outcome(matter, state.failures + 1)
        await self._post.handle(
            timer.stream,
            command,
            matter.cause.envelope,
            causation=timer.set_by,
            command_id=uuid5(timer.id, type(command).__name__),
        )

    async def _matter(self, stream: str, planned: NotificationPlanned) -> Matter:
        cause = await self._post.cases.event(planned.cause_stream, planned.cause_revision)
        plan = cause.envelope.metadata.plan
        assert plan is not None, "only what belongs to a plan is told of"
        history = await self._post.cases.history(plan, _mediation(planned))
        then = fold(as_at(cause.envelope, history))
        id = UUID(stream.removeprefix("notification-"))
        return Matter(id, planned, cause, then, fold(history))

    async def _outcome(self, matter: Matter, attempt: int) -> asked.NotificationCommand:
        if reason := self._gone(matter):
            return asked.CancelReminder(reason=reason)
        if await self._keys.tombstone(matter.planned.client):
            return asked.Abandon(reason="the data of the person it is about was erased")
        wishes = await self._post.preferences.of(matter.planned.recipient)
        if wishes.quiet_hours and is_quiet(self._now(), wishes.quiet_hours):
            return asked.Postpone(quiet_hours=wishes.quiet_hours)
        try:
            return await self._hand_over(matter, wishes)
        except ChannelFailed as failed:
            return asked.RecordFailed(
                attempt=attempt,
                reason=failed.reason,
                permanent=failed.permanent,
                quiet_hours=wishes.quiet_hours,
            )

    def _gone(self, matter: Matter) -> str | None:
        """Why nobody needs to be told any more; heard of here at the latest."""
        planned, plan = matter.planned, matter.now.plan
        if planned.capacity == "client" and plan and plan.closing_reason == "died":
            return "the recipient has died"
        if planned.template not in REMINDERS:
            return None
        notice = reminders(matter.now).get(matter.id)
        if notice is None:
            return "its cause went away"
        return "the day itself has passed" if notice.is_past(self._now()) else None

    async def _hand_over(self, matter: Matter, wishes: Wishes) -> asked.RecordSent:
        """Raises ChannelFailed."""
        message = await self._rendered(matter, wishes.language)
        letter = Letter(
            notification=matter.id,
            recipient=matter.planned.recipient,
            address=await self._address(matter, wishes),
            message=message,
            written_at=self._now(),
        )
        handed_over = await self._channels[wishes.channel].hand_over(letter)
        return asked.RecordSent(
            channel=wishes.channel,
            language=message.language,
            template_version=message.template_version,
            provider_id=handed_over.provider_id,
            rendered=handed_over.rendered,
        )

    async def _rendered(self, matter: Matter, language: str) -> Message:
        planned = matter.planned
        day = matter.then.days.get(planned.subject) if planned.subject else None
        return render(
            planned.template,
            language,
            planned.capacity,
            facts(matter.then, matter.cause, day),
            await self._keys.open_for(planned.client),
        )

    def _now(self) -> datetime:
        return self._post.clock.now()

    async def _address(self, matter: Matter, wishes: Wishes) -> str | None:
        """None where there is none to go to: then what was sealed may have been erased."""
        if wishes.channel != "email" or wishes.email is None:
            return None
        address = (await self._keys.open_for(matter.planned.recipient))(wishes.email)
        return address if "@" in address else None


def _mediation(planned: NotificationPlanned) -> str | None:
    """The stream of the mediation that it is about."""
    if planned.cause_stream.startswith("mediation-"):
        return planned.cause_stream
    return f"mediation-{planned.subject}" if planned.template in OF_MEDIATION else None
