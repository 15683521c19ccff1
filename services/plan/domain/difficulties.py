"""Early honesty: a difficulty that is reported must be answered before anyone can say missed."""

from collections.abc import Mapping, Sequence
from datetime import date

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.plan import Item, Party
from services.plan.domain import commands
from services.plan.domain.appointments import coming_appointment, with_appointment
from services.plan.domain.certainty import surely
from services.plan.domain.errors import (
    CannotSpeakFor,
    DifficultyUnanswered,
    NewDueNeeded,
    NewDueNotPossible,
    NoDifficultyReported,
)
from services.plan.domain.keeping import promise_of, unsettled_promise, with_promise
from services.plan.domain.legal_time import day_of, not_before
from services.plan.domain.sides import needs_other_side, side_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    Awaited,
    Difficult,
    Hindered,
    Open,
    Overdue,
    Promised,
)


def _report(command: commands.ReportDifficulty, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """By the side that promised; the jobcenter records what client or third parties told it.

    Raises AgreementNotInForce, AppointmentUnknown, AlreadyKept, AlreadyMissed,
    DifficultyUnanswered, CannotSpeakFor, NotAParty.
    """
    side, party = side_of(metadata.actor), _not_yet_difficult(plan, command.item)
    if side == "client" and party == "jobcenter":
        raise CannotSpeakFor(side, party)
    return [said.DifficultyReported(item=command.item, text=command.text)]


def _not_yet_difficult(plan: Open, item: Item) -> Party:
    """Whose promise it is."""
    if item.kind == "appointment":
        if isinstance(coming_appointment(plan, item.id), Hindered):
            raise DifficultyUnanswered(item.id)
        return "client"
    promise = unsettled_promise(plan, item.id)
    if isinstance(promise, Difficult):
        raise DifficultyUnanswered(item.id)
    return promise.terms.party


def _answer(command: commands.AnswerDifficulty, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """By the other side.

    Raises NoDifficultyReported, ConfirmedByOtherSide, NewDueNeeded, NewDueNotPossible, InThePast.
    """
    party, due = _difficult(plan, command.item)
    needs_other_side(party, metadata.actor)
    _check_new_due(command, due, day_of(metadata.time))
    return [
        said.DifficultyAnswered(
            item=command.item,
            answer=command.answer,
            reasons=command.reasons,
            new_due=command.new_due,
        )
    ]


def _difficult(plan: Open, item: Item) -> tuple[Party, date | None]:
    """Whose promise is difficult, and until when it was to be done."""
    thing = (plan.promises if item.kind == "agreement" else plan.appointments).get(item.id)
    if isinstance(thing, Difficult):
        return thing.terms.party, thing.due
    if isinstance(thing, Hindered):
        return "client", None
    raise NoDifficultyReported(item.id)


def _check_new_due(command: commands.AnswerDifficulty, due: date | None, today: date) -> None:
    new, extended = command.new_due, command.answer == "extended"
    if command.item.kind == "appointment" and (extended or new is not None):
        raise NewDueNotPossible(command.answer)
    if command.answer == "upheld" and new is not None:
        raise NewDueNotPossible(command.answer)
    if extended and (new is None or new <= (due or today)):
        raise NewDueNeeded(due)
    if new is not None:
        not_before("new_due", new, today)


def _reported(plan: Open, event: said.DifficultyReported, _: Envelope) -> Open:
    id = event.item.id
    if event.item.kind == "appointment":
        appointment = coming_appointment(plan, id)
        return with_appointment(plan, id, Hindered(appointment.at, appointment.notified))
    promise = unsettled_promise(plan, id)
    overdue = isinstance(promise, Overdue)
    return with_promise(plan, id, Difficult(promise.terms, promise.due, overdue))


def _answered(plan: Open, event: said.DifficultyAnswered, _: Envelope) -> Open:
    """A new day makes it a promise like any other; without one it stands as it stood."""
    id = event.item.id
    if event.item.kind == "appointment":
        appointment = coming_appointment(plan, id)
        return with_appointment(plan, id, Awaited(appointment.at, appointment.notified))
    promise = surely(Difficult, promise_of(plan, id))
    due = event.new_due or promise.due
    if promise.overdue and event.new_due is None and due is not None:
        return with_promise(plan, id, Overdue(promise.terms, due))
    return with_promise(plan, id, Promised(promise.terms, due))


DECISIONS: Mapping[type, Decision] = {
    commands.ReportDifficulty: _report,
    commands.AnswerDifficulty: _answer,
}
CHANGES: Mapping[type, Change] = {
    said.DifficultyReported: _reported,
    said.DifficultyAnswered: _answered,
}
