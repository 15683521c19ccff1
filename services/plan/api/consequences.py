"""The chain from a miss to a referral, link by link."""

from contracts import plan as s
from services.plan.api.tasks import Task
from services.plan.domain import commands as c
from services.plan.domain import errors as e

TITLE = "Consequences"
_AGREEMENT = "/agreements/{agreement}"
_ORDER = (e.NothingMissed, e.NoConsequences, e.StepOutOfOrder)
TASKS = (
    Task(
        "/{item}/important-reason-requests",
        c.RequestImportantReason,
        s.ImportantReasonRequested,
        (*_ORDER, e.InThePast),
    ),
    Task("/{item}/important-reasons", c.StateImportantReason, s.ImportantReasonStated, _ORDER),
    Task(
        "/{item}/important-reason-assessments",
        c.AssessImportantReason,
        s.ImportantReasonAssessed,
        (*_ORDER, e.ReasonNotAskedFor, e.ReasonTimeRunning),
    ),
    Task(
        f"{_AGREEMENT}/demands",
        c.DemandCooperation,
        s.CooperationDemanded,
        (*_ORDER, e.ConsequencesRest, e.InThePast, e.InTheFuture),
    ),
    Task(
        f"{_AGREEMENT}/demand-fulfilments", c.RecordDemandMet, s.DemandMet, (*_ORDER, e.InTheFuture)
    ),
    Task(
        f"{_AGREEMENT}/demand-failures",
        c.RecordDemandUnmet,
        s.DemandUnmet,
        (*_ORDER, e.DemandTimeRunning, e.ConsequencesRest, e.InTheFuture),
    ),
    Task(
        "/{item}/hearing-offers",
        c.OfferHearing,
        s.HearingOffered,
        (*_ORDER, e.NoLegalNotice, e.InThePast),
    ),
    Task("/{item}/hearings", c.RecordHearingHeld, s.HearingHeld, _ORDER),
    Task(
        "/{item}/hearing-waivers",
        c.RecordHearingWaived,
        s.HearingWaived,
        (*_ORDER, e.HearingTimeRunning),
    ),
    Task("/{item}/hardship-considerations", c.ConsiderHardship, s.HardshipConsidered, _ORDER),
    Task(
        "/{item}/referrals",
        c.ReferForReductionReview,
        s.ReductionReviewReferred,
        (*_ORDER, e.ConsequencesRest, e.ReferralTooLate),
    ),
)
