"""Random histories of one plan: commands that fit, commands that do not, days that pass."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from contracts.envelope import Actor
from contracts.plan import AgreementTerms, Delivery, Item
from contracts.refusal import Refusal
from services.plan.domain import commands as c
from services.plan.domain import plan
from services.plan.domain.legal_time import day_of
from services.plan.domain.state import Breach, HalfAccepted, Offered, Open, Settled, State
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    COURSE,
    NOTICE,
    TALK,
    agreed,
    demanded,
    invited,
    missed,
    opened,
    referred,
    stood_up_without_reason,
    to_be_heard,
)
from tests.services.plan.domain.story import (
    CLIENT,
    COLLEAGUE,
    COUNSELLOR,
    GUARDIAN,
    MEDIATOR,
    SYSTEM,
    Story,
    id_of,
    sealed,
)

AGREEMENTS = (APPLICATIONS, COURSE, id_of("third"))
MEDIATIONS = (id_of("mediation 1"), id_of("mediation 2"))
ITEMS = (
    *(Item(kind="agreement", id=id) for id in AGREEMENTS),
    Item(kind="appointment", id=TALK),
)
ACTORS = (*3 * (COUNSELLOR,), *3 * (CLIENT,), *2 * (SYSTEM,), COLLEAGUE, GUARDIAN, MEDIATOR)
TEXT = sealed("a text")
Begin = Callable[[], Story]
FIRST_REVIEW = date(2026, 9, 2)
ELSEWHERE = "sha256:" + 64 * "0"


def candidates(story: Story, dice: Random) -> list[c.PlanCommand]:
    """One command of each kind, about diced things and days around today."""
    today = day_of(story.now)

    def one_of(*options: Any) -> Any:
        return dice.choice(options)

    def day() -> date:
        return today + timedelta(days=one_of(-30, -1, 0, 1, 10, 40))

    item, mediation = _some_item(story, dice), one_of(*MEDIATIONS)
    agreement = item.id if item.kind == "agreement" else one_of(*AGREEMENTS)
    party = one_of("client", "jobcenter", None)
    due = one_of(None, *(day() for _ in range(2)))
    since = story.now + timedelta(days=one_of(-20, -1, 0))
    terms = {
        "agreement": agreement,
        "party": one_of("client", "client", "jobcenter", "third_party"),
        "kind": "own_effort",
        "what": sealed(str(one_of(1, 2))),
        "due": due,
    }
    return [
        c.OpenPlan(client="client-4711"),
        c.AssignCounsellor(counsellor=one_of("staff-17", "staff-23", "guardian-8")),
        c.AppointRepresentative(person=one_of("guardian-8", "staff-17"), basis="guardian"),
        c.EndRepresentation(person="guardian-8"),
        c.RecordClientVoice(kind="wish", text=TEXT),
        c.DisputeFact(fact=_some_fact(story, dice), party=party, text=TEXT),
        c.SetGoal(occupational_goal=TEXT),
        c.DraftAgreement(**terms),
        c.RedraftAgreement(**terms),
        c.DropAgreement(agreement=agreement),
        c.AddRemark(text=TEXT),
        c.StartRevision(cause="review"),
        c.DropRevision(),
        c.OfferDraft(thinking_time_until=one_of(None, day())),
        c.AcceptPlan(
            party=party, digest=_some_digest(story, dice), channel=one_of("portal", "letter")
        ),
        c.WithdrawAcceptance(party=party),
        c.IssuePlanCopy(version=one_of(1, 2), document=ELSEWHERE, form="paper"),
        c.RecordDisagreement(party=party, text=TEXT),
        c.RecordAgreementKept(agreement=agreement),
        c.RecordAgreementMissed(agreement=agreement, observed_on=day(), facts=TEXT),
        c.RetractMiss(item=item, reason=TEXT),
        c.ReportDifficulty(item=item, text=TEXT),
        c.AnswerDifficulty(
            item=item,
            answer=one_of("adjusted", "extended", "upheld"),
            reasons=TEXT,
            new_due=one_of(None, day()),
        ),
        c.SetAppointment(
            appointment=TALK,
            at=story.now + timedelta(days=one_of(0, 2)),
            mode="phone",
            purpose=TEXT,
            legal_notice=one_of(NOTICE, None),
        ),
        c.MoveAppointment(
            appointment=TALK,
            at=story.now + timedelta(days=one_of(0, 2)),
            mode="phone",
            legal_notice=one_of(NOTICE, None),
        ),
        c.RecordAppointmentKept(appointment=TALK),
        c.RecordAppointmentMissed(appointment=TALK, observed_on=day(), facts=TEXT),
        c.RequestImportantReason(item=item, until=day()),
        c.StateImportantReason(item=item, text=TEXT),
        c.AssessImportantReason(item=item, accepted=one_of(True, False, False), reasons=TEXT),
        c.DemandCooperation(
            agreement=agreement,
            kind="other",
            text=TEXT,
            legal_notice=NOTICE,
            delivered=Delivery(how="letter", at=story.now),
            until=day(),
        ),
        c.RecordDemandMet(agreement=agreement, observed_on=day()),
        c.RecordDemandUnmet(agreement=agreement, observed_on=day()),
        c.OfferHearing(item=item, channel="phone", until=day()),
        c.RecordHearingHeld(item=item, statement=TEXT),
        c.RecordHearingWaived(item=item),
        c.ConsiderHardship(
            item=item, outcome=one_of("hardship", "no_hardship", "no_hardship"), reasons=TEXT
        ),
        c.ReferForReductionReview(item=item),
        c.MarkReviewDue(version=1, due=one_of(FIRST_REVIEW, day())),
        c.MarkAgreementOverdue(agreement=agreement, due=_due(story, agreement) or today),
        c.SuspendConsequences(mediation=mediation, since=since, until=since + timedelta(weeks=4)),
        c.ResumeConsequences(mediation=mediation, since=story.now),
        c.AdoptSolution(
            mediation=mediation, solution=id_of("s"), agreements=(AgreementTerms(**terms),)
        ),
        c.ClosePlan(reason="other"),
    ]


def _some_item(story: Story, dice: Random) -> Item:
    """Mostly one about which there is something to do."""
    missed = [
        breach.case.item for breach in _breaches(story.state) if not isinstance(breach, Settled)
    ]
    return dice.choice([*ITEMS, *5 * missed])


def _breaches(state: State) -> Sequence[Breach]:
    return tuple(state.breaches.values()) if isinstance(state, Open) else ()


def _due(story: Story, agreement: UUID) -> date | None:
    promise = story.state.promises.get(agreement) if isinstance(story.state, Open) else None
    return getattr(promise, "due", None)


def _some_fact(story: Story, dice: Random) -> Any:
    ids = [recorded.envelope.id for recorded in story.recorded[-3:]]
    return dice.choice([*ids, id_of("no fact")])


def _some_digest(story: Story, dice: Random) -> str:
    draft = story.state.draft if isinstance(story.state, Open) else None
    current = [draft.digest] * 4 if isinstance(draft, Offered | HalfAccepted) else []
    return dice.choice([*current, ELSEWHERE])


def _possible(story: Story, command: c.PlanCommand, by: Actor) -> bool:
    try:
        return bool(plan.decide(command, story.state, story.metadata(by)))
    except Refusal:
        return False


def history(begin: Begin, seeds: Sequence[int]) -> Story:
    """One step for each seed, which alone decides what is tried: dropping a seed drops a step.

    Most commands are taken from those that lead to something, so that plans get far. Whatever is
    not a refusal escapes and fails the test.
    """
    story = begin()
    for dice in map(Random, seeds):
        story.now += timedelta(hours=dice.choice([0, 0, 1, 1, 30, 24 * 9, 24 * 41]))
        by, commands = dice.choice(ACTORS), candidates(story, dice)
        if dice.random() < 0.8:
            commands = [one for one in commands if _possible(story, one, by)] or commands
        weights = [WEIGHTS.get(type(one), 30) for one in commands]
        story.when(dice.choices(commands, weights)[0], by=by)
    return story


WEIGHTS: Mapping[type, float] = {
    c.ClosePlan: 0.1,
    c.AssignCounsellor: 1,
    c.AppointRepresentative: 1,
    c.RecordClientVoice: 1,
    c.DisputeFact: 1,
    c.IssuePlanCopy: 1,
    c.RecordDisagreement: 1,
    c.SetGoal: 2,
    c.DraftAgreement: 2,
    c.RedraftAgreement: 1,
    c.DropAgreement: 1,
    c.AddRemark: 1,
    c.DropRevision: 1,
    c.AdoptSolution: 1,
    c.SuspendConsequences: 5,
    c.RetractMiss: 2,
    c.SetAppointment: 5,
    c.MoveAppointment: 2,
    c.ReportDifficulty: 5,
    c.StateImportantReason: 5,
    c.StartRevision: 5,
    c.RecordAgreementKept: 2,
    c.RecordAppointmentKept: 2,
    c.OfferDraft: 4,
    c.AcceptPlan: 40,
    c.MarkReviewDue: 40,
    c.ResumeConsequences: 20,
}
"""How often what is tried, against 30 for the rest: what only changes the draft comes rarely."""

BEGINS: tuple[Begin, ...] = (
    Story,
    opened,
    agreed,
    missed,
    demanded,
    to_be_heard,
    referred,
    invited,
    stood_up_without_reason,
)
HISTORIES = st.builds(
    history,
    st.sampled_from(BEGINS),
    st.lists(st.integers(0, 2**32), min_size=1, max_size=60),
)
