"""What follows from a miss, link by link; at every link it may end well."""

from collections.abc import Mapping

from contracts import plan as said
from contracts.envelope import Envelope
from contracts.model import Contract
from contracts.plan import Delivery, Item, LegalNotice
from koop.generate.life import Act, Habit, Life
from services.plan.domain import commands as c
from services.plan.domain.state import (
    Breach,
    Demanded,
    DemandFailed,
    HardshipRuledOut,
    Heard,
    HearingOpen,
    MissRecorded,
    NotAttended,
    ReasonAsked,
    ReasonRejected,
)

_NOTICE = LegalNotice(text="notice-15-6", version=2, form="letter")


def _if(life: Life, item: Item, stands: type[Breach], act: Act) -> Act:
    """Only where the chain still stands at that link."""

    def step() -> Contract | None:
        breach = life.plan.breaches.get(item.id) if life.plan else None
        return act() if isinstance(breach, stands) else None

    return step


def _agreement_missed(life: Life, event: said.AgreementMissed, at: Envelope) -> None:
    if event.party == "client":
        _missed(life, Item(kind="agreement", id=event.agreement), at)


def _appointment_missed(life: Life, event: said.AppointmentMissed, at: Envelope) -> None:
    if event.party == "client":
        _missed(life, Item(kind="appointment", id=event.appointment), at)


def _missed(life: Life, item: Item, at: Envelope) -> None:
    chance = life.random.random()
    if chance < 0.05:
        retract = c.RetractMiss(item=item, reason=life.writes("error"))
        life.later(
            "counsellor", life.between(0.6, 3), _if(life, item, MissRecorded, lambda: retract)
        )
        return
    if chance < 0.12:
        dispute = c.DisputeFact(fact=at.id, text=life.writes("dispute"))
        life.later("client", life.between(2, 20), lambda: dispute)
    if chance < 0.7:
        ask = _if(life, item, MissRecorded, lambda: _ask(life, item))
        life.later("counsellor", life.between(0.6, 3), ask)


def _ask(life: Life, item: Item) -> Contract:
    return c.RequestImportantReason(item=item, until=life.in_days(14))


def _asked(life: Life, event: said.ImportantReasonRequested, _: Envelope) -> None:
    item = event.item
    if life.maybe(0.65):
        state = _if(life, item, ReasonAsked, lambda: _state(life, item))
        life.later("client", life.between(1, 10), state)
    else:
        reject = _if(life, item, ReasonAsked, lambda: _assess(life, item, accepted=False))
        life.later("counsellor", life.days_until(event.until) + life.between(1, 5), reject)


def _state(life: Life, item: Item) -> Contract:
    evidence = life.writes("evidence") if life.maybe(0.5) else None
    return c.StateImportantReason(item=item, text=life.writes("reason"), evidence=evidence)


def _stated(life: Life, event: said.ImportantReasonStated, _: Envelope) -> None:
    item, accepted = event.item, life.maybe(0.7)
    assess = _if(life, item, ReasonAsked, lambda: _assess(life, item, accepted=accepted))
    life.later("counsellor", life.between(1, 5), assess)


def _assess(life: Life, item: Item, *, accepted: bool) -> Contract:
    reasons = life.writes("assessment")
    return c.AssessImportantReason(item=item, accepted=accepted, reasons=reasons)


def _assessed(life: Life, event: said.ImportantReasonAssessed, _: Envelope) -> None:
    """No consequence without a written notice; and many think better of it."""
    item = event.item
    if event.accepted or life.plan is None:
        return
    if item.kind == "agreement" and life.maybe(0.7):
        demand = _if(life, item, ReasonRejected, lambda: _demand(life, item))
        life.later("counsellor", life.between(1, 6), demand)
        return
    match life.plan.appointments.get(item.id):
        case NotAttended(notified=True):
            _hearing(life, item, ReasonRejected)


def _demand(life: Life, item: Item) -> Contract:
    return c.DemandCooperation(
        agreement=item.id,
        kind="apply_for_jobs",
        text=life.writes("demand"),
        legal_notice=_NOTICE,
        delivered=Delivery(how="letter", at=life.moment),
        until=life.in_days(21),
    )


def _demanded(life: Life, event: said.CooperationDemanded, _: Envelope) -> None:
    item, days = Item(kind="agreement", id=event.agreement), life.days_until(event.until)
    if life.maybe(0.7):
        met = _if(life, item, Demanded, lambda: _met(life, item))
        life.later("counsellor", days * life.between(0.3, 0.95), met)
    else:
        unmet = _if(life, item, Demanded, lambda: _unmet(life, item))
        life.later("counsellor", days + life.between(2, 9), unmet)


def _met(life: Life, item: Item) -> Contract:
    return c.RecordDemandMet(agreement=item.id, observed_on=life.today)


def _unmet(life: Life, item: Item) -> Contract:
    return c.RecordDemandUnmet(agreement=item.id, observed_on=life.today)


def _failed(life: Life, event: said.DemandUnmet, _: Envelope) -> None:
    _hearing(life, Item(kind="agreement", id=event.agreement), DemandFailed)


def _hearing(life: Life, item: Item, stands: type[Breach]) -> None:
    offer = _if(life, item, stands, lambda: _offer_hearing(life, item))
    life.later("counsellor", life.between(1, 6), offer)


def _offer_hearing(life: Life, item: Item) -> Contract:
    return c.OfferHearing(item=item, channel="in_person", until=life.in_days(14))


def _offered(life: Life, event: said.HearingOffered, _: Envelope) -> None:
    item, chance = event.item, life.random.random()
    if chance < 0.6:
        held = _if(life, item, HearingOpen, lambda: _held(life, item))
        life.later("counsellor", life.between(3, 12), held)
    else:
        waived = _if(life, item, HearingOpen, lambda: c.RecordHearingWaived(item=item))
        by_client = chance < 0.75
        days = life.between(2, 10) if by_client else life.days_until(event.until) + 2
        life.later("client" if by_client else "counsellor", days, waived)


def _held(life: Life, item: Item) -> Contract:
    return c.RecordHearingHeld(item=item, statement=life.writes("statement"))


def _heard(life: Life, event: said.HearingHeld | said.HearingWaived, _: Envelope) -> None:
    consider = _if(life, event.item, Heard, lambda: _consider(life, event.item))
    life.later("counsellor", life.between(1, 5), consider)


def _consider(life: Life, item: Item) -> Contract:
    reasons = life.writes("hardship")
    if life.maybe(0.15):
        return c.ConsiderHardship(item=item, outcome="hardship", reasons=reasons)
    return c.ConsiderHardship(item=item, outcome="no_hardship", reasons=reasons)


def _considered(life: Life, event: said.HardshipConsidered, _: Envelope) -> None:
    refer = c.ReferForReductionReview(item=event.item)
    step = _if(life, event.item, HardshipRuledOut, lambda: refer)
    life.later("counsellor", life.between(1, 9), step)


HABITS: Mapping[type, Habit] = {
    said.AgreementMissed: _agreement_missed,
    said.AppointmentMissed: _appointment_missed,
    said.ImportantReasonRequested: _asked,
    said.ImportantReasonStated: _stated,
    said.ImportantReasonAssessed: _assessed,
    said.CooperationDemanded: _demanded,
    said.DemandUnmet: _failed,
    said.HearingOffered: _offered,
    said.HearingHeld: _heard,
    said.HearingWaived: _heard,
    said.HardshipConsidered: _considered,
}
