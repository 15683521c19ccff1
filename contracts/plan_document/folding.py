"""The one reading of what a plan's events say."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from contracts import plan as said
from contracts.envelope import Envelope, Recorded
from contracts.model import Event
from contracts.plan_document import agreeing, consequences, disputes, keeping, people
from contracts.plan_document.content import Content, Draft
from contracts.plan_document.document import PlanDocument
from contracts.plan_document.fact import Fact

Reading = Callable[[PlanDocument, Any, Envelope], None]

_READINGS: dict[type[Event], Reading] = {
    said.CounsellorAssigned: people.counsellor_assigned,
    said.RepresentativeAppointed: people.representative_appointed,
    said.RepresentationEnded: people.representation_ended,
    said.ClientVoiceRecorded: people.voice_recorded,
    said.DisagreementRecorded: people.disagreement_recorded,
    said.PlanClosed: people.closed,
    said.GoalSet: agreeing.goal_set,
    said.AgreementDrafted: agreeing.agreement_drafted,
    said.AgreementRedrafted: agreeing.agreement_redrafted,
    said.AgreementDropped: agreeing.agreement_dropped,
    said.RemarkAdded: agreeing.remark_added,
    said.DraftOffered: agreeing.draft_offered,
    said.PlanAccepted: agreeing.accepted,
    said.AcceptanceWithdrawn: agreeing.acceptance_withdrawn,
    said.PlanAgreed: agreeing.agreed,
    said.PlanCopyIssued: agreeing.copy_issued,
    said.RevisionStarted: agreeing.revision_started,
    said.RevisionDropped: agreeing.revision_dropped,
    said.ReviewFellDue: agreeing.review_fell_due,
    said.AgreementFellOverdue: keeping.fell_overdue,
    said.AgreementKept: keeping.agreement_kept,
    said.AgreementMissed: keeping.agreement_missed,
    said.MissRetracted: keeping.miss_retracted,
    said.DifficultyReported: keeping.difficulty_reported,
    said.DifficultyAnswered: keeping.difficulty_answered,
    said.AppointmentSet: keeping.appointment_set,
    said.AppointmentMoved: keeping.appointment_moved,
    said.AppointmentKept: keeping.appointment_kept,
    said.AppointmentMissed: keeping.appointment_missed,
    said.ImportantReasonRequested: consequences.reason_requested,
    said.ImportantReasonStated: consequences.reason_stated,
    said.ImportantReasonAssessed: consequences.reason_assessed,
    said.CooperationDemanded: consequences.demanded,
    said.DemandMet: consequences.demand_met,
    said.DemandUnmet: consequences.demand_unmet,
    said.DemandVoided: consequences.demand_voided,
    said.HearingOffered: consequences.hearing_offered,
    said.HearingHeld: consequences.hearing_held,
    said.HearingWaived: consequences.hearing_waived,
    said.HardshipConsidered: consequences.hardship_considered,
    said.ReductionReviewReferred: consequences.referred,
    said.ReferralVoided: consequences.referral_voided,
    said.ConsequencesSuspended: consequences.suspended,
    said.ConsequencesResumed: consequences.resumed,
    said.FactDisputed: disputes.disputed,
}
READINGS: Mapping[type[Event], Reading] = MappingProxyType(_READINGS)
"""What each event after `PlanOpened` does to the document."""


def apply(plan: PlanDocument | None, recorded: Recorded[Any]) -> PlanDocument:
    """The document after one more event. The document given is used up: keep the answer alone.

    Raises ValueError where the first event of a stream is not `PlanOpened`.
    """
    event, envelope = recorded.event, recorded.envelope
    if plan is None:
        return _opened(event, envelope)
    _READINGS[type(event)](plan, event, envelope)
    plan.revision, plan.at = envelope.revision, envelope.metadata.time
    return plan


def fold(events: Iterable[Recorded[Any]], plan: PlanDocument | None = None) -> PlanDocument | None:
    """The document after `events`, which follow those that `plan` was made of."""
    for recorded in events:
        plan = apply(plan, recorded)
    return plan


def _opened(event: Any, at: Envelope) -> PlanDocument:
    if not isinstance(event, said.PlanOpened) or at.metadata.plan is None:
        raise ValueError(f"{at.stream} begins with {at.type}, not with PlanOpened for a plan")
    time = at.metadata.time
    return PlanDocument(
        plan=at.metadata.plan,
        client=event.client,
        jobcenter=event.jobcenter,
        counsellor=event.counsellor,
        regime=event.regime,
        opened=Fact(at.id, time),
        revision=at.revision,
        at=time,
        draft=Draft(1, Content()),
    )
