"""Where the tests begin: each situation goes on from another, through commands alone."""

from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.plan import ConsentingParty, Delivery, Item, LegalNotice
from services.plan.domain import commands as c
from services.plan.domain.state import HalfAccepted, Offered
from tests.services.plan.domain.story import CLIENT, COUNSELLOR, SYSTEM, Story, id_of, sealed

APPLICATIONS, COURSE, ADVICE = id_of("applications"), id_of("course"), id_of("advice")
"""Agreements: the client's, the jobcenter's, a third party's."""

TALK = id_of("talk")
MEDIATION = id_of("mediation")
NOTICE = LegalNotice(text="notice-15-6", version=2, form="letter")
DUE = date(2026, 4, 30)

BY = {"client": CLIENT, "jobcenter": COUNSELLOR}
CHANNEL = {"client": "portal", "jobcenter": "in_person"}


def agreement(id: UUID) -> Item:
    return Item(kind="agreement", id=id)


def appointment(id: UUID) -> Item:
    return Item(kind="appointment", id=id)


def draft(id: UUID, party: str = "client", due: date | None = DUE) -> c.DraftAgreement:
    return c.DraftAgreement(
        agreement=id, party=party, kind="own_effort", what=sealed(f"what {id}"), due=due
    )


def goal(text: str = "cook") -> c.SetGoal:
    return c.SetGoal(occupational_goal=sealed(text))


def opened(story: Story | None = None) -> Story:
    return (story or Story()).given(c.OpenPlan(client="client-4711"))


def drafted(story: Story | None = None) -> Story:
    return opened(story).given(
        goal(),
        draft(APPLICATIONS),
        draft(COURSE, "jobcenter", date(2026, 3, 31)),
        draft(ADVICE, "third_party", None),
    )


def offered(story: Story | None = None) -> Story:
    return drafted(story).given(c.OfferDraft())


def digest(story: Story) -> str:
    assert isinstance(story.state.draft, Offered | HalfAccepted)
    return story.state.draft.digest


def accept(story: Story, party: str = "client", digest_: str | None = None) -> c.AcceptPlan:
    return c.AcceptPlan(party=party, digest=digest_ or digest(story), channel=CHANNEL[party])


def accepted_by(story: Story, *parties: str) -> Story:
    for party in parties:
        story.given(accept(story, party), by=BY[party])
    return story


def agreed(story: Story | None = None) -> Story:
    """Version 1, agreed on 2 March 2026."""
    return accepted_by(offered(story), "client", "jobcenter")


def overdue() -> Story:
    """On 4 May 2026 the client's agreement is overdue."""
    story = agreed().on("2026-05-04")
    return story.given(c.MarkAgreementOverdue(agreement=APPLICATIONS, due=DUE), by=SYSTEM)


def miss(id: UUID = APPLICATIONS, on: date = date(2026, 5, 4)) -> c.RecordAgreementMissed:
    return c.RecordAgreementMissed(agreement=id, observed_on=on, facts=sealed("facts"))


def missed() -> Story:
    return overdue().given(miss())


def request(item: Item, until: date = date(2026, 5, 18)) -> c.RequestImportantReason:
    return c.RequestImportantReason(item=item, until=until)


def state_reason(item: Item) -> c.StateImportantReason:
    return c.StateImportantReason(item=item, text=sealed("reason"))


def assess(item: Item, accepted: bool) -> c.AssessImportantReason:
    return c.AssessImportantReason(item=item, accepted=accepted, reasons=sealed("why"))


def rejected() -> Story:
    """On 19 May 2026: asked, nothing stated, assessed."""
    item = agreement(APPLICATIONS)
    return missed().given(request(item)).on("2026-05-19").given(assess(item, accepted=False))


def demand(until: date = date(2026, 6, 12), delivered: str = "2026-05-19") -> c.DemandCooperation:
    at = datetime.fromisoformat(f"{delivered}T08:00:00+00:00")
    return c.DemandCooperation(
        agreement=APPLICATIONS,
        kind="apply_for_jobs",
        text=sealed("demand"),
        legal_notice=NOTICE,
        delivered=Delivery(how="letter", at=at),
        until=until,
    )


def demanded() -> Story:
    """Demanded on 19 May 2026, until 12 June."""
    return rejected().given(demand())


def unmet(on: date = date(2026, 6, 15)) -> c.RecordDemandUnmet:
    return c.RecordDemandUnmet(agreement=APPLICATIONS, observed_on=on)


def demand_failed() -> Story:
    """On 15 June 2026."""
    return demanded().on("2026-06-15").given(unmet())


def hearing(item: Item, until: date = date(2026, 6, 30)) -> c.OfferHearing:
    return c.OfferHearing(item=item, channel="in_person", until=until)


def held(item: Item) -> c.RecordHearingHeld:
    return c.RecordHearingHeld(item=item, statement=sealed("statement"))


def hardship(item: Item, outcome: str = "no_hardship") -> c.ConsiderHardship:
    return c.ConsiderHardship(item=item, outcome=outcome, reasons=sealed("why"))


def to_be_heard() -> Story:
    """Until 30 June 2026."""
    return demand_failed().given(hearing(agreement(APPLICATIONS)))


def heard() -> Story:
    return to_be_heard().given(held(agreement(APPLICATIONS)))


def referable() -> Story:
    return heard().given(hardship(agreement(APPLICATIONS)))


def refer(id: UUID = APPLICATIONS) -> c.ReferForReductionReview:
    return c.ReferForReductionReview(item=agreement(id))


def referred() -> Story:
    return referable().given(refer())


def invite(at: str = "2026-03-20T09:00", notice: LegalNotice | None = NOTICE) -> c.SetAppointment:
    return c.SetAppointment(
        appointment=TALK,
        at=datetime.fromisoformat(f"{at}:00+00:00"),
        mode="in_person",
        purpose=sealed("purpose"),
        legal_notice=notice,
    )


def invited(notice: LegalNotice | None = NOTICE) -> Story:
    """For 20 March 2026, 10 o'clock in Berlin."""
    return opened().given(invite(notice=notice))


def not_there(
    on: date = date(2026, 3, 20), party: ConsentingParty = "client"
) -> c.RecordAppointmentMissed:
    return c.RecordAppointmentMissed(
        appointment=TALK, party=party, observed_on=on, facts=sealed("facts")
    )


def stood_up(notice: LegalNotice | None = NOTICE) -> Story:
    return invited(notice).on("2026-03-20").given(not_there())


def stood_up_without_reason(notice: LegalNotice | None = NOTICE) -> Story:
    item = appointment(TALK)
    story = stood_up(notice).given(request(item, date(2026, 3, 30))).on("2026-03-31")
    return story.given(assess(item, accepted=False))


def mediation_begins(
    story: Story, since: datetime | None = None, id: UUID = MEDIATION
) -> c.SuspendConsequences:
    begin = since or story.now
    return c.SuspendConsequences(mediation=id, since=begin, until=begin + timedelta(weeks=4))


def mediation_ends(story: Story, id: UUID = MEDIATION) -> c.ResumeConsequences:
    return c.ResumeConsequences(mediation=id, since=story.now)
