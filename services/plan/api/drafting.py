"""Writing the draft of the next version."""

from contracts import plan as s
from services.plan.api.tasks import Task
from services.plan.domain import commands as c
from services.plan.domain import errors as e

TITLE = "Drafting"
_AGREEMENT = "/agreements/{agreement}"
TASKS = (
    Task("/goal", c.SetGoal, s.GoalSet, (e.NoDraftInHand,)),
    Task(
        "/agreements",
        c.DraftAgreement,
        s.AgreementDrafted,
        (e.NoDraftInHand, e.AgreementAlreadyDrafted, e.InThePast),
    ),
    Task(
        f"{_AGREEMENT}/redrafts",
        c.RedraftAgreement,
        s.AgreementRedrafted,
        (e.NoDraftInHand, e.AgreementNotInDraft, e.InThePast),
    ),
    Task(
        f"{_AGREEMENT}/drops",
        c.DropAgreement,
        s.AgreementDropped,
        (e.NoDraftInHand, e.AgreementNotInDraft),
    ),
    Task("/remarks", c.AddRemark, s.RemarkAdded, (e.NoDraftInHand,)),
    Task(
        "/revisions",
        c.StartRevision,
        s.RevisionStarted,
        (e.NothingAgreedYet, e.RevisionAlreadyOpen),
    ),
    Task(
        "/revision-drops", c.DropRevision, s.RevisionDropped, (e.NothingAgreedYet, e.NoDraftInHand)
    ),
)
