"""Offering the draft, consenting to it, handing out what was agreed, or not agreeing."""

from contracts import plan as s
from services.plan.api.tasks import Task
from services.plan.domain import commands as c
from services.plan.domain import errors as e

TITLE = "Consent"
TASKS = (
    Task(
        "/offers", c.OfferDraft, s.DraftOffered, (e.NoDraftInHand, e.DraftIncomplete, e.InThePast)
    ),
    Task(
        "/acceptances",
        c.AcceptPlan,
        s.PlanAccepted,
        (
            e.StaleAcceptance,
            e.DraftNotOffered,
            e.AlreadyAccepted,
            e.ChannelDoesNotFit,
            e.CannotSpeakFor,
            e.NoDraftInHand,
            e.DraftIncomplete,
        ),
    ),
    Task(
        "/acceptance-withdrawals",
        c.WithdrawAcceptance,
        s.AcceptanceWithdrawn,
        (e.NothingToWithdraw, e.CannotSpeakFor),
    ),
    Task("/versions/{version}/copies", c.IssuePlanCopy, s.PlanCopyIssued, (e.VersionNotAgreed,)),
    Task(
        "/disagreements",
        c.RecordDisagreement,
        s.DisagreementRecorded,
        (e.NoDraftInHand, e.CannotSpeakFor),
    ),
)
