"""The first draft, and every further one half a year later."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from contracts import plan as said
from contracts.envelope import Envelope
from contracts.model import Contract
from contracts.plan import AgreementKind, AgreementTerms, Party
from koop.generate.life import Act, Habit, Life
from services.plan.domain import commands as c
from services.plan.domain.state import AgreedVersion, Drafting, Kept, NoDraft, NotKept

_OWN: tuple[AgreementKind, ...] = (
    "own_effort",
    "own_effort",
    "language_course",
    "placement_target",
    "household",
    "health",
)
_TOPICS: Mapping[Party, str] = {
    "client": "client's step",
    "jobcenter": "jobcenter's step",
    "third_party": "others' step",
}


def first_draft(life: Life) -> None:
    """The first talk: the headings of the form one after the other."""
    parties: tuple[Party, ...] = ("client", "jobcenter")
    if life.maybe(0.3):
        parties += ("client",)
    if life.maybe(0.15):
        parties += ("third_party",)
    _in_one_talk(life, [lambda: _goal(life), *(_agreement(life, party) for party in parties)])


def _in_one_talk(life: Life, acts: list[Act]) -> None:
    """Minutes apart; then the draft is offered."""
    if life.maybe(0.1):
        acts.append(lambda: c.AddRemark(text=life.writes("remark")))
    acts.append(lambda: offer(life))
    for number, act in enumerate(acts, 1):
        life.soon("counsellor", act, 6 * number)


def offer(life: Life) -> Contract | None:
    plan = life.plan
    if plan is None or not isinstance(plan.draft, Drafting):
        return None
    return c.OfferDraft(thinking_time_until=life.in_days(14))


def _goal(life: Life) -> Contract:
    interim = life.writes("interim goal") if life.maybe(0.6) else None
    return c.SetGoal(occupational_goal=life.writes("goal"), interim_goal=interim)


def _agreement(life: Life, party: Party) -> Act:
    def draft() -> Contract:
        own = party == "client"
        return c.DraftAgreement(
            agreement=life.new_id(),
            party=party,
            kind=life.random.choice(_OWN) if own else "integration_benefit",
            what=life.writes(_TOPICS[party]),
            due=life.in_days(int(life.between(30, 170))) if life.maybe(0.4) else None,
            proof=life.writes("proof") if own else None,
        )

    return draft


def agreed(life: Life, event: said.PlanAgreed) -> None:
    """Some renew it before its review falls due, or because something has changed; others wait."""
    days = life.days_until(event.review_due)
    cause, after = "review", days - life.between(2, 25)
    if life.maybe(0.1):
        cause, after = "changed_circumstances", life.between(20, days)
    elif life.maybe(0.5):
        return
    life.later("counsellor", after, lambda: _revise(life, event.version, cause))


def _review_due(life: Life, event: said.ReviewFellDue, _: Envelope) -> None:
    life.later("counsellor", life.between(5, 140), lambda: _revise(life, event.version, "review"))


def _revise(life: Life, version: int, cause: str) -> Contract | None:
    plan = life.plan
    if plan is None or plan.agreed.version != version or not isinstance(plan.draft, NoDraft):
        return None
    return c.StartRevision.model_validate({"cause": cause})


def _revised(life: Life, event: said.RevisionStarted, _: Envelope) -> None:
    if event.cause == "mediation":
        life.later("counsellor", life.between(1, 4), lambda: offer(life))
    elif life.maybe(0.03):
        life.later("counsellor", life.between(3, 20), lambda: _drop(life))
    else:
        _in_one_talk(life, list(_changes(life)))


def _drop(life: Life) -> Contract | None:
    drafting = life.plan is not None and not isinstance(life.plan.draft, NoDraft)
    return c.DropRevision() if drafting else None


def _changes(life: Life) -> Iterator[Act]:
    """What is done, or will never be, goes; something new comes; something is worded anew."""
    plan = life.plan
    if plan is None or not isinstance(plan.agreed, AgreedVersion):
        return
    for id, terms in plan.agreed.content.agreements.items():
        if isinstance(plan.promises.get(id), Kept | NotKept):
            yield _dropping(id)
        elif life.maybe(0.15):
            yield _rewording(life, terms)
    yield _agreement(life, "client")
    if life.maybe(0.25):
        yield _agreement(life, "jobcenter")
    if life.maybe(0.15):
        yield lambda: _goal(life)


def _dropping(agreement: UUID) -> Act:
    return lambda: c.DropAgreement(agreement=agreement)


def _rewording(life: Life, terms: AgreementTerms) -> Act:
    def redraft() -> Contract:
        return c.RedraftAgreement(
            agreement=terms.agreement,
            party=terms.party,
            kind=terms.kind,
            what=life.writes(_TOPICS[terms.party]),
            due=life.in_days(int(life.between(30, 170))),
            proof=terms.proof,
        )

    return redraft


HABITS: Mapping[type, Habit] = {
    said.ReviewFellDue: _review_due,
    said.RevisionStarted: _revised,
}
