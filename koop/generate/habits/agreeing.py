"""A draft on offer: read, accepted by both, changed once more, or not agreed on."""

from collections.abc import Mapping
from hashlib import sha256

from contracts import plan as said
from contracts.envelope import Envelope
from contracts.model import Contract
from koop.generate.habits import drafting, keeping
from koop.generate.life import Habit, Life
from services.plan.domain import commands as c
from services.plan.domain.state import HalfAccepted, Offered

DISAGREE = 0.001
"""Of all offers. In fact some 130 mediations a year follow from some seven million."""


def _offered(life: Life, event: said.DraftOffered, _: Envelope) -> None:
    """Most clients accept in the portal, some at the next talk, some have a last wish."""
    days, chance = life.between(1, 7), life.random.random()
    if chance < DISAGREE:
        life.later("client", days, lambda: _disagree(life, event))
    elif chance < 0.06:
        life.later("client", days, lambda: _one_more_wish(life, event))
    elif chance < 0.4:
        life.later("counsellor", days, lambda: _accept_for_client(life, event))
    else:
        life.later("client", days, lambda: _accept(life, event))


def _on_offer(life: Life, event: said.DraftOffered) -> bool:
    draft = life.plan.draft if life.plan else None
    return isinstance(draft, Offered) and draft.digest == event.digest


def _accept(life: Life, event: said.DraftOffered) -> Contract | None:
    if not _on_offer(life, event):
        return None
    return c.AcceptPlan(digest=event.digest, channel="portal")


def _accept_for_client(life: Life, event: said.DraftOffered) -> Contract | None:
    if not _on_offer(life, event):
        return None
    return c.AcceptPlan(digest=event.digest, party="client", channel="in_person")


def _one_more_wish(life: Life, event: said.DraftOffered) -> Contract | None:
    if not _on_offer(life, event):
        return None
    life.later("counsellor", life.between(1, 3), lambda: drafting.offer(life))
    return c.AddRemark(text=life.writes("remark"))


def _disagree(life: Life, event: said.DraftOffered) -> Contract | None:
    if not _on_offer(life, event):
        return None
    return c.RecordDisagreement(text=life.writes("disagreement"))


def _half_accepted(life: Life, event: said.PlanAccepted, _: Envelope) -> None:
    if event.party == "client" and life.maybe(0.005):
        life.soon("client", c.WithdrawAcceptance, 50)
        life.later("client", 2, lambda: _accept_again(life, event))
    life.later("counsellor", life.between(0, 2), lambda: _accept_too(life, event))


def _accept_again(life: Life, event: said.PlanAccepted) -> Contract | None:
    draft = life.plan.draft if life.plan else None
    if not isinstance(draft, Offered) or draft.digest != event.digest:
        return None
    return c.AcceptPlan(digest=event.digest, channel="portal")


def _accept_too(life: Life, event: said.PlanAccepted) -> Contract | None:
    draft = life.plan.draft if life.plan else None
    if not isinstance(draft, HalfAccepted) or draft.digest != event.digest:
        return None
    if draft.acceptance.party == "jobcenter":
        return None
    return c.AcceptPlan(digest=event.digest, channel="in_person")


def _agreed(life: Life, event: said.PlanAgreed, at: Envelope) -> None:
    drafting.agreed(life, event)
    keeping.agreed(life, event)
    document = f"sha256:{sha256(at.id.bytes).hexdigest()}"
    form = "portal" if life.maybe(0.6) else "paper"
    issue = c.IssuePlanCopy.model_validate(
        {"version": event.version, "document": document, "form": form}
    )
    life.soon("counsellor", lambda: issue)


HABITS: Mapping[type, Habit] = {
    said.DraftOffered: _offered,
    said.PlanAccepted: _half_accepted,
    said.PlanAgreed: _agreed,
}
