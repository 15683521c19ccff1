"""How the plan reads along the chain that may follow from a miss, and while that chain rests."""

from contracts.envelope import Envelope
from contracts.plan import (
    ConsequencesResumed,
    ConsequencesSuspended,
    CooperationDemanded,
    DemandMet,
    DemandUnmet,
    DemandVoided,
    HardshipConsidered,
    HearingHeld,
    HearingOffered,
    HearingWaived,
    ImportantReasonAssessed,
    ImportantReasonRequested,
    ImportantReasonStated,
    ReductionReviewReferred,
    ReferralVoided,
)
from contracts.plan_document.breach import (
    Assessment,
    Demand,
    DemandOutcome,
    Hardship,
    Hearing,
    HearingOffer,
    Reason,
    ReasonRequested,
    Referral,
)
from contracts.plan_document.document import PlanDocument, Progress, Rest, Standing
from contracts.plan_document.fact import Fact
from contracts.plan_document.keeping import progress_of

_IN_THE_CHAIN = frozenset(
    {"missed", "excused", "demanded", "demand_met", "demand_unmet", "referred"}
)


def reason_requested(plan: PlanDocument, event: ImportantReasonRequested, at: Envelope) -> None:
    requested = ReasonRequested(at.id, at.metadata.time, event.until)
    _follow(progress_of(plan, event.item), "reason_requested", requested)


def reason_stated(plan: PlanDocument, event: ImportantReasonStated, at: Envelope) -> None:
    reason = Reason(at.id, at.metadata.time, event.text, event.evidence)
    _follow(progress_of(plan, event.item), "reason", reason)


def reason_assessed(plan: PlanDocument, event: ImportantReasonAssessed, at: Envelope) -> None:
    progress = progress_of(plan, event.item)
    assessment = Assessment(at.id, at.metadata.time, event.accepted, event.reasons, event.assessor)
    _follow(progress, "assessment", assessment)
    if event.accepted:
        _goes_on(progress, "excused")


def demanded(plan: PlanDocument, event: CooperationDemanded, at: Envelope) -> None:
    progress = plan.progress.setdefault(event.agreement, Progress())
    demand = Demand(
        at.id,
        at.metadata.time,
        event.kind,
        event.text,
        event.legal_notice,
        event.delivered,
        event.until,
    )
    _follow(progress, "demand", demand)
    _goes_on(progress, "demanded")


def demand_met(plan: PlanDocument, event: DemandMet, at: Envelope) -> None:
    outcome = DemandOutcome(at.id, at.metadata.time, "met", event.observed_on)
    _goes_on(_demand_ended(plan, event, outcome), "demand_met")


def demand_unmet(plan: PlanDocument, event: DemandUnmet, at: Envelope) -> None:
    outcome = DemandOutcome(at.id, at.metadata.time, "unmet", event.observed_on)
    _goes_on(_demand_ended(plan, event, outcome), "demand_unmet")


def demand_voided(plan: PlanDocument, event: DemandVoided, at: Envelope) -> None:
    outcome = DemandOutcome(at.id, at.metadata.time, "voided", mediation=event.mediation)
    _goes_on(_demand_ended(plan, event, outcome), "missed")


def _demand_ended(
    plan: PlanDocument, event: DemandMet | DemandUnmet | DemandVoided, outcome: DemandOutcome
) -> Progress:
    progress = plan.progress.setdefault(event.agreement, Progress())
    if progress.breach is not None and progress.breach.demand is not None:
        progress.breach.demand.outcome = outcome
    return progress


def hearing_offered(plan: PlanDocument, event: HearingOffered, at: Envelope) -> None:
    offer = HearingOffer(at.id, at.metadata.time, event.channel, event.until)
    _follow(progress_of(plan, event.item), "hearing_offer", offer)


def hearing_held(plan: PlanDocument, event: HearingHeld, at: Envelope) -> None:
    hearing = Hearing(at.id, at.metadata.time, statement=event.statement)
    _follow(progress_of(plan, event.item), "hearing", hearing)


def hearing_waived(plan: PlanDocument, event: HearingWaived, at: Envelope) -> None:
    hearing = Hearing(at.id, at.metadata.time, waived_by=event.by)
    _follow(progress_of(plan, event.item), "hearing", hearing)


def hardship_considered(plan: PlanDocument, event: HardshipConsidered, at: Envelope) -> None:
    hardship = Hardship(at.id, at.metadata.time, event.outcome, event.reasons)
    _follow(progress_of(plan, event.item), "hardship", hardship)


def referred(plan: PlanDocument, event: ReductionReviewReferred, at: Envelope) -> None:
    progress = progress_of(plan, event.item)
    referral = Referral(at.id, at.metadata.time, event.breach_on, event.referral_limit, event.case)
    _follow(progress, "referral", referral)
    _goes_on(progress, "referred")


def referral_voided(plan: PlanDocument, event: ReferralVoided, _: Envelope) -> None:
    """The case was never handed over, as far as the plan goes. The events keep both."""
    progress = progress_of(plan, event.item)
    if progress.breach is not None:
        progress.breach.referral = None
    _goes_on(progress, "demand_unmet")


def suspended(plan: PlanDocument, event: ConsequencesSuspended, at: Envelope) -> None:
    plan.rest.append(Rest(at.id, event.mediation, event.since, event.until))


def resumed(plan: PlanDocument, event: ConsequencesResumed, _: Envelope) -> None:
    plan.rest = [one for one in plan.rest if one.mediation != event.mediation]


def _goes_on(progress: Progress, standing: Standing) -> None:
    """What was promised anew meanwhile does not stand where the earlier breach has got to."""
    if progress.standing in _IN_THE_CHAIN or not progress.breaches:
        progress.standing = standing


def _follow(progress: Progress, link: str, fact: Fact) -> None:
    """Add a link to the latest miss. Where that was retracted there is nothing to add it to."""
    if progress.breach is not None:
        setattr(progress.breach, link, fact)
