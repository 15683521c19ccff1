"""One realistic example per event: what the documentation shows and every test reuses."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts import mediation as m
from contracts import notifications as n
from contracts import plan as p
from contracts.envelope import Actor, Metadata
from contracts.model import Event
from contracts.past import AppointmentMissedV1
from contracts.sealed import Ciphertext

SEALED = Ciphertext(
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiWk5vMVFRLUVkRXhxTEI2ei1ZbWJUcmlTdG9FZVBUc3c0"
    "QUtYQ19tZDBzOCJ9..uatjtsxCs5E3I-Fd.W1PTAKXxVMLBYxnroILp4eBuv-BO6FhQgYIxR31OueU7-EOkVIKz8g"
    ".xeqre6QWPgIDgqLmvCT28g"
)
"""«Ich möchte wieder als Köchin arbeiten.», under the key `an example key, never a real one`."""


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"https://kooperationsplan.example/{name}")


PLAN = _id("plan")
APPLICATIONS = _id("agreement/applications")
COURSE = _id("agreement/course")
APPOINTMENT = _id("appointment")
MEDIATION = _id("mediation")
SOLUTION = _id("solution")
TALK = _id("talk")
FACT = _id("fact")
DEMAND = _id("demand")
REFERRAL = _id("referral")
DIGEST = "sha256:4be2b7bb0f6f8d0b0d2a53b1a0a0a3f0bb7e1b26a2a9f2cbf86d6c9a45a1c3de"

_MORNING = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
_COUNSELLOR = Actor(sub="staff-17", role="counsellor", organisation="jc-duesseldorf")
_CLIENT = Actor(sub="client-4711", role="client", organisation="jc-duesseldorf")
_AGREEMENT = p.Item(kind="agreement", id=APPLICATIONS)
_NOTICE = p.LegalNotice(text="notice-15-6", version=2, form="letter")
_OWN_STEP = p.AgreementTerms(
    agreement=APPLICATIONS,
    party="client",
    kind="own_effort",
    what=SEALED,
    due=date(2026, 4, 30),
    proof=SEALED,
)
_SUPPORT = p.AgreementTerms(
    agreement=COURSE,
    party="jobcenter",
    kind="integration_benefit",
    what=SEALED,
    due=date(2026, 3, 31),
)
_ACCEPTANCES = (
    p.Acceptance(party="client", actor=_CLIENT, time=_MORNING, channel="portal"),
    p.Acceptance(party="jobcenter", actor=_COUNSELLOR, time=_MORNING, channel="in_person"),
)

METADATA = Metadata(
    time=_MORNING,
    actor=_COUNSELLOR,
    correlation=_id("command"),
    causation=_id("command"),
    regime="sgb2-2023",
    plan=PLAN,
    request="q0Kqj8gmYv3oVwCkq2u7d8x5p8eZ0V5hWm1rV7bqk9c",
)
"""The metadata that stands beside the examples."""

_PLAN_EXAMPLES: tuple[Event, ...] = (
    p.PlanOpened(
        client="client-4711",
        jobcenter="jc-duesseldorf",
        counsellor="staff-17",
        regime="sgb2-2023",
    ),
    p.CounsellorAssigned(counsellor="staff-23", previous="staff-17"),
    p.RepresentativeAppointed(person="guardian-8", basis="guardian"),
    p.RepresentationEnded(person="guardian-8", basis="guardian"),
    p.ClientVoiceRecorded(kind="wish", text=SEALED),
    p.GoalSet(occupational_goal=SEALED, interim_goal=SEALED),
    p.AgreementDrafted(terms=_OWN_STEP),
    p.AgreementRedrafted(terms=_OWN_STEP.model_copy(update={"due": date(2026, 5, 15)})),
    p.AgreementDropped(agreement=COURSE),
    p.RemarkAdded(text=SEALED),
    p.DraftOffered(version=1, digest=DIGEST, thinking_time_until=date(2026, 3, 16)),
    p.PlanAccepted(party="client", version=1, digest=DIGEST, channel="portal"),
    p.AcceptanceWithdrawn(party="client", version=1, digest=DIGEST, cause="draft_changed"),
    p.PlanAgreed(
        version=1,
        digest=DIGEST,
        occupational_goal=SEALED,
        interim_goal=SEALED,
        agreements=(_OWN_STEP, _SUPPORT),
        remarks=(SEALED,),
        acceptances=_ACCEPTANCES,
        review_due=date(2026, 9, 2),
    ),
    p.PlanCopyIssued(version=1, document=DIGEST, form="paper"),
    p.DisagreementRecorded(party="client", about="renewing", text=SEALED),
    p.RevisionStarted(cause="review", from_version=1),
    p.RevisionDropped(from_version=1),
    p.ReviewFellDue(version=1, due=date(2026, 9, 2)),
    p.AgreementKept(agreement=APPLICATIONS, evidence=SEALED),
    p.DifficultyReported(item=_AGREEMENT, text=SEALED),
    p.DifficultyAnswered(
        item=_AGREEMENT, answer="extended", reasons=SEALED, new_due=date(2026, 5, 29)
    ),
    p.AgreementFellOverdue(agreement=APPLICATIONS, due=date(2026, 4, 30)),
    p.AgreementMissed(
        agreement=APPLICATIONS, party="client", observed_on=date(2026, 5, 4), facts=SEALED
    ),
    p.MissRetracted(item=_AGREEMENT, reason=SEALED),
    p.ImportantReasonRequested(item=_AGREEMENT, until=date(2026, 5, 18)),
    p.ImportantReasonStated(item=_AGREEMENT, text=SEALED, evidence=SEALED),
    p.ImportantReasonAssessed(item=_AGREEMENT, accepted=True, reasons=SEALED, assessor="staff-17"),
    p.AppointmentSet(
        appointment=APPOINTMENT,
        at=datetime(2026, 3, 20, 9, 0, tzinfo=UTC),
        mode="in_person",
        purpose=SEALED,
        legal_notice=_NOTICE,
    ),
    p.AppointmentMoved(
        appointment=APPOINTMENT,
        at=datetime(2026, 3, 27, 9, 0, tzinfo=UTC),
        mode="video",
        legal_notice=_NOTICE,
    ),
    p.AppointmentKept(appointment=APPOINTMENT),
    p.AppointmentMissed(
        appointment=APPOINTMENT, party="client", observed_on=date(2026, 3, 27), facts=SEALED
    ),
    p.CooperationDemanded(
        agreement=APPLICATIONS,
        kind="apply_for_jobs",
        text=SEALED,
        legal_notice=_NOTICE,
        delivered=p.Delivery(how="letter", at=datetime(2026, 5, 22, 8, 0, tzinfo=UTC)),
        until=date(2026, 6, 12),
    ),
    p.DemandMet(agreement=APPLICATIONS, observed_on=date(2026, 6, 10)),
    p.DemandUnmet(agreement=APPLICATIONS, observed_on=date(2026, 6, 15)),
    p.DemandVoided(agreement=APPLICATIONS, demand=DEMAND, mediation=MEDIATION),
    p.HearingOffered(item=_AGREEMENT, channel="in_person", until=date(2026, 6, 30)),
    p.HearingHeld(item=_AGREEMENT, statement=SEALED),
    p.HearingWaived(item=_AGREEMENT, by="client-4711"),
    p.HardshipConsidered(item=_AGREEMENT, outcome="no_hardship", reasons=SEALED),
    p.ReductionReviewReferred(
        item=_AGREEMENT,
        breach_on=date(2026, 6, 12),
        referral_limit=date(2026, 12, 12),
        case=(FACT, DEMAND),
    ),
    p.ReferralVoided(item=_AGREEMENT, referral=REFERRAL, mediation=MEDIATION),
    p.ConsequencesSuspended(
        mediation=MEDIATION,
        since=_MORNING,
        until=datetime(2026, 3, 30, 22, 0, tzinfo=UTC),
    ),
    p.ConsequencesResumed(mediation=MEDIATION, since=datetime(2026, 3, 30, 22, 0, tzinfo=UTC)),
    p.FactDisputed(fact=FACT, party="client", text=SEALED),
    p.PlanClosed(reason="work_found"),
)

_MEDIATION_EXAMPLES: tuple[Event, ...] = (
    m.MediationRequested(
        plan=PLAN,
        client="client-4711",
        jobcenter="jc-duesseldorf",
        requested_by="client",
        subject=SEALED,
        received_at=_MORNING,
        begin=date(2026, 3, 2),
        end=date(2026, 3, 30),
        end_shifted=date(2026, 3, 30),
        ends_at=datetime(2026, 3, 30, 22, 0, tzinfo=UTC),
        rule="bgb-188-2",
        plan_revision=20,
    ),
    m.MediationJoined(party="jobcenter"),
    m.MediatorAppointed(
        mediator="mediator-3", checked_against=("staff-17", "staff-23"), plan_revision=21
    ),
    m.MediatorRecused(mediator="mediator-3", cause="involved"),
    m.TalkScheduled(talk=TALK, at=datetime(2026, 3, 12, 13, 0, tzinfo=UTC), mode="in_person"),
    m.TalkHeld(talk=TALK, present=("client-4711", "staff-17", "mediator-3")),
    m.SolutionProposed(
        solution=SOLUTION, digest=DIGEST, text=SEALED, agreements=(_OWN_STEP, _SUPPORT)
    ),
    m.SolutionAccepted(solution=SOLUTION, party="client", channel="portal"),
    m.SolutionDeclined(solution=SOLUTION, party="jobcenter", channel="portal", reasons=SEALED),
    m.MediationSettled(
        plan=PLAN,
        solution=SOLUTION,
        digest=DIGEST,
        text=SEALED,
        agreements=(_OWN_STEP, _SUPPORT),
        proposed_by="mediator-3",
        acceptances=_ACCEPTANCES,
    ),
    m.MediationWithdrawn(plan=PLAN, by="client", ends=True),
    m.MediationBecameMoot(plan=PLAN, cause="plan_agreed", ended_at=_MORNING),
    m.MediationExpired(
        plan=PLAN,
        end=date(2026, 3, 30),
        ended_at=datetime(2026, 3, 30, 22, 0, tzinfo=UTC),
        rule="bgb-188-2",
    ),
)

_NOTIFICATION_EXAMPLES: tuple[Event, ...] = (
    n.NotificationPlanned(
        recipient="client-4711",
        capacity="client",
        client="client-4711",
        template="plan-agreed",
        template_version=1,
        language="de",
        channel="outbox",
        cause=FACT,
        cause_stream=f"plan-{PLAN}",
        cause_revision=14,
        send_at=_MORNING,
    ),
    n.NotificationPostponed(until=datetime(2026, 3, 3, 7, 0, tzinfo=UTC)),
    n.NotificationSent(
        channel="email",
        language="de",
        template_version=1,
        provider_id="<0f9d@kooperationsplan.example>",
        rendered=DIGEST,
    ),
    n.NotificationDelivered(receipt="portal-2026-03-02-0815"),
    n.NotificationRead(receipt="portal-2026-03-02-0816"),
    n.NotificationFailed(
        attempt=1,
        reason="the mail server did not answer within 10 s",
        next_attempt=datetime(2026, 3, 2, 9, 20, tzinfo=UTC),
    ),
    n.NotificationAbandoned(reason="550 no such mailbox"),
    n.ReminderCancelled(reason="the agreement was kept"),
    n.PreferencesSet(
        channels=("email", "outbox"),
        language="de-simple",
        quiet_hours=n.QuietHours(start=time(20, 0), end=time(8, 0)),
        email=SEALED,
    ),
)

_PAST_EXAMPLES: tuple[Event, ...] = (
    AppointmentMissedV1(appointment=APPOINTMENT, observed_on=date(2026, 3, 27), facts=SEALED),
)

EXAMPLES: Mapping[str, Event] = MappingProxyType(
    {e.type: e for e in (*_PLAN_EXAMPLES, *_MEDIATION_EXAMPLES, *_NOTIFICATION_EXAMPLES)}
)
"""By stored type, in the order of the catalogue."""

NAMED: Mapping[str, Event] = MappingProxyType({t.partition(".")[0]: e for t, e in EXAMPLES.items()})
"""By the event's name, without a version."""

PAST_EXAMPLES: Mapping[str, Event] = MappingProxyType({e.type: e for e in _PAST_EXAMPLES})
"""Of superseded versions, by stored type."""
