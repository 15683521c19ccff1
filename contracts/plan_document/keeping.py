"""How the plan reads as things fall due, become difficult, are kept or missed."""

from contracts.envelope import Envelope
from contracts.plan import (
    AgreementFellOverdue,
    AgreementKept,
    AgreementMissed,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentSet,
    DifficultyAnswered,
    DifficultyReported,
    Item,
    MissRetracted,
)
from contracts.plan_document.breach import Answer, Breach, Difficulty
from contracts.plan_document.document import Appointment, PlanDocument, Progress
from contracts.plan_document.fact import Fact


def progress_of(plan: PlanDocument, item: Item) -> Progress:
    """What became of an item. One that left with an earlier version comes back into view."""
    if item.kind == "agreement":
        return plan.progress.setdefault(item.id, Progress())
    appointment = plan.appointments.get(item.id)
    return appointment.progress if appointment else Progress()


def _back(progress: Progress) -> None:
    """Where a thing to do stands when neither a difficulty nor a miss says otherwise."""
    progress.standing = "overdue" if progress.overdue else "open"


def fell_overdue(plan: PlanDocument, event: AgreementFellOverdue, at: Envelope) -> None:
    progress = plan.progress.setdefault(event.agreement, Progress(due=event.due))
    progress.overdue = Fact(at.id, at.metadata.time)
    if progress.standing == "open":
        progress.standing = "overdue"


def agreement_kept(plan: PlanDocument, event: AgreementKept, at: Envelope) -> None:
    progress = plan.progress.setdefault(event.agreement, Progress())
    progress.kept, progress.evidence = Fact(at.id, at.metadata.time), event.evidence
    progress.standing = "kept"


def difficulty_reported(plan: PlanDocument, event: DifficultyReported, at: Envelope) -> None:
    progress = progress_of(plan, event.item)
    by = at.metadata.actor.sub
    progress.difficulty = Difficulty(at.id, at.metadata.time, event.text, by)
    progress.standing = "difficulty_reported"


def difficulty_answered(plan: PlanDocument, event: DifficultyAnswered, at: Envelope) -> None:
    progress = progress_of(plan, event.item)
    if progress.difficulty is not None:
        progress.difficulty.answer = Answer(
            at.id, at.metadata.time, event.answer, event.reasons, event.new_due
        )
    if event.new_due is not None:
        progress.due, progress.overdue = event.new_due, None
    _back(progress)


def agreement_missed(plan: PlanDocument, event: AgreementMissed, at: Envelope) -> None:
    progress = plan.progress.setdefault(event.agreement, Progress())
    _missed(progress, event, at)


def appointment_missed(plan: PlanDocument, event: AppointmentMissed, at: Envelope) -> None:
    _missed(progress_of(plan, Item(kind="appointment", id=event.appointment)), event, at)


def _missed(progress: Progress, event: AgreementMissed | AppointmentMissed, at: Envelope) -> None:
    by = at.metadata.actor.sub
    progress.breaches.append(
        Breach(at.id, at.metadata.time, event.observed_on, event.facts, by, event.party)
    )
    progress.standing = "missed"


def miss_retracted(plan: PlanDocument, event: MissRetracted, _: Envelope) -> None:
    """Recorded in error: it leaves the plan with all that followed from it, not the record.

    A miss with a due date was observed after it, so that day has passed.
    """
    progress = progress_of(plan, event.item)
    if progress.breaches:
        progress.breaches.pop()
    progress.standing = "overdue" if progress.due else "open"


def appointment_set(plan: PlanDocument, event: AppointmentSet, at: Envelope) -> None:
    plan.appointments[event.appointment] = Appointment(
        at.id, at.metadata.time, event.at, event.mode, event.purpose, event.legal_notice
    )


def appointment_moved(plan: PlanDocument, event: AppointmentMoved, at: Envelope) -> None:
    appointment = plan.appointments.get(event.appointment)
    if appointment is not None:
        appointment.at_time, appointment.mode = event.at, event.mode
        appointment.legal_notice = event.legal_notice
        appointment.moved = Fact(at.id, at.metadata.time)


def appointment_kept(plan: PlanDocument, event: AppointmentKept, at: Envelope) -> None:
    progress = progress_of(plan, Item(kind="appointment", id=event.appointment))
    progress.kept, progress.standing = Fact(at.id, at.metadata.time), "kept"
