"""What can be done with a plan, one command each.

A command is the HTTP body, the Kafka command and what the decider decides, all in one. Fields that
a person does not send carry a mark, read with `set_by_edge`, and the edge merges them into the JSON
before it validates:

- `path`: an id or a version that stands in the path;
- `command`: an id newly made from the command id, `uuid5(command_id, field name)`.

Whatever the envelope knows (plan id, time, actor, jobcenter, regime) is in no command.
"""

from services.plan.domain.commands.appointments import (
    MoveAppointment,
    RecordAppointmentKept,
    RecordAppointmentMissed,
    SetAppointment,
)
from services.plan.domain.commands.automatic import (
    AdoptSolution,
    MarkAgreementOverdue,
    MarkReviewDue,
    ResumeConsequences,
    SuspendConsequences,
)
from services.plan.domain.commands.consent import (
    AcceptPlan,
    IssuePlanCopy,
    OfferDraft,
    RecordDisagreement,
    WithdrawAcceptance,
)
from services.plan.domain.commands.consequences import (
    ConsiderHardship,
    DemandCooperation,
    OfferHearing,
    RecordDemandMet,
    RecordDemandUnmet,
    RecordHearingHeld,
    RecordHearingWaived,
    ReferForReductionReview,
)
from services.plan.domain.commands.drafting import (
    AddRemark,
    DraftAgreement,
    DropAgreement,
    DropRevision,
    RedraftAgreement,
    SetGoal,
    StartRevision,
)
from services.plan.domain.commands.fields import example, set_by_edge
from services.plan.domain.commands.important_reason import (
    AssessImportantReason,
    RequestImportantReason,
    StateImportantReason,
)
from services.plan.domain.commands.keeping import (
    AnswerDifficulty,
    RecordAgreementKept,
    RecordAgreementMissed,
    ReportDifficulty,
    RetractMiss,
)
from services.plan.domain.commands.people import (
    AppointRepresentative,
    AssignCounsellor,
    ClosePlan,
    DisputeFact,
    EndRepresentation,
    OpenPlan,
    RecordClientVoice,
)

PlanCommand = (
    OpenPlan
    | AssignCounsellor
    | AppointRepresentative
    | EndRepresentation
    | RecordClientVoice
    | DisputeFact
    | ClosePlan
    | SetGoal
    | DraftAgreement
    | RedraftAgreement
    | DropAgreement
    | AddRemark
    | StartRevision
    | DropRevision
    | OfferDraft
    | AcceptPlan
    | WithdrawAcceptance
    | IssuePlanCopy
    | RecordDisagreement
    | RecordAgreementKept
    | RecordAgreementMissed
    | RetractMiss
    | ReportDifficulty
    | AnswerDifficulty
    | SetAppointment
    | MoveAppointment
    | RecordAppointmentKept
    | RecordAppointmentMissed
    | RequestImportantReason
    | StateImportantReason
    | AssessImportantReason
    | DemandCooperation
    | RecordDemandMet
    | RecordDemandUnmet
    | OfferHearing
    | RecordHearingHeld
    | RecordHearingWaived
    | ConsiderHardship
    | ReferForReductionReview
    | MarkReviewDue
    | MarkAgreementOverdue
    | SuspendConsequences
    | ResumeConsequences
    | AdoptSolution
)

__all__ = [
    "AcceptPlan",
    "AddRemark",
    "AdoptSolution",
    "AnswerDifficulty",
    "AppointRepresentative",
    "AssessImportantReason",
    "AssignCounsellor",
    "ClosePlan",
    "ConsiderHardship",
    "DemandCooperation",
    "DisputeFact",
    "DraftAgreement",
    "DropAgreement",
    "DropRevision",
    "EndRepresentation",
    "IssuePlanCopy",
    "MarkAgreementOverdue",
    "MarkReviewDue",
    "MoveAppointment",
    "OfferDraft",
    "OfferHearing",
    "OpenPlan",
    "PlanCommand",
    "RecordAgreementKept",
    "RecordAgreementMissed",
    "RecordAppointmentKept",
    "RecordAppointmentMissed",
    "RecordClientVoice",
    "RecordDemandMet",
    "RecordDemandUnmet",
    "RecordDisagreement",
    "RecordHearingHeld",
    "RecordHearingWaived",
    "RedraftAgreement",
    "ReferForReductionReview",
    "ReportDifficulty",
    "RequestImportantReason",
    "ResumeConsequences",
    "RetractMiss",
    "SetAppointment",
    "SetGoal",
    "StartRevision",
    "StateImportantReason",
    "SuspendConsequences",
    "WithdrawAcceptance",
    "example",
    "set_by_edge",
]
