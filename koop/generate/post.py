"""Messages: whom to tell what and when by the notifications service's own rules; all arrive."""

from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from contracts.envelope import Envelope, Metadata, Recorded
from koop.generate.agenda import Agenda
from koop.generate.matter import Matter, Stream, milliseconds, new_stream
from services.notifications.case import Case
from services.notifications.domain import commands as asked
from services.notifications.domain.notification import Waiting
from services.notifications.planning import QUIET, Notice, notices, reminders
from services.notifications.post_room import ACTOR
from services.notifications.preferences import Wishes
from services.notifications.read_models.due import SEND
from services.notifications.rendering.catalogue import catalogue

PLANNING_TAKES, SENDING_TAKES = 40, 300
"""Milliseconds."""

_WISHES = Wishes()


class Post:
    """Nobody has preferences: everybody is told as somebody is who said nothing.

    Nothing is rendered. What a message is said to have been rendered to is the hash of its id.
    """

    def __init__(self, matter: Matter, agenda: Agenda) -> None:
        self._matter, self._agenda = matter, agenda
        self._case = Case()
        self._reminders: Mapping[UUID, Notice] = {}
        self._waiting: dict[UUID, tuple[Stream, Envelope]] = {}

    def tell(self, recorded: Recorded[Any]) -> None:
        self._case.add(recorded)
        if type(recorded.event) in QUIET:
            return
        before, after = self._reminders, reminders(self._case)
        self._reminders = after
        gone = [id for id in before if id not in after]
        new = [notice for id, notice in after.items() if id not in before]
        told = [one for one in (*notices(self._case, recorded), *new) if one.comes_in_time()]
        if gone or told:
            work = partial(self._work, recorded.envelope, gone, told)
            self._agenda.add(self._matter.now + PLANNING_TAKES, work)

    def _work(self, because: Envelope, gone: Iterable[UUID], told: Iterable[Notice]) -> None:
        for id in gone:
            self._cancel(id, because)
        for notice in told:
            self._plan(notice, because)

    def _plan(self, notice: Notice, because: Envelope) -> None:
        command = asked.PlanNotification(
            recipient=notice.recipient.id,
            capacity=notice.recipient.capacity,
            client=notice.client,
            template=notice.template,
            template_version=catalogue(_WISHES.language).templates[notice.template].version,
            language=_WISHES.language,
            channel=_WISHES.channel,
            cause=notice.cause.id,
            cause_stream=notice.cause.stream,
            cause_revision=notice.cause.revision,
            subject=notice.subject,
            not_before=notice.send_at(),
        )
        id = notice.id
        stream = new_stream("notification", id)
        metadata = self._metadata(because, because.id)
        (planned,) = self._matter.handle(stream, command, metadata, id)
        self._waiting[id] = stream, planned.envelope
        due = max(milliseconds(planned.event.send_at), self._matter.now) + SENDING_TAKES
        self._agenda.add(due, partial(self._send, id))

    def _send(self, id: UUID) -> None:
        stream, planned = self._waiting.pop(id, (None, None))
        if stream is None or planned is None or not isinstance(stream.state, Waiting):
            return
        command = self._outcome(id, stream.state)
        timer = uuid5(planned.id, SEND)
        metadata = self._metadata(planned, planned.id)
        self._matter.handle(stream, command, metadata, uuid5(timer, type(command).__name__))

    def _outcome(self, id: UUID, state: Waiting) -> asked.RecordSent | asked.CancelReminder:
        plan = self._case.plan
        if state.planned.capacity == "client" and plan and plan.closing_reason == "died":
            return asked.CancelReminder(reason="the recipient has died")
        return asked.RecordSent(
            channel=state.planned.channel,
            language=state.planned.language,
            template_version=state.planned.template_version,
            provider_id=f"{id}.eml",
            rendered=f"sha256:{sha256(id.bytes).hexdigest()}",
        )

    def _cancel(self, id: UUID, because: Envelope) -> None:
        stream, _ = self._waiting.pop(id, (None, None))
        if stream is not None:
            command = asked.CancelReminder(reason=f"its cause went away: {because.type}")
            metadata = self._metadata(because, because.id)
            self._matter.handle(stream, command, metadata, uuid5(because.id, f"cancel/{id}"))

    def _metadata(self, about: Envelope, causation: UUID) -> Metadata:
        return self._matter.metadata(ACTOR, about.metadata.correlation, causation)
