"""What becomes of promises: kept, reported as difficult, late, missed."""

from collections.abc import Callable, Mapping
from datetime import date

from contracts import plan as said
from contracts.envelope import Envelope
from contracts.model import Contract
from contracts.plan import AgreementTerms, Item
from koop.generate.habits import appointments
from koop.generate.life import Act, Habit, Life, Who
from services.plan.domain import commands as c
from services.plan.domain.state import Difficult, Overdue, Promise, Promised


def agreed(life: Life, event: said.PlanAgreed) -> None:
    """Each of its agreements takes its course once."""
    for terms in event.agreements:
        if terms.agreement not in life.pursued:
            life.pursued.add(terms.agreement)
            if terms.due is not None:
                _with_a_date(life, terms, life.days_until(terms.due))
            elif life.maybe(0.6):
                life.later(_other(terms), life.between(20, 200), _keeping(life, terms))


def _with_a_date(life: Life, terms: AgreementTerms, days: int) -> None:
    chance = life.random.random()
    if chance < 0.74:
        life.later(_other(terms), days * life.between(0.3, 0.98), _keeping(life, terms))
    elif chance < 0.82:
        life.later(_promising(terms), days * life.between(0.5, 0.9), _reporting(life, terms))
    elif chance < 0.92:
        life.later(_other(terms), days + life.between(2, 14), _keeping(life, terms))
    else:
        life.later(_other(terms), days + life.between(2, 14), _missing(life, terms))


def _promising(terms: AgreementTerms) -> Who:
    return "client" if terms.party == "client" else "counsellor"


def _other(terms: AgreementTerms) -> Who:
    return "counsellor" if terms.party == "client" else "client"


def _promise(life: Life, terms: AgreementTerms) -> Promise | None:
    return life.plan.promises.get(terms.agreement) if life.plan else None


def _keeping(life: Life, terms: AgreementTerms) -> Act:
    def keep() -> Contract | None:
        if not isinstance(_promise(life, terms), Promised | Overdue):
            return None
        evidence = life.writes("evidence") if life.maybe(0.6) else None
        return c.RecordAgreementKept(agreement=terms.agreement, evidence=evidence)

    return keep


def _reporting(life: Life, terms: AgreementTerms) -> Act:
    def report() -> Contract | None:
        if not isinstance(_promise(life, terms), Promised | Overdue):
            return None
        return c.ReportDifficulty(item=_item(terms), text=life.writes("difficulty"))

    return report


def _missing(life: Life, terms: AgreementTerms) -> Act:
    def miss() -> Contract | None:
        promise = _promise(life, terms)
        if not isinstance(promise, Promised | Overdue) or promise.due is None:
            return None
        if life.today <= promise.due:
            return None
        return c.RecordAgreementMissed(
            agreement=terms.agreement, observed_on=life.today, facts=life.writes("facts")
        )

    return miss


def _reported(life: Life, event: said.DifficultyReported, _: Envelope) -> None:
    appointments.hindered(life, event)
    promise = life.plan.promises.get(event.item.id) if life.plan else None
    if isinstance(promise, Difficult):
        terms, due = promise.terms, promise.due
        life.later(_other(terms), life.between(1, 5), lambda: _answer(life, terms, due))


def _answer(life: Life, terms: AgreementTerms, due: date | None) -> Contract | None:
    if not isinstance(_promise(life, terms), Difficult):
        return None
    answer = life.random.choice(("extended", "extended", "adjusted", "upheld"))
    new = None
    if answer == "extended":
        new = max(due or life.today, life.today) + (life.in_days(21) - life.today)
    return c.AnswerDifficulty.model_validate(
        {"item": _item(terms), "answer": answer, "reasons": life.writes("answer"), "new_due": new}
    )


def _answered(life: Life, event: said.DifficultyAnswered, _: Envelope) -> None:
    promise = life.plan.promises.get(event.item.id) if life.plan else None
    if event.item.kind != "agreement" or not isinstance(promise, Promised | Overdue):
        return
    terms = promise.terms
    days = max(1, life.days_until(promise.due)) if promise.due else 30
    outcome: Callable[[Life, AgreementTerms], Act] = _keeping if life.maybe(0.8) else _missing
    after = life.between(0.5, 1) * days if outcome is _keeping else days + life.between(2, 9)
    life.later(_other(terms), after, outcome(life, terms))


def _item(terms: AgreementTerms) -> Item:
    return Item(kind="agreement", id=terms.agreement)


HABITS: Mapping[type, Habit] = {
    said.DifficultyReported: _reported,
    said.DifficultyAnswered: _answered,
}
