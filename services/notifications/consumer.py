"""What follows for those concerned from what plans and mediations say."""

from typing import Any
from uuid import UUID, uuid5

from contracts.envelope import Envelope, Recorded
from services.notifications.domain import notification
from services.notifications.domain.commands import CancelReminder, PlanNotification
from services.notifications.planning import QUIET, Notice, notices, reminders
from services.notifications.post_room import PostRoom
from services.notifications.rendering.catalogue import catalogue


class TellThoseConcerned:
    """Plans what an event makes worth telling; cancels reminders of what it makes obsolete.

    A notification's id comes from the event, the recipient and the template, and is the command's
    id, too: hearing of an event again plans nothing again.
    """

    name = "notifications.tell-those-concerned"
    categories = ("plan", "mediation")

    def __init__(self, post: PostRoom) -> None:
        self._post = post

    async def react(self, recorded: Recorded[Any]) -> None:
        plan = recorded.envelope.metadata.plan
        if plan is None or type(recorded.event) in QUIET:
            return
        change = await self._post.cases.change(recorded, plan)
        after = reminders(change.case)
        for id in change.before.keys() - after.keys():
            await self._cancel(id, recorded.envelope)
        new = [notice for id, notice in after.items() if id not in change.before]
        for notice in [*notices(change.case, recorded), *new]:
            if notice.comes_in_time():
                await self._plan(notice, recorded.envelope)

    async def _plan(self, notice: Notice, because: Envelope) -> None:
        wishes = await self._post.preferences.of(notice.recipient.id)
        command = PlanNotification(
            recipient=notice.recipient.id,
            capacity=notice.recipient.capacity,
            client=notice.client,
            template=notice.template,
            template_version=catalogue(wishes.language).templates[notice.template].version,
            language=wishes.language,
            channel=wishes.channel,
            cause=notice.cause.id,
            cause_stream=notice.cause.stream,
            cause_revision=notice.cause.revision,
            subject=notice.subject,
            not_before=notice.send_at(),
            quiet_hours=wishes.quiet_hours,
        )
        stream = notification.stream(notice.id)
        await self._post.handle(
            stream, command, because, causation=because.id, command_id=notice.id
        )

    async def _cancel(self, id: UUID, because: Envelope) -> None:
        command = CancelReminder(reason=f"its cause went away: {because.type}")
        stream, command_id = notification.stream(id), uuid5(because.id, f"cancel/{id}")
        await self._post.handle(
            stream, command, because, causation=because.id, command_id=command_id
        )
