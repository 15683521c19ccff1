"""Talks: scheduled, and recorded once they were held."""

from uuid import uuid5

from contracts.mediation import TalkHeld, TalkScheduled
from services.mediation.api.bodies import Attendance, TalkPlan
from services.mediation.api.tasks import Asked, Task
from services.mediation.domain import errors as e
from services.mediation.domain.commands import RecordTalkHeld, ScheduleTalk

TITLE = "Talks"


def _schedule(body: TalkPlan, asked: Asked) -> ScheduleTalk:
    return ScheduleTalk(talk=uuid5(asked.command_id, "talk"), at=body.at, mode=body.mode)


def _record(body: Attendance, asked: Asked) -> RecordTalkHeld:
    return RecordTalkHeld(talk=asked.path["talk"], present=body.present)


TASKS = (
    Task(
        "schedule_talk",
        "/talks",
        "Schedule a talk with both sides",
        TalkPlan,
        _schedule,
        TalkScheduled,
        (e.TalkOutsideTheMediation, e.NotTheMediator),
    ),
    Task(
        "record_talk_held",
        "/talks/{talk}/held",
        "Record who came to a talk",
        Attendance,
        _record,
        TalkHeld,
        (e.TalkUnknown, e.TalkYetToCome, e.TalkAlreadyRecorded, e.NotTheMediator),
    ),
)
