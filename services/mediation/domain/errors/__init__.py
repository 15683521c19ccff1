"""What a mediation refuses, and what would be allowed instead."""

from services.mediation.domain.errors.beginning import (
    AlreadyMediated,
    FourWeeksOver,
    MediationAlreadyRunning,
    MediationNotOffered,
    NoDisagreementRecorded,
    PlanIsClosed,
    ReceiptInTheFuture,
)
from services.mediation.domain.errors.ending import (
    MediationOver,
    MediationStillRunning,
    MediationUnknown,
)
from services.mediation.domain.errors.neutrality import (
    MediatorAlreadyAppointed,
    MediatorNotNeutral,
    NotTheMediator,
)
from services.mediation.domain.errors.sides import (
    AlreadyTakingPart,
    NotTheirRequest,
    SpeaksForAnother,
)
from services.mediation.domain.errors.solutions import (
    AgreementProposedTwice,
    AlreadyAnswered,
    ReasonsRequired,
    SolutionNoLongerOpen,
    SolutionUnknown,
)
from services.mediation.domain.errors.talks import (
    TalkAlreadyRecorded,
    TalkOutsideTheMediation,
    TalkUnknown,
    TalkYetToCome,
)

__all__ = [
    "AgreementProposedTwice",
    "AlreadyAnswered",
    "AlreadyMediated",
    "AlreadyTakingPart",
    "FourWeeksOver",
    "MediationAlreadyRunning",
    "MediationNotOffered",
    "MediationOver",
    "MediationStillRunning",
    "MediationUnknown",
    "MediatorAlreadyAppointed",
    "MediatorNotNeutral",
    "NoDisagreementRecorded",
    "NotTheMediator",
    "NotTheirRequest",
    "PlanIsClosed",
    "ReasonsRequired",
    "ReceiptInTheFuture",
    "SolutionNoLongerOpen",
    "SolutionUnknown",
    "SpeaksForAnother",
    "TalkAlreadyRecorded",
    "TalkOutsideTheMediation",
    "TalkUnknown",
    "TalkYetToCome",
]
