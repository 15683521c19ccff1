"""What a mediation can be: not requested, running, or ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.mediation import MediationRequested, SolutionProposed
from contracts.plan import Acceptance, ConsentingParty
from services.mediation.domain.legal_time import SHIFTED_RULE

EndedHow = Literal["settled", "withdrawn", "moot", "expired"]


@dataclass(frozen=True, slots=True)
class NotRequested:
    """There is no mediation (yet)."""


@dataclass(frozen=True, slots=True)
class Case:
    """What was fixed when the request was received, for the whole mediation.

    `last_day` and `ends_at` are those of the `rule` that counted; `regime` stays in force for it.
    """

    plan: UUID
    client: str
    jobcenter: str
    regime: str
    received_at: datetime
    last_day: date
    ends_at: datetime
    rule: str
    plan_revision: int


@dataclass(frozen=True, slots=True)
class Talk:
    at: datetime
    held: bool = False


@dataclass(frozen=True, slots=True)
class OpenSolution:
    """The newest proposal, and who has answered it."""

    proposal: SolutionProposed
    proposed_by: str
    accepted: tuple[Acceptance, ...] = ()
    declined: frozenset[ConsentingParty] = frozenset()

    def answered_by(self, party: ConsentingParty) -> bool:
        return party in self.declined or any(a.party == party for a in self.accepted)


@dataclass(frozen=True, slots=True)
class Running:
    """`asking`: whose request it is now. `sides`: who acted for a party in this mediation.

    `barred`: mediators who turned out to be involved. `closed_solutions` can no longer be answered.
    """

    case: Case
    asking: frozenset[ConsentingParty]
    sides: frozenset[str] = frozenset()
    mediator: str | None = None
    barred: frozenset[str] = frozenset()
    talks: Mapping[UUID, Talk] = field(default_factory=dict)
    solution: OpenSolution | None = None
    closed_solutions: frozenset[UUID] = frozenset()

    def without_solution(self) -> "Running":
        """The open proposal, if any, can no longer be answered."""
        if self.solution is None:
            return self
        closed = self.closed_solutions | {self.solution.proposal.solution}
        return replace(self, solution=None, closed_solutions=closed)


@dataclass(frozen=True, slots=True)
class Ended:
    """`mediator` is the last one, who may still read the case they mediated."""

    case: Case
    how: EndedHow
    ended_at: datetime
    mediator: str | None


State = NotRequested | Running | Ended


def case(event: MediationRequested, regime: str) -> Case:
    return Case(
        plan=event.plan,
        client=event.client,
        jobcenter=event.jobcenter,
        regime=regime,
        received_at=event.received_at,
        last_day=event.end_shifted if event.rule == SHIFTED_RULE else event.end,
        ends_at=event.ends_at,
        rule=event.rule,
        plan_revision=event.plan_revision,
    )


def over_at(state: State, now: datetime) -> datetime | None:
    """When the mediation ended, also where its expiry has not been written down yet."""
    if isinstance(state, Ended):
        return state.ended_at
    if isinstance(state, Running) and now >= state.case.ends_at:
        return state.case.ends_at
    return None
