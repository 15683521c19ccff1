"""A mediator's running cases: how long they still run, and what is expected of whom."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from contracts.envelope import Identifier, Instant
from contracts.model import Contract
from contracts.plan import ConsentingParty
from services.mediation.domain.legal_time import BERLIN
from services.mediation.read_models.document import MediationDocument, SolutionView, TalkView

SolutionState = Literal["none", "open", "half_accepted", "declined"]
PARTIES: tuple[ConsentingParty, ...] = ("client", "jobcenter")


class Expected(Contract):
    of: Literal["mediator", "client", "jobcenter"]
    what: Literal[
        "schedule_talk", "attend_talk", "record_talk", "propose_solution", "answer_solution"
    ]


class OwnCase(Contract):
    """`ends_at` is the first instant that is too late, `days_left` the days after today."""

    mediation: UUID
    plan: UUID
    client: Identifier
    jobcenter: Identifier
    received_at: Instant
    ends_at: Instant
    days_left: int
    talk_next: TalkView | None = None
    talks_held: int = 0
    solution: SolutionState
    expected: tuple[Expected, ...] = ()


class Key(NamedTuple):
    """What ends first comes first; no event ever moves an end."""

    ends_at: datetime
    mediation: UUID


def key_of_case(case: OwnCase) -> Key:
    return Key(case.ends_at, case.mediation)


def own_case(case: MediationDocument, mediator: str, now: datetime) -> OwnCase | None:
    """None where it is not that mediator's, or does not run at `now`."""
    if case.mediator != mediator or case.at(now).status != "running":
        return None
    ahead = [talk for talk in case.talks if talk.at > now and talk.present is None]
    return OwnCase(
        mediation=case.mediation,
        plan=case.plan,
        client=case.client,
        jobcenter=case.jobcenter,
        received_at=case.term.received_at,
        ends_at=case.term.ends_at,
        days_left=_days_left(case, now),
        talk_next=min(ahead, key=lambda talk: talk.at, default=None),
        talks_held=sum(talk.present is not None for talk in case.talks),
        solution=_state(case),
        expected=tuple(_expected(case, now)),
    )


def _days_left(case: MediationDocument, now: datetime) -> int:
    last = (case.term.ends_at - timedelta(microseconds=1)).astimezone(BERLIN).date()
    return (last - now.astimezone(BERLIN).date()).days


def _open(case: MediationDocument) -> SolutionView | None:
    return next((one for one in reversed(case.solutions) if one.standing == "open"), None)


def _state(case: MediationDocument) -> SolutionState:
    solution = _open(case)
    if solution is None:
        return "none"
    answers = {one.answer for one in solution.answers}
    if "declined" in answers:
        return "declined"
    return "half_accepted" if answers else "open"


def _expected(case: MediationDocument, now: datetime) -> Iterator[Expected]:
    """Talks first, then the solution."""
    waiting = [talk for talk in case.talks if talk.present is None]
    if any(talk.at <= now for talk in waiting):
        yield Expected(of="mediator", what="record_talk")
    if any(talk.at > now for talk in waiting):
        for party in PARTIES:
            yield Expected(of=party, what="attend_talk")
    if not case.talks and not case.solutions:
        yield Expected(of="mediator", what="schedule_talk")
    yield from _of_the_solution(case)


def _of_the_solution(case: MediationDocument) -> Iterator[Expected]:
    solution, state = _open(case), _state(case)
    if solution is not None and state != "declined":
        answered = {one.party for one in solution.answers}
        for party in PARTIES:
            if party not in answered:
                yield Expected(of=party, what="answer_solution")
    elif case.talks:
        yield Expected(of="mediator", what="propose_solution")
