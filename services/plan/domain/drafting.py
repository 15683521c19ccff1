"""Writing the draft. Every change voids the one acceptance that may have been given."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.plan import AgreementTerms
from services.plan.domain import commands
from services.plan.domain.errors import (
    AgreementAlreadyDrafted,
    AgreementNotInDraft,
    NoDraftInHand,
)
from services.plan.domain.legal_time import day_of, not_before
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    Content,
    Draft,
    Drafting,
    DraftInHand,
    Goal,
    HalfAccepted,
    NoDraft,
    Open,
)


def draft_in_hand(plan: Open) -> DraftInHand:
    """Raises NoDraftInHand."""
    if isinstance(plan.draft, NoDraft):
        raise NoDraftInHand(plan.agreed.version)
    return plan.draft


def voided(draft: Draft) -> list[Event]:
    """What has to be said before a draft changes: the acceptance of one side counts no longer."""
    if not isinstance(draft, HalfAccepted):
        return []
    return [
        said.AcceptanceWithdrawn(
            party=draft.acceptance.party,
            version=draft.version,
            digest=draft.digest,
            cause="draft_changed",
        )
    ]


def terms_of(command: commands.DraftAgreement | commands.RedraftAgreement) -> AgreementTerms:
    return AgreementTerms(
        agreement=command.agreement,
        party=command.party,
        kind=command.kind,
        what=command.what,
        due=command.due,
        proof=command.proof,
    )


def _set_goal(command: commands.SetGoal, plan: Open, _: Metadata) -> Sequence[Event]:
    """Raises NoDraftInHand, as all of these do."""
    goal = said.GoalSet(
        occupational_goal=command.occupational_goal, interim_goal=command.interim_goal
    )
    return [*voided(draft_in_hand(plan)), goal]


def _draft(command: commands.DraftAgreement, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Raises AgreementAlreadyDrafted; InThePast for a due date that is over."""
    draft, id = draft_in_hand(plan), command.agreement
    if id in draft.content.agreements or id in plan.promises or id in plan.breaches:
        raise AgreementAlreadyDrafted(id)
    if command.due is not None:
        not_before("due", command.due, day_of(metadata.time))
    return [*voided(draft), said.AgreementDrafted(terms=terms_of(command))]


def _redraft(command: commands.RedraftAgreement, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Raises AgreementNotInDraft; InThePast for a new due date that is over."""
    draft = draft_in_hand(plan)
    before = _drafted(draft.content, command.agreement)
    if command.due is not None and command.due != before.due:
        not_before("due", command.due, day_of(metadata.time))
    return [*voided(draft), said.AgreementRedrafted(terms=terms_of(command))]


def _drop(command: commands.DropAgreement, plan: Open, _: Metadata) -> Sequence[Event]:
    """Raises AgreementNotInDraft."""
    draft = draft_in_hand(plan)
    _drafted(draft.content, command.agreement)
    return [*voided(draft), said.AgreementDropped(agreement=command.agreement)]


def _remark(command: commands.AddRemark, plan: Open, _: Metadata) -> Sequence[Event]:
    return [*voided(draft_in_hand(plan)), said.RemarkAdded(text=command.text)]


def _drafted(content: Content, agreement: UUID) -> AgreementTerms:
    terms = content.agreements.get(agreement)
    if terms is None:
        raise AgreementNotInDraft(agreement)
    return terms


def _changed(plan: Open, content: Content) -> Open:
    """What was offered is no longer the draft."""
    return replace(plan, draft=Drafting(draft_in_hand(plan).version, content))


def _goal_set(plan: Open, event: said.GoalSet, _: Envelope) -> Open:
    goal = Goal(event.occupational_goal, event.interim_goal)
    return _changed(plan, replace(draft_in_hand(plan).content, goal=goal))


def _worded(
    plan: Open, event: said.AgreementDrafted | said.AgreementRedrafted, _: Envelope
) -> Open:
    content, terms = draft_in_hand(plan).content, event.terms
    agreements = {**content.agreements, terms.agreement: terms}
    return _changed(plan, replace(content, agreements=agreements))


def _dropped(plan: Open, event: said.AgreementDropped, _: Envelope) -> Open:
    content = draft_in_hand(plan).content
    left = {id: terms for id, terms in content.agreements.items() if id != event.agreement}
    return _changed(plan, replace(content, agreements=left))


def _remarked(plan: Open, event: said.RemarkAdded, _: Envelope) -> Open:
    content = draft_in_hand(plan).content
    return _changed(plan, replace(content, remarks=(*content.remarks, event.text)))


DECISIONS: Mapping[type, Decision] = {
    commands.SetGoal: _set_goal,
    commands.DraftAgreement: _draft,
    commands.RedraftAgreement: _redraft,
    commands.DropAgreement: _drop,
    commands.AddRemark: _remark,
}
CHANGES: Mapping[type, Change] = {
    said.GoalSet: _goal_set,
    said.AgreementDrafted: _worded,
    said.AgreementRedrafted: _worded,
    said.AgreementDropped: _dropped,
    said.RemarkAdded: _remarked,
}
