"""Putting one exact draft before the other side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from services.plan.domain import commands
from services.plan.domain.digest import digest_of
from services.plan.domain.drafting import draft_in_hand
from services.plan.domain.errors import DraftIncomplete
from services.plan.domain.legal_time import day_of, not_before
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import Content, Drafting, Goal, HalfAccepted, Offered, Open


def _offer(command: commands.OfferDraft, plan: Open, metadata: Metadata) -> Sequence[Event]:
    """Nothing where exactly this is on offer. Raises NoDraftInHand, DraftIncomplete, InThePast."""
    draft, until = draft_in_hand(plan), command.thinking_time_until
    complete(draft.content)
    if until is not None:
        not_before("thinking_time_until", until, day_of(metadata.time))
    if not isinstance(draft, Drafting) and draft.thinking_time_until == until:
        return []
    digest = digest_of(draft.version, draft.content)
    return [said.DraftOffered(version=draft.version, digest=digest, thinking_time_until=until)]


def complete(content: Content) -> Goal:
    """The goal of a draft that can be offered: it needs one, and an agreement.

    Raises DraftIncomplete.
    """
    if content.goal is not None and content.agreements:
        return content.goal
    needed = (("a goal", content.goal), ("an agreement", content.agreements))
    raise DraftIncomplete(tuple(name for name, there in needed if not there))


def _offered(plan: Open, event: said.DraftOffered, _: Envelope) -> Open:
    """An acceptance of the same digest stays: nothing but the thinking time can have changed."""
    draft, until = draft_in_hand(plan), event.thinking_time_until
    if isinstance(draft, HalfAccepted):
        return replace(plan, draft=replace(draft, thinking_time_until=until))
    return replace(plan, draft=Offered(draft.version, draft.content, event.digest, until))


DECISIONS: Mapping[type, Decision] = {commands.OfferDraft: _offer}
CHANGES: Mapping[type, Change] = {said.DraftOffered: _offered}
