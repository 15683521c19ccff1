"""How the plan reads once somebody comes or goes, speaks up, or the plan is closed."""

from contracts.envelope import Envelope
from contracts.plan import (
    ClientVoiceRecorded,
    CounsellorAssigned,
    DisagreementRecorded,
    PlanClosed,
    RepresentationEnded,
    RepresentativeAppointed,
)
from contracts.plan_document.document import Disagreement, PlanDocument, Representative, Voice
from contracts.plan_document.fact import Fact


def counsellor_assigned(plan: PlanDocument, event: CounsellorAssigned, _: Envelope) -> None:
    if event.previous not in plan.former_counsellors:
        plan.former_counsellors.append(event.previous)
    plan.counsellor = event.counsellor


def representative_appointed(
    plan: PlanDocument, event: RepresentativeAppointed, at: Envelope
) -> None:
    plan.representatives.append(Representative(at.id, at.metadata.time, event.person, event.basis))


def representation_ended(plan: PlanDocument, event: RepresentationEnded, _: Envelope) -> None:
    plan.representatives = [
        one
        for one in plan.representatives
        if (one.person, one.basis) != (event.person, event.basis)
    ]


def voice_recorded(plan: PlanDocument, event: ClientVoiceRecorded, at: Envelope) -> None:
    by = at.metadata.actor.sub
    plan.voice.append(Voice(at.id, at.metadata.time, event.text, by, event.kind))


def disagreement_recorded(plan: PlanDocument, event: DisagreementRecorded, at: Envelope) -> None:
    by = at.metadata.actor.sub
    plan.disagreements.append(
        Disagreement(at.id, at.metadata.time, event.text, by, event.party, event.about)
    )


def closed(plan: PlanDocument, event: PlanClosed, at: Envelope) -> None:
    plan.status, plan.closing_reason = "closed", event.reason
    plan.closed = Fact(at.id, at.metadata.time)
