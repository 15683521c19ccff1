"""What is put on record about the plan: disagreements, copies, disputes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from services.plan.domain import commands
from services.plan.domain.drafting import draft_in_hand
from services.plan.domain.errors import AlreadyDisputed, FactUnknown, VersionNotAgreed
from services.plan.domain.sides import word_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import NothingAgreed, Open, Record


def dispute(command: commands.DisputeFact, record: Record, metadata: Metadata) -> Sequence[Event]:
    """Any fact of this plan, by either side, also after it was closed (§ 84 Abs. 2 SGB X).

    Raises FactUnknown, AlreadyDisputed, CannotSpeakFor, NotAParty.
    """
    party = word_of(command.party, metadata.actor)
    if command.fact not in record.facts:
        raise FactUnknown(command.fact)
    if (command.fact, party) in record.disputes:
        raise AlreadyDisputed(command.fact, party)
    return [said.FactDisputed(fact=command.fact, party=party, text=command.text)]


def disputed(record: Record, event: said.FactDisputed) -> Record:
    return replace(record, disputes=record.disputes | {(event.fact, event.party)})


def _dispute(command: commands.DisputeFact, plan: Open, metadata: Metadata) -> Sequence[Event]:
    return dispute(command, plan.record, metadata)


def _disagree(
    command: commands.RecordDisagreement, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """About the draft in hand; not about carrying out what was agreed.

    Raises NoDraftInHand, CannotSpeakFor, NotAParty.
    """
    draft_in_hand(plan)
    return [
        said.DisagreementRecorded(
            party=word_of(command.party, metadata.actor),
            about="making" if isinstance(plan.agreed, NothingAgreed) else "renewing",
            text=command.text,
        )
    ]


def _issue(command: commands.IssuePlanCopy, plan: Open, _: Metadata) -> Sequence[Event]:
    """Raises VersionNotAgreed."""
    if command.version > plan.agreed.version:
        raise VersionNotAgreed(command.version, plan.agreed.version)
    return [
        said.PlanCopyIssued(version=command.version, document=command.document, form=command.form)
    ]


def _disputed(plan: Open, event: said.FactDisputed, _: Envelope) -> Open:
    return replace(plan, record=disputed(plan.record, event))


def _nothing_changes(plan: Open, _: object, __: Envelope) -> Open:
    return plan


DECISIONS: Mapping[type, Decision] = {
    commands.DisputeFact: _dispute,
    commands.RecordDisagreement: _disagree,
    commands.IssuePlanCopy: _issue,
}
CHANGES: Mapping[type, Change] = {
    said.FactDisputed: _disputed,
    said.DisagreementRecorded: _nothing_changes,
    said.PlanCopyIssued: _nothing_changes,
}
