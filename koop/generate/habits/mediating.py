"""A neutral person looks for a solution; every way that it can go occurs."""

from collections.abc import Mapping

from contracts import mediation as said
from contracts import plan as of_plan
from contracts.envelope import Envelope
from contracts.model import Contract
from contracts.plan import AgreementTerms, ConsentingParty
from contracts.regime import regime
from koop.generate.life import Habit, Life, Who
from koop.generate.matter import REGIME, milliseconds
from services.mediation.domain import commands as m
from services.mediation.public_holidays import public_holidays
from services.plan.domain import commands as c
from services.plan.domain.state import Offered

_SIDES: Mapping[ConsentingParty, Who] = {"client": "client", "jobcenter": "counsellor"}


def _disagreed(life: Life, event: of_plan.DisagreementRecorded, at: Envelope) -> None:
    who: Who = "client" if life.maybe(0.7) else "counsellor"
    found = m.Disagreement(about=event.about, recorded_at=at.metadata.time)
    life.later(who, life.between(1, 4), lambda: _request(life, who, found))


def _request(life: Life, who: Who, found: m.Disagreement) -> Contract | None:
    plan, rules = life.plan, regime(REGIME).mediation
    if plan is None or life.mediation is not None:
        return None
    so_far = m.PlanSoFar(
        plan=life.matter.id,
        client=plan.parties.client,
        jobcenter=plan.parties.jobcenter,
        revision=life.services.plan.length - 1,
        closed=False,
        disagreement=found,
    )
    return m.RequestMediation(
        requested_by="client" if who == "client" else "counsellor",
        subject=life.writes("disagreement"),
        plan=so_far,
        earlier_ended_at=life.services.last_mediation_ended_at(),
        public_holidays=public_holidays(rules.holidays_of, life.today, rules.weeks),
    )


def _requested(life: Life, event: said.MediationRequested, _: Envelope) -> None:
    """Some think better of it, or agree while they wait."""
    asked: Who = "client" if event.requested_by == "client" else "counsellor"
    other: ConsentingParty = "jobcenter" if asked == "client" else "client"
    chance = life.random.random()
    if chance < 0.1:
        by: ConsentingParty = "client" if asked == "client" else "jobcenter"
        life.later(asked, life.between(1, 9), lambda: m.WithdrawMediation(by=by))
    elif chance < 0.2:
        life.later("client", life.between(2, 9), lambda: _agree_after_all(life))
    elif chance < 0.5:
        life.later(_SIDES[other], life.between(0.6, 3), lambda: m.JoinMediation(party=other))
    if life.maybe(0.95):
        life.later("counsellor", life.between(1, 5), lambda: _appoint(life))


def _agree_after_all(life: Life) -> Contract | None:
    draft = life.plan.draft if life.plan else None
    return (
        c.AcceptPlan(digest=draft.digest, channel="portal") if isinstance(draft, Offered) else None
    )


def _appoint(life: Life) -> Contract:
    return m.AppointMediator(
        mediator=life.mediator.sub,
        persons_involved=life.persons,
        plan_revision=life.services.plan.length - 1,
    )


def _appointed(life: Life, _: said.MediatorAppointed, __: Envelope) -> None:
    mediator = life.mediator.sub
    if life.maybe(0.06):
        ill = m.RecuseMediator(mediator=mediator, cause="ill")
        life.later("counsellor", life.between(1, 3), lambda: ill)
    else:
        life.later("mediator", life.between(0.6, 3), lambda: _schedule(life))


def _recused(life: Life, _: said.MediatorRecused, __: Envelope) -> None:
    life.mediator = life.some_mediator()
    life.later("counsellor", 1, lambda: _appoint(life))


def _schedule(life: Life) -> Contract:
    at = life.office_hour(life.between(3, 7))
    return m.ScheduleTalk(talk=life.new_id(), at=at, mode="in_person")


def _scheduled(life: Life, event: said.TalkScheduled, _: Envelope) -> None:
    present = (life.member.client, life.counsellor.sub, life.mediator.sub)
    minutes = (milliseconds(event.at) - life.matter.now) / 60_000
    held = m.RecordTalkHeld(talk=event.talk, present=present)
    life.soon("mediator", lambda: held, minutes + 70)


def _talked(life: Life, _: said.TalkHeld, __: Envelope) -> None:
    if life.maybe(0.85):
        life.later("mediator", life.between(0.6, 3), lambda: _propose(life))


def _propose(life: Life) -> Contract | None:
    draft = life.plan.draft if life.plan else None
    content = getattr(draft, "content", None)
    if content is None:
        return None
    terms = [*content.agreements.values()][:3]
    terms.append(
        AgreementTerms(
            agreement=life.new_id(),
            party="client",
            kind="own_effort",
            what=life.writes("client's step"),
            due=life.in_days(90),
        )
    )
    solution, text = life.new_id(), life.writes("solution")
    return m.ProposeSolution(solution=solution, text=text, agreements=tuple(terms))


def _proposed(life: Life, event: said.SolutionProposed, _: Envelope) -> None:
    for party, chance in (("client", 0.75), ("jobcenter", 0.85)):
        _answer(life, event, "client" if party == "client" else "jobcenter", life.maybe(chance))


def _answer(
    life: Life, event: said.SolutionProposed, party: ConsentingParty, accepts: bool
) -> None:
    answer: Contract = m.AcceptSolution(solution=event.solution, party=party)
    if not accepts:
        reasons = life.writes("declined")
        answer = m.DeclineSolution(solution=event.solution, party=party, reasons=reasons)
    life.later(_SIDES[party], life.between(0.6, 5), lambda: answer)


def _declined(life: Life, _: said.SolutionDeclined, __: Envelope) -> None:
    if life.maybe(0.3):
        life.later("mediator", life.between(0.6, 3), lambda: _propose(life))


HABITS: Mapping[type, Habit] = {
    of_plan.DisagreementRecorded: _disagreed,
    said.MediationRequested: _requested,
    said.MediatorAppointed: _appointed,
    said.MediatorRecused: _recused,
    said.TalkScheduled: _scheduled,
    said.TalkHeld: _talked,
    said.SolutionProposed: _proposed,
    said.SolutionDeclined: _declined,
}
