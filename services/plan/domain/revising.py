"""A new draft beside the version in force: for a review, a change, or out of a mediation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from services.plan.domain import commands
from services.plan.domain.drafting import draft_in_hand, voided
from services.plan.domain.errors import NothingAgreedYet, NotYetDue, RevisionAlreadyOpen
from services.plan.domain.legal_time import day_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    AgreedVersion,
    Content,
    Drafting,
    NoDraft,
    NothingAgreed,
    Open,
)


def _agreed(plan: Open) -> AgreedVersion:
    if isinstance(plan.agreed, NothingAgreed):
        raise NothingAgreedYet()
    return plan.agreed


def _start(command: commands.StartRevision, plan: Open, _: Metadata) -> Sequence[Event]:
    """Raises NothingAgreedYet, RevisionAlreadyOpen."""
    agreed = _agreed(plan)
    if not isinstance(plan.draft, NoDraft):
        raise RevisionAlreadyOpen(plan.draft.version)
    return [said.RevisionStarted(cause=command.cause, from_version=agreed.version)]


def _drop(_: commands.DropRevision, plan: Open, __: Metadata) -> Sequence[Event]:
    """Raises NothingAgreedYet, NoDraftInHand."""
    agreed, draft = _agreed(plan), draft_in_hand(plan)
    return [*voided(draft), said.RevisionDropped(from_version=agreed.version)]


def _adopt(command: commands.AdoptSolution, plan: Open, _: Metadata) -> Sequence[Event]:
    """The solution's agreements become those of the draft. Goal and remarks stay as they are."""
    if not isinstance(plan.draft, NoDraft):
        changes = [*_differences(command, plan.draft.content)]
        return [*voided(plan.draft), *changes] if changes else []
    agreed = _agreed(plan)
    started = said.RevisionStarted(cause="mediation", from_version=agreed.version)
    return [started, *_differences(command, agreed.content)]


def _differences(command: commands.AdoptSolution, content: Content) -> Iterator[Event]:
    solved = {terms.agreement: terms for terms in command.agreements}
    for id in content.agreements:
        if id not in solved:
            yield said.AgreementDropped(agreement=id)
    for id, terms in solved.items():
        if id not in content.agreements:
            yield said.AgreementDrafted(terms=terms)
        elif terms != content.agreements[id]:
            yield said.AgreementRedrafted(terms=terms)


def _review(command: commands.MarkReviewDue, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Nothing where it was announced, or another version counts. Raises NotYetDue."""
    agreed, today = plan.agreed, day_of(metadata.time)
    if isinstance(agreed, NothingAgreed) or agreed.review_announced:
        return []
    if (command.version, command.due) != (agreed.version, agreed.review_due):
        return []
    if today < command.due:
        raise NotYetDue(command.due, today)
    return [said.ReviewFellDue(version=command.version, due=command.due)]


def _started(plan: Open, _: said.RevisionStarted, __: Envelope) -> Open:
    agreed = _agreed(plan)
    return replace(plan, draft=Drafting(agreed.version + 1, agreed.content))


def _dropped(plan: Open, _: said.RevisionDropped, __: Envelope) -> Open:
    return replace(plan, draft=NoDraft())


def _announced(plan: Open, _: said.ReviewFellDue, __: Envelope) -> Open:
    return replace(plan, agreed=replace(_agreed(plan), review_announced=True))


DECISIONS: Mapping[type, Decision] = {
    commands.StartRevision: _start,
    commands.DropRevision: _drop,
    commands.AdoptSolution: _adopt,
    commands.MarkReviewDue: _review,
}
CHANGES: Mapping[type, Change] = {
    said.RevisionStarted: _started,
    said.RevisionDropped: _dropped,
    said.ReviewFellDue: _announced,
}
