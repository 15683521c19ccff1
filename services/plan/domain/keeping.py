"""Kept, overdue, missed. Overdue is the calendar's word; only a named person says missed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.plan import Item
from services.plan.domain import commands
from services.plan.domain.chain import miss_recorded, unsettled
from services.plan.domain.errors import (
    AgreementNotInForce,
    AlreadyKept,
    AlreadyMissed,
    BreachUnsettled,
    DifficultyUnanswered,
    DueDateNotPassed,
    NotYetDue,
)
from services.plan.domain.legal_time import day_of, not_after
from services.plan.domain.sides import needs_other_side, side_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    Difficult,
    Kept,
    NotKept,
    Open,
    Overdue,
    Promise,
    Promised,
)


def promise_of(plan: Open, agreement: UUID) -> Promise:
    """Raises AgreementNotInForce."""
    promise = plan.promises.get(agreement)
    if promise is None:
        raise AgreementNotInForce(agreement)
    return promise


def unsettled_promise(plan: Open, agreement: UUID) -> Promised | Overdue | Difficult:
    """A promise that is neither kept nor missed. Raises AlreadyKept, AlreadyMissed."""
    promise = promise_of(plan, agreement)
    if isinstance(promise, Kept):
        raise AlreadyKept(agreement)
    if isinstance(promise, NotKept):
        raise AlreadyMissed(agreement)
    return promise


def with_promise(plan: Open, agreement: UUID, promise: Promise) -> Open:
    return replace(plan, promises={**plan.promises, agreement: promise})


def _keep(command: commands.RecordAgreementKept, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Confirmed by the other side. Raises AlreadyKept, AlreadyMissed, ConfirmedByOtherSide."""
    promise = unsettled_promise(plan, command.agreement)
    needs_other_side(promise.terms.party, metadata.actor)
    return [said.AgreementKept(agreement=command.agreement, evidence=command.evidence)]


def _mark_overdue(
    command: commands.MarkAgreementOverdue, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """Nothing where that was said, where another day counts now, or where it is settled.

    Raises NotYetDue on the due date itself and before.
    """
    promise, today = plan.promises.get(command.agreement), day_of(metadata.time)
    if not isinstance(promise, Promised | Difficult) or promise.due != command.due:
        return []
    if isinstance(promise, Difficult) and promise.overdue:
        return []
    if today <= command.due:
        raise NotYetDue(command.due, today)
    return [said.AgreementFellOverdue(agreement=command.agreement, due=command.due)]


def _miss(
    command: commands.RecordAgreementMissed, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """By a named person, after the due date, and never over an unanswered difficulty.

    Raises NotAParty, AlreadyKept, AlreadyMissed, DifficultyUnanswered, BreachUnsettled,
    DueDateNotPassed, InTheFuture.
    """
    side_of(metadata.actor)
    promise = unsettled_promise(plan, command.agreement)
    if isinstance(promise, Difficult):
        raise DifficultyUnanswered(command.agreement)
    if unsettled(plan, command.agreement):
        raise BreachUnsettled(command.agreement)
    _observed_after(promise.due, command.observed_on, day_of(metadata.time))
    return [
        said.AgreementMissed(
            agreement=command.agreement,
            party=promise.terms.party,
            observed_on=command.observed_on,
            facts=command.facts,
        )
    ]


def _observed_after(due: date | None, observed_on: date, today: date) -> None:
    if due is not None and observed_on <= due:
        raise DueDateNotPassed(due)
    not_after("observed_on", observed_on, today)


def _kept(plan: Open, event: said.AgreementKept, _: Envelope) -> Open:
    promise = promise_of(plan, event.agreement)
    return with_promise(plan, event.agreement, Kept(promise.terms))


def _overdue(plan: Open, event: said.AgreementFellOverdue, _: Envelope) -> Open:
    promise = promise_of(plan, event.agreement)
    if isinstance(promise, Difficult):
        return with_promise(plan, event.agreement, replace(promise, overdue=True))
    return with_promise(plan, event.agreement, Overdue(promise.terms, event.due))


def _missed(plan: Open, event: said.AgreementMissed, at: Envelope) -> Open:
    promise = unsettled_promise(plan, event.agreement)
    plan = with_promise(plan, event.agreement, NotKept(promise.terms, promise.due))
    return miss_recorded(plan, Item(kind="agreement", id=event.agreement), event.party, at)


DECISIONS: Mapping[type, Decision] = {
    commands.RecordAgreementKept: _keep,
    commands.MarkAgreementOverdue: _mark_overdue,
    commands.RecordAgreementMissed: _miss,
}
CHANGES: Mapping[type, Change] = {
    said.AgreementKept: _kept,
    said.AgreementFellOverdue: _overdue,
    said.AgreementMissed: _missed,
}
