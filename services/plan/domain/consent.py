"""Consent is exact: to one digest, by both sides, or there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.plan import Acceptance, ConsentingParty
from contracts.regime import regime
from services.plan.domain import commands
from services.plan.domain.certainty import surely
from services.plan.domain.digest import digest_of
from services.plan.domain.drafting import draft_in_hand
from services.plan.domain.errors import (
    AlreadyAccepted,
    ChannelDoesNotFit,
    DraftNotOffered,
    NothingToWithdraw,
    StaleAcceptance,
)
from services.plan.domain.legal_time import day_of, months_after
from services.plan.domain.offering import complete
from services.plan.domain.sides import side_of, word_of
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import (
    AgreedVersion,
    Content,
    Drafting,
    DraftInHand,
    Goal,
    HalfAccepted,
    NoDraft,
    Offered,
    Open,
    Promise,
    Promised,
)


def _accept(command: commands.AcceptPlan, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """The second acceptance of the same digest makes the version.

    Raises NoDraftInHand, StaleAcceptance, DraftNotOffered, AlreadyAccepted, ChannelDoesNotFit,
    CannotSpeakFor, NotAParty.
    """
    party = _consenting(command, metadata)
    draft = _as_read(draft_in_hand(plan), command)
    accepted = said.PlanAccepted(
        party=party, version=draft.version, digest=draft.digest, channel=command.channel
    )
    if isinstance(draft, Offered):
        return [accepted]
    if draft.acceptance.party == party:
        raise AlreadyAccepted(party)
    return [accepted, _agreement_of_both(draft, _acceptance(accepted, metadata), metadata)]


def _consenting(command: commands.AcceptPlan, metadata: Metadata) -> ConsentingParty:
    """The client consents in the portal; what they say elsewhere the jobcenter records."""
    party, side = word_of(command.party, metadata.actor), side_of(metadata.actor)
    in_portal = command.channel == "portal"
    if party == "client" and in_portal != (side == "client"):
        raise ChannelDoesNotFit(party, command.channel)
    return party


def _as_read(draft: DraftInHand, command: commands.AcceptPlan) -> Offered | HalfAccepted:
    """The draft on offer, if it is the one that was read."""
    if not isinstance(draft, Drafting):
        if command.digest != draft.digest:
            raise StaleAcceptance(command.digest, draft.digest, offered=True)
        return draft
    current = digest_of(draft.version, draft.content)
    if command.digest != current:
        raise StaleAcceptance(command.digest, current, offered=False)
    raise DraftNotOffered(current)


def _acceptance(accepted: said.PlanAccepted, metadata: Metadata) -> Acceptance:
    return Acceptance(
        party=accepted.party,
        actor=metadata.actor,
        time=metadata.time,
        channel=accepted.channel,
    )


def _agreement_of_both(
    draft: HalfAccepted, second: Acceptance, metadata: Metadata
) -> said.PlanAgreed:
    content, goal = draft.content, complete(draft.content)
    months = regime(metadata.regime).plan.review_months
    return said.PlanAgreed(
        version=draft.version,
        digest=draft.digest,
        occupational_goal=goal.occupational,
        interim_goal=goal.interim,
        agreements=tuple(content.agreements.values()),
        remarks=content.remarks,
        acceptances=(draft.acceptance, second),
        review_due=months_after(day_of(metadata.time), months),
    )


def _withdraw(
    command: commands.WithdrawAcceptance, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """Raises NothingToWithdraw, CannotSpeakFor, NotAParty."""
    party, draft = word_of(command.party, metadata.actor), plan.draft
    if not isinstance(draft, HalfAccepted) or draft.acceptance.party != party:
        raise NothingToWithdraw(party)
    return [
        said.AcceptanceWithdrawn(
            party=party, version=draft.version, digest=draft.digest, cause="withdrawn"
        )
    ]


def _accepted(plan: Open, event: said.PlanAccepted, at: Envelope) -> Open:
    draft = draft_in_hand(plan)
    if not isinstance(draft, Offered):
        return plan
    half = HalfAccepted(
        draft.version,
        draft.content,
        draft.digest,
        draft.thinking_time_until,
        _acceptance(event, at.metadata),
    )
    return replace(plan, draft=half)


def _withdrawn(plan: Open, event: said.AcceptanceWithdrawn, _: Envelope) -> Open:
    draft = surely(HalfAccepted, plan.draft)
    offered = Offered(draft.version, draft.content, event.digest, draft.thinking_time_until)
    return replace(plan, draft=offered)


def _agreed(plan: Open, event: said.PlanAgreed, _: Envelope) -> Open:
    """What is worded as before goes on as it stood; what is worded anew starts anew."""
    goal = Goal(event.occupational_goal, event.interim_goal)
    agreements = {terms.agreement: terms for terms in event.agreements}
    content = Content(goal, agreements, event.remarks)
    return replace(
        plan,
        draft=NoDraft(),
        agreed=AgreedVersion(event.version, content, event.review_due, review_announced=False),
        promises={id: _promise(plan.promises.get(id), terms) for id, terms in agreements.items()},
    )


def _promise(before: Promise | None, terms: said.AgreementTerms) -> Promise:
    return before if before and before.terms == terms else Promised(terms, terms.due)


DECISIONS: Mapping[type, Decision] = {
    commands.AcceptPlan: _accept,
    commands.WithdrawAcceptance: _withdraw,
}
CHANGES: Mapping[type, Change] = {
    said.PlanAccepted: _accepted,
    said.AcceptanceWithdrawn: _withdrawn,
    said.PlanAgreed: _agreed,
}
