"""What each event counts for, given the little that has to be known of its plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any
from uuid import UUID

from contracts import mediation as m
from contracts import plan as p
from contracts.model import Event


class Measure(IntEnum):
    """Numbers stay for ever: they are in the rows."""

    OPENED = 1
    CLOSED = 2
    CAME_INTO_FORCE = 3
    WENT_OUT_OF_FORCE = 4
    REVIEW_FELL_DUE = 5
    REVIEW_DONE = 6
    REFERRED = 7
    REFERRAL_VOIDED = 8
    KEPT_BY_CLIENT = 10
    KEPT_BY_JOBCENTER = 11
    KEPT_BY_THIRD_PARTY = 12
    MISSED_BY_CLIENT = 20
    MISSED_BY_JOBCENTER = 21
    MISSED_BY_THIRD_PARTY = 22
    RETRACTED_OF_CLIENT = 30
    RETRACTED_OF_JOBCENTER = 31
    RETRACTED_OF_THIRD_PARTY = 32
    MEDIATION_REQUESTED = 40
    SETTLED = 41
    WITHDRAWN = 42
    EXPIRED = 43
    MOOT = 44


PARTIES: tuple[p.Party, ...] = ("client", "jobcenter", "third_party")

COUNTED: tuple[type[Event], ...] = (
    p.PlanOpened,
    p.PlanAgreed,
    p.PlanClosed,
    p.ReviewFellDue,
    p.AgreementKept,
    p.AgreementMissed,
    p.MissRetracted,
    p.ReductionReviewReferred,
    p.ReferralVoided,
    m.MediationRequested,
    m.MediationSettled,
    m.MediationWithdrawn,
    m.MediationExpired,
    m.MediationBecameMoot,
)


@dataclass(slots=True)
class PlanState:
    """`parties` by agreement: who had promised it."""

    jobcenter: str
    agreed: bool = False
    review_due: bool = False
    parties: dict[UUID, p.Party] = field(default_factory=dict)


def counted(plan: PlanState, event: Any) -> Iterator[Measure]:
    """Keeps `plan` up to date, too."""
    match event:
        case p.PlanOpened():
            yield Measure.OPENED
        case p.PlanAgreed(agreements=agreements):
            if not plan.agreed:
                yield Measure.CAME_INTO_FORCE
            yield from _review_done(plan)
            plan.agreed = True
            plan.parties |= {terms.agreement: terms.party for terms in agreements}
        case p.PlanClosed():
            yield Measure.CLOSED
            if plan.agreed:
                yield Measure.WENT_OUT_OF_FORCE
            yield from _review_done(plan)
        case p.ReviewFellDue():
            plan.review_due = True
            yield Measure.REVIEW_FELL_DUE
        case p.ReductionReviewReferred():
            yield Measure.REFERRED
        case p.ReferralVoided():
            yield Measure.REFERRAL_VOIDED
        case _:
            yield from _of_a_side(plan, event)


def _review_done(plan: PlanState) -> Iterator[Measure]:
    if plan.review_due:
        plan.review_due = False
        yield Measure.REVIEW_DONE


def _of_a_side(plan: PlanState, event: Any) -> Iterator[Measure]:
    match event:
        case p.AgreementKept(agreement=id) if id in plan.parties:
            yield _by(Measure.KEPT_BY_CLIENT, plan.parties[id])
        case p.AgreementMissed(party=party):
            yield _by(Measure.MISSED_BY_CLIENT, party)
        case p.MissRetracted(item=p.Item(kind="agreement", id=id)) if id in plan.parties:
            yield _by(Measure.RETRACTED_OF_CLIENT, plan.parties[id])
        case _:
            yield from _of_a_mediation(event)


def _of_a_mediation(event: Any) -> Iterator[Measure]:
    match event:
        case m.MediationRequested():
            yield Measure.MEDIATION_REQUESTED
        case m.MediationSettled():
            yield Measure.SETTLED
        case m.MediationWithdrawn(ends=True):
            yield Measure.WITHDRAWN
        case m.MediationExpired():
            yield Measure.EXPIRED
        case m.MediationBecameMoot():
            yield Measure.MOOT


def _by(first: Measure, party: p.Party) -> Measure:
    return Measure(first + PARTIES.index(party))
