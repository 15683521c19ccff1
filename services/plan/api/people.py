"""Who is involved, what the client brings, what is disputed, and the end of a plan."""

from contracts import plan as s
from services.plan.api.tasks import Task
from services.plan.domain import commands as c
from services.plan.domain import errors as e

TITLE = "People and record"
TASKS = (
    Task(
        "/counsellors",
        c.AssignCounsellor,
        s.CounsellorAssigned,
        (e.PersonOnBothSides, e.PlanAlreadyClosed),
    ),
    Task(
        "/representatives",
        c.AppointRepresentative,
        s.RepresentativeAppointed,
        (e.AlreadyRepresenting, e.PersonOnBothSides),
    ),
    Task(
        "/representatives/{person}/endings",
        c.EndRepresentation,
        s.RepresentationEnded,
        (e.NotRepresenting,),
    ),
    Task("/voice", c.RecordClientVoice, s.ClientVoiceRecorded, (e.PlanAlreadyClosed,)),
    Task(
        "/disputes",
        c.DisputeFact,
        s.FactDisputed,
        (e.FactUnknown, e.AlreadyDisputed, e.CannotSpeakFor),
    ),
    Task("/closure", c.ClosePlan, s.PlanClosed, (e.PlanAlreadyClosed,)),
)
