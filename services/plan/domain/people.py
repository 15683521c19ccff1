"""Who is involved: opening a plan, handing over, representing, speaking up, closing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from services.plan.domain import commands
from services.plan.domain.errors import (
    AlreadyRepresenting,
    JobcenterMissing,
    NotRepresenting,
    PersonOnBothSides,
)
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    Content,
    Drafting,
    NothingAgreed,
    Open,
    Parties,
    Record,
    Rest,
)


def open_plan(command: commands.OpenPlan, metadata: Metadata) -> Sequence[Event]:
    """Raises JobcenterMissing, PersonOnBothSides."""
    actor = metadata.actor
    if actor.organisation is None:
        raise JobcenterMissing()
    counsellor = command.counsellor or actor.sub
    if command.client in (counsellor, actor.sub):
        raise PersonOnBothSides(command.client)
    return [
        said.PlanOpened(
            client=command.client,
            jobcenter=actor.organisation,
            counsellor=counsellor,
            regime=metadata.regime,
        )
    ]


def opened(event: said.PlanOpened) -> Open:
    involved = frozenset((event.counsellor,))
    return Open(
        parties=Parties(event.client, event.jobcenter, event.counsellor, {}, involved),
        draft=Drafting(1, Content(None, {}, ())),
        agreed=NothingAgreed(),
        promises={},
        appointments={},
        breaches={},
        rest=Rest({}, frozenset()),
        record=Record(frozenset(), frozenset()),
    )


def _assign(command: commands.AssignCounsellor, plan: Open, _: Metadata) -> Sequence[Event]:
    """Raises PersonOnBothSides. Nothing where they advise the client already."""
    parties, new = plan.parties, command.counsellor
    if new == parties.client or new in parties.representatives:
        raise PersonOnBothSides(new)
    if new == parties.counsellor:
        return []
    return [said.CounsellorAssigned(counsellor=new, previous=parties.counsellor)]


def _assigned(plan: Open, event: said.CounsellorAssigned, _: Envelope) -> Open:
    parties = plan.parties
    involved = parties.involved | {event.counsellor}
    return replace(plan, parties=replace(parties, counsellor=event.counsellor, involved=involved))


def _appoint(command: commands.AppointRepresentative, plan: Open, _: Metadata) -> Sequence[Event]:
    """Raises PersonOnBothSides, AlreadyRepresenting."""
    parties, person = plan.parties, command.person
    if person in (parties.client, parties.counsellor):
        raise PersonOnBothSides(person)
    if person in parties.representatives:
        raise AlreadyRepresenting(person, parties.representatives[person])
    return [said.RepresentativeAppointed(person=person, basis=command.basis)]


def _appointed(plan: Open, event: said.RepresentativeAppointed, _: Envelope) -> Open:
    now = {**plan.parties.representatives, event.person: event.basis}
    return replace(plan, parties=replace(plan.parties, representatives=now))


def _end(command: commands.EndRepresentation, plan: Open, _: Metadata) -> Sequence[Event]:
    """Raises NotRepresenting."""
    basis = plan.parties.representatives.get(command.person)
    if basis is None:
        raise NotRepresenting(command.person)
    return [said.RepresentationEnded(person=command.person, basis=basis)]


def _ended(plan: Open, event: said.RepresentationEnded, _: Envelope) -> Open:
    left = {p: b for p, b in plan.parties.representatives.items() if p != event.person}
    return replace(plan, parties=replace(plan.parties, representatives=left))


def _voice(command: commands.RecordClientVoice, _: Open, __: Metadata) -> Sequence[Event]:
    return [said.ClientVoiceRecorded(kind=command.kind, text=command.text)]


def _close(command: commands.ClosePlan, _: Open, __: Metadata) -> Sequence[Event]:
    return [said.PlanClosed(reason=command.reason)]


def _nothing_changes(plan: Open, _: object, __: Envelope) -> Open:
    return plan


DECISIONS: Mapping[type, Decision] = {
    commands.AssignCounsellor: _assign,
    commands.AppointRepresentative: _appoint,
    commands.EndRepresentation: _end,
    commands.RecordClientVoice: _voice,
    commands.ClosePlan: _close,
}
CHANGES: Mapping[type, Change] = {
    said.CounsellorAssigned: _assigned,
    said.RepresentativeAppointed: _appointed,
    said.RepresentationEnded: _ended,
    said.ClientVoiceRecorded: _nothing_changes,
}
