"""Keeping what was agreed, saying early that it is difficult, and recording a miss."""

from contracts import plan as s
from services.plan.api.tasks import Task
from services.plan.domain import commands as c
from services.plan.domain import errors as e

TITLE = "Keeping"
_AGREEMENT = "/agreements/{agreement}"
TASKS = (
    Task(
        f"{_AGREEMENT}/confirmations",
        c.RecordAgreementKept,
        s.AgreementKept,
        (e.AgreementNotInForce, e.AlreadyKept, e.AlreadyMissed, e.ConfirmedByOtherSide),
    ),
    Task(
        f"{_AGREEMENT}/misses",
        c.RecordAgreementMissed,
        s.AgreementMissed,
        (
            e.AgreementNotInForce,
            e.AlreadyKept,
            e.AlreadyMissed,
            e.BreachUnsettled,
            e.DifficultyUnanswered,
            e.DueDateNotPassed,
            e.InTheFuture,
        ),
    ),
    Task(
        "/{item}/retractions",
        c.RetractMiss,
        s.MissRetracted,
        (e.NothingMissed, e.RetractedByRecorder),
    ),
    Task(
        "/{item}/difficulties",
        c.ReportDifficulty,
        s.DifficultyReported,
        (
            e.AgreementNotInForce,
            e.AppointmentUnknown,
            e.AlreadyKept,
            e.AlreadyMissed,
            e.DifficultyUnanswered,
            e.CannotSpeakFor,
        ),
    ),
    Task(
        "/{item}/difficulty-answers",
        c.AnswerDifficulty,
        s.DifficultyAnswered,
        (
            e.NoDifficultyReported,
            e.ConfirmedByOtherSide,
            e.NewDueNeeded,
            e.NewDueNotPossible,
            e.InThePast,
        ),
    ),
)
