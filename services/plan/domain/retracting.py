"""A miss that was recorded in error is taken back, with all that followed from it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from services.plan.domain import commands
from services.plan.domain.appointments import with_appointment
from services.plan.domain.certainty import surely
from services.plan.domain.chain import breach_of
from services.plan.domain.errors import RetractedByRecorder
from services.plan.domain.keeping import with_promise
from services.plan.domain.sides import side_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import Awaited, NotAttended, NotKept, Open, Overdue, Promised


def _retract(command: commands.RetractMiss, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """At any stage, even after a referral, by the side that recorded the miss.

    Raises NothingMissed, RetractedByRecorder, NotAParty.
    """
    case = breach_of(plan, command.item).case
    if side_of(metadata.actor) != case.recorded_by:
        raise RetractedByRecorder(case.recorded_by)
    return [said.MissRetracted(item=command.item, reason=command.reason)]


def _retracted(plan: Open, event: said.MissRetracted, _: Envelope) -> Open:
    """A miss with a due date is observed after it, so that day has passed."""
    id = event.item.id
    plan = replace(plan, breaches={i: b for i, b in plan.breaches.items() if i != id})
    if event.item.kind == "appointment":
        return _awaited_again(plan, id)
    promise = plan.promises.get(id)
    if not isinstance(promise, NotKept):
        return plan
    if promise.due is None:
        return with_promise(plan, id, Promised(promise.terms, None))
    return with_promise(plan, id, Overdue(promise.terms, promise.due))


def _awaited_again(plan: Open, appointment: UUID) -> Open:
    missed = surely(NotAttended, plan.appointments[appointment])
    return with_appointment(plan, appointment, Awaited(missed.at, missed.notified))


DECISIONS: Mapping[type, Decision] = {commands.RetractMiss: _retract}
CHANGES: Mapping[type, Change] = {said.MissRetracted: _retracted}
