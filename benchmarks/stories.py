"""A year with a plan, as it usually goes and as it sometimes does."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from benchmarks.telling import (
    CLIENT,
    CLIENT_ID,
    COLLEAGUE_ID,
    COUNSELLOR,
    COUNSELLOR_ID,
    JOBCENTER,
    MEDIATOR,
    MEDIATOR_ID,
    PLAN,
    Telling,
    id_of,
    sealed,
)
from contracts.plan import AgreementMissed, AgreementTerms, Delivery, Item, LegalNotice
from services.mediation.domain import commands as m
from services.plan.domain import commands as c
from services.plan.domain.state import HalfAccepted, Offered

APPLICATIONS, COURSE, FEES, CARE = (id_of(n) for n in ("applications", "course", "fees", "care"))
TALK, SECOND_TALK, SOLUTION = id_of("talk"), id_of("second talk"), id_of("solution")
MEDIATION = id_of("mediation")
_OWN = Item(kind="agreement", id=APPLICATIONS)
_DOCUMENT = "sha256:1f0e7c5a9d3b4c6e8f70a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6"


def _agreement(
    id: UUID, party: str, what: str, due: date | None, proof: str | None = None
) -> c.DraftAgreement:
    return c.DraftAgreement(
        agreement=id,
        party=party,
        kind="own_effort" if party == "client" else "integration_benefit",
        what=sealed(what),
        due=due,
        proof=sealed(proof) if proof else None,
    )


def _day(plan: Telling, days: int) -> date:
    return plan.now.date() + timedelta(days=days)


def drafted(plan: Telling) -> Telling:
    """The first talk: all headings of the form are filled."""
    return (
        plan.does(c.OpenPlan(client=CLIENT_ID))
        .does(
            c.RecordClientVoice(
                kind="wish", text=sealed("Ich möchte wieder in einer Küche arbeiten, nicht nachts.")
            ),
            by=CLIENT,
        )
        .does(
            c.SetGoal(
                occupational_goal=sealed("Köchin in einer Schul- oder Betriebsküche"),
                interim_goal=sealed("Hygieneschein erneuern"),
            ),
            _agreement(
                APPLICATIONS,
                "client",
                "Fünf Bewerbungen als Küchenhilfe im Raum Düsseldorf schreiben",
                _day(plan, 60),
                "Kopien der Bewerbungen",
            ),
            _agreement(
                FEES, "jobcenter", "Die Kosten des Hygienescheins übernehmen", _day(plan, 30)
            ),
            _agreement(
                COURSE,
                "client",
                "Den Kurs «Deutsch im Beruf» bis zum Ende besuchen",
                _day(plan, 150),
                "Bescheinigung des Trägers",
            ),
        )
        .does(
            _agreement(CARE, "third_party", "Die Nachbarin holt das Kind ab", None),
            c.AddRemark(text=sealed("Der Kindergarten schließt um vier, vormittags passt besser.")),
            by=CLIENT,
        )
    )


def accepted(plan: Telling) -> Telling:
    """Offered, accepted by both sides, the copy handed out."""
    plan.does(c.OfferDraft(thinking_time_until=_day(plan, 14))).after(5)
    draft = plan.state.draft
    assert isinstance(draft, Offered | HalfAccepted)
    digest = draft.digest
    return plan.does(c.AcceptPlan(digest=digest, channel="portal"), by=CLIENT).does(
        c.AcceptPlan(digest=digest, channel="in_person"),
        c.IssuePlanCopy(version=plan.state.agreed.version + 1, document=_DOCUMENT, form="portal"),
    )


def _talked(plan: Telling, id: UUID, moved: bool) -> Telling:
    at = plan.now + timedelta(days=14)
    plan.does(
        c.SetAppointment(
            appointment=id, at=at, mode="in_person", purpose=sealed("Bewerbungen besprechen")
        )
    ).after(10)
    if moved:
        at += timedelta(days=3)
        plan.does(c.MoveAppointment(appointment=id, at=at, mode="video"))
    return plan.after(8).does(c.RecordAppointmentKept(appointment=id))


def _overdue(plan: Telling) -> Telling:
    due = plan.state.promises[APPLICATIONS].due
    plan.now = datetime.combine(due + timedelta(days=1), plan.now.timetz())
    return plan.happens(c.MarkAgreementOverdue(agreement=APPLICATIONS, due=due))


def _renewed(plan: Telling) -> Telling:
    """The review after half a year makes a second version."""
    due = plan.state.agreed.review_due
    plan.now = datetime.combine(due, plan.now.timetz())
    plan.happens(c.MarkReviewDue(version=1, due=due)).after(6)
    plan.does(
        c.StartRevision(cause="review"),
        c.DropAgreement(agreement=FEES),
        _agreement(
            id_of("trial"),
            "client",
            "Zwei Probetage in einer Großküche machen",
            _day(plan, 90),
            "Bestätigung des Betriebs",
        ),
    )
    return accepted(plan)


def quiet(plan: Telling) -> None:
    """Everything is kept, one thing a little late."""
    accepted(drafted(plan)).after(9)
    _talked(plan, TALK, moved=False)
    kept = c.RecordAgreementKept(agreement=FEES, evidence=sealed("Überweisung vom 12."))
    plan.after(8).does(kept, by=CLIENT)
    _overdue(plan).after(4)
    plan.does(c.RecordAgreementKept(agreement=APPLICATIONS, evidence=sealed("Fünf Kopien")))
    _renewed(plan).after(12)
    _talked(plan, SECOND_TALK, moved=True)


def difficult(plan: Telling) -> None:
    """A difficulty is reported early and the agreement adjusted; the counsellor changes."""
    accepted(drafted(plan)).after(20)
    worry = "Mein Kind ist krank, ich schaffe keine fünf Bewerbungen"
    plan.does(c.ReportDifficulty(item=_OWN, text=sealed(worry)), by=CLIENT).after(2)
    answer = c.AnswerDifficulty(
        item=_OWN, answer="extended", reasons=sealed("Zwei Wochen mehr"), new_due=_day(plan, 60)
    )
    plan.does(answer).after(10)
    _talked(plan, TALK, moved=True)
    _overdue(plan).after(3)
    plan.does(
        c.RecordAgreementKept(agreement=APPLICATIONS, evidence=sealed("Fünf Kopien")),
        c.RecordAgreementKept(agreement=COURSE),
        c.AssignCounsellor(counsellor=COLLEAGUE_ID),
    )
    worry = "Der Weg zum Betrieb ist mit dem Bus zu weit"
    plan.does(c.RecordClientVoice(kind="concern", text=sealed(worry)), by=CLIENT)
    _renewed(plan)


def _missed(plan: Telling) -> Telling:
    plan = _overdue(accepted(drafted(plan))).after(4)
    facts = "Zwei von fünf Bewerbungen lagen bis zum Ende der Frist vor"
    return plan.does(
        c.RecordAgreementMissed(
            agreement=APPLICATIONS, observed_on=plan.now.date(), facts=sealed(facts)
        ),
        c.RequestImportantReason(item=_OWN, until=_day(plan, 14)),
    ).after(6)


def excused(plan: Telling) -> None:
    """Missed with an important reason, and a fact disputed."""
    _missed(plan)
    reason = "Meine Tochter war vom 20. bis zum 29. im Krankenhaus"
    plan.does(
        c.StateImportantReason(item=_OWN, text=sealed(reason), evidence=sealed("Attest")),
        c.DisputeFact(fact=plan.newest(AgreementMissed), text=sealed("Es waren vier von fünf")),
        c.ReportDifficulty(
            item=Item(kind="agreement", id=COURSE), text=sealed("Der Kurs endet nach vier Uhr")
        ),
        by=CLIENT,
    ).after(3)
    plan.does(
        c.AssessImportantReason(item=_OWN, accepted=True, reasons=sealed("Pflege geht vor")),
        c.AnswerDifficulty(
            item=Item(kind="agreement", id=COURSE),
            answer="upheld",
            reasons=sealed("Die Betreuung ist bis fünf Uhr gesichert"),
        ),
    ).after(20)
    _talked(plan, TALK, moved=True)
    _renewed(plan)


def referred(plan: Telling) -> None:
    """Missed without a reason, all the way to a referral."""
    _missed(plan).after(9)
    plan.does(
        c.AssessImportantReason(item=_OWN, accepted=False, reasons=sealed("Nichts vorgetragen"))
    ).after(1)
    plan.does(
        c.DemandCooperation(
            agreement=APPLICATIONS,
            kind="apply_for_jobs",
            text=sealed("Fünf Bewerbungen als Küchenhilfe vorlegen"),
            legal_notice=LegalNotice(text="notice-15-6", version=2, form="letter"),
            delivered=Delivery(how="letter", at=plan.now),
            until=_day(plan, 21),
        )
    ).after(24)
    plan.does(
        c.RecordDemandUnmet(agreement=APPLICATIONS, observed_on=plan.now.date()),
        c.OfferHearing(item=_OWN, channel="in_person", until=_day(plan, 14)),
    ).after(8)
    plan.does(
        c.RecordHearingHeld(item=_OWN, statement=sealed("Ich hatte zwei Probetage")),
        c.ConsiderHardship(item=_OWN, outcome="no_hardship", reasons=sealed("Keine Rückstände")),
        c.ReferForReductionReview(item=_OWN),
    )
    _renewed(plan)


def mediated(plan: Telling) -> None:
    """No agreement on the draft: a mediator finds one, which becomes the new draft."""
    drafted(plan).after(3)
    text = sealed("Der Kurs endet, wenn die Betreuung schon geschlossen hat")
    plan.does(c.RecordDisagreement(text=text), by=CLIENT)
    recorded_at, begin = plan.now, plan.now
    so_far = m.PlanSoFar(
        plan=PLAN,
        client=CLIENT_ID,
        jobcenter=JOBCENTER,
        revision=9,
        closed=False,
        disagreement=m.Disagreement(about="making", recorded_at=recorded_at),
    )
    plan.mediates(m.RequestMediation(requested_by="client", subject=text, plan=so_far), by=CLIENT)
    plan.happens(
        c.SuspendConsequences(mediation=MEDIATION, since=begin, until=begin + timedelta(weeks=4))
    )
    terms = [
        AgreementTerms(agreement=id, party="client", kind="own_effort", what=sealed(what))
        for id, what in ((APPLICATIONS, "Drei Bewerbungen"), (COURSE, "Den Kurs am Vormittag"))
    ]
    involved = frozenset({COUNSELLOR_ID})
    plan.mediates(
        m.AppointMediator(mediator=MEDIATOR_ID, persons_involved=involved, plan_revision=9),
        by=COUNSELLOR,
    ).after(7)
    proposal = m.ProposeSolution(solution=SOLUTION, text=sealed("Vormittags"), agreements=terms)
    plan.mediates(proposal, by=MEDIATOR).after(3)
    plan.mediates(m.AcceptSolution(solution=SOLUTION, party="client"), by=CLIENT)
    plan.mediates(m.AcceptSolution(solution=SOLUTION, party="jobcenter"), by=COUNSELLOR)
    plan.happens(
        c.ResumeConsequences(mediation=MEDIATION, since=plan.now),
        c.AdoptSolution(mediation=MEDIATION, solution=SOLUTION, agreements=tuple(terms)),
    )
    accepted(plan).after(10)
    _talked(plan, TALK, moved=False)


Story = Callable[[Telling], None]
STORIES: Mapping[Story, float] = MappingProxyType(
    {quiet: 0.5, difficult: 0.29, excused: 0.16, referred: 0.048, mediated: 0.002}
)
"""How often each one happens. Mediation is rare: some 130 a year among millions of plans."""
