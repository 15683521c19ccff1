"""What there is to name when a plan's event is told of."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from contracts import plan as p
from contracts.model import Event
from services.notifications.case import Case
from services.notifications.domain.berlin import today
from services.notifications.rendering.values import Copy, Values, Word, personal


def of_agreement(case: Case, item: p.Item) -> Values:
    """An agreement, or an appointment as far as it is like one."""
    terms = case.terms.get(item.id)
    return {
        "what": personal(case.wording(item)),
        "proof": personal(terms.proof if terms else None),
        "due": case.due(item.id),
        "party": Word(f"party.{terms.party}") if terms else None,
        "side": Word(f"side.{terms.party}") if terms else None,
    }


def _draft(_: Case, event: p.DraftOffered) -> Values:
    return {"version": event.version, "thinking_time_until": event.thinking_time_until}


def _agreed(_: Case, event: p.PlanAgreed) -> Values:
    return {"version": event.version, "review_due": event.review_due, "copy": Copy(event)}


def _review(_: Case, event: p.ReviewFellDue) -> Values:
    return {"version": event.version, "review_due": event.due}


def _counsellor(_: Case, event: p.CounsellorAssigned) -> Values:
    return {"counsellor": event.counsellor, "previous": event.previous}


def _overdue(_: Case, event: p.AgreementFellOverdue) -> Values:
    return {"due": event.due}


def _missed(_: Case, event: p.AgreementMissed) -> Values:
    return {"observed_on": event.observed_on, "facts": personal(event.facts)}


def _difficulty(_: Case, event: p.DifficultyReported) -> Values:
    return {"text": personal(event.text)}


def _answer(_: Case, event: p.DifficultyAnswered) -> Values:
    answer = None if event.answer == "upheld" else Word(f"answer.{event.answer}")
    return {"answer": answer, "reasons": personal(event.reasons), "new_due": event.new_due}


def _retracted(_: Case, event: p.MissRetracted) -> Values:
    return {"reason": personal(event.reason)}


def _reason_asked(_: Case, event: p.ImportantReasonRequested) -> Values:
    return {"until": event.until}


def _reason(_: Case, event: p.ImportantReasonStated) -> Values:
    return {"text": personal(event.text), "evidence": personal(event.evidence)}


def _assessment(_: Case, event: p.ImportantReasonAssessed) -> Values:
    return {"reasons": personal(event.reasons)}


def _demand(_: Case, event: p.CooperationDemanded) -> Values:
    return {
        "text": personal(event.text),
        "until": event.until,
        "delivered_how": Word(f"delivery.{event.delivered.how}"),
        "delivered_on": today(event.delivered.at),
    }


def _voided(case: Case, event: p.DemandVoided) -> Values:
    progress = case.plan.progress.get(event.agreement) if case.plan else None
    breach = progress.breach if progress else None
    return {"text": personal(breach.demand.text if breach and breach.demand else None)}


def _hearing(_: Case, event: p.HearingOffered) -> Values:
    return {"until": event.until, "channel": Word(f"channel.{event.channel}")}


def _referral(_: Case, event: p.ReductionReviewReferred) -> Values:
    return {"breach_on": event.breach_on}


def _appointment(case: Case, event: p.AppointmentSet | p.AppointmentMoved) -> Values:
    notice = event.legal_notice if isinstance(event, p.AppointmentSet) else None
    form = Word(f"delivery.{notice.form}") if notice else None
    mode = Word(f"mode.{event.mode}")
    return {**_when(case, event), "at": event.at, "mode": mode, "notice_form": form}


def _appointment_missed(case: Case, event: p.AppointmentMissed) -> Values:
    return {**_when(case, event), "facts": personal(event.facts)}


def _when(case: Case, event: p.AppointmentSet | p.AppointmentMoved | p.AppointmentMissed) -> Values:
    known = case.appointments.get(event.appointment)
    return {
        "at": known.at if known else None,
        "purpose": personal(known.purpose if known else None),
    }


OF_PLANS: Mapping[type[Event], Callable[[Case, Any], Values]] = MappingProxyType(
    {
        p.DraftOffered: _draft,
        p.PlanAgreed: _agreed,
        p.ReviewFellDue: _review,
        p.CounsellorAssigned: _counsellor,
        p.AgreementFellOverdue: _overdue,
        p.AgreementMissed: _missed,
        p.DifficultyReported: _difficulty,
        p.DifficultyAnswered: _answer,
        p.MissRetracted: _retracted,
        p.ImportantReasonRequested: _reason_asked,
        p.ImportantReasonStated: _reason,
        p.ImportantReasonAssessed: _assessment,
        p.CooperationDemanded: _demand,
        p.DemandVoided: _voided,
        p.HearingOffered: _hearing,
        p.ReductionReviewReferred: _referral,
        p.AppointmentSet: _appointment,
        p.AppointmentMoved: _appointment,
        p.AppointmentMissed: _appointment_missed,
    }
)
