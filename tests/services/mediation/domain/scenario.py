"""Given what happened, when somebody asks for something, then this follows or is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from contracts import mediation as m
from contracts.envelope import Actor, Envelope, Metadata, Recorded
from contracts.examples import SEALED
from contracts.model import Contract, Event
from contracts.plan import AgreementTerms, ConsentingParty
from contracts.refusal import Refusal
from contracts.regime import regime
from services.mediation.domain import mediation
from services.mediation.domain.commands import (
    AcceptSolution,
    Disagreement,
    PlanSoFar,
    RequestMediation,
)
from services.mediation.domain.legal_time import Term, term
from services.mediation.domain.states import State

PLAN = uuid5(NAMESPACE_URL, "plan")
TALK = uuid5(NAMESPACE_URL, "talk")
FIRST, SECOND = uuid5(NAMESPACE_URL, "first"), uuid5(NAMESPACE_URL, "second")

CLIENT = Actor(sub="client-1", role="client", organisation="jc-1")
GUARDIAN = Actor(sub="guardian-1", role="client", organisation="jc-1", on_behalf_of="client-1")
COUNSELLOR = Actor(sub="staff-1", role="counsellor", organisation="jc-1")
OTHER_COUNSELLOR = Actor(sub="staff-2", role="counsellor", organisation="jc-1")
MEDIATOR = Actor(sub="mediator-1", role="mediator", organisation="mediators")
STRANGER = Actor(sub="mediator-2", role="mediator", organisation="mediators")
OFFICE = Actor(sub="platform", role="system", organisation="jc-1")

ARRIVED = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 10, 9, tzinfo=UTC)
ENDS_AT = datetime(2026, 3, 30, 22, tzinfo=UTC)
LAST_MOMENT = datetime(2026, 3, 30, 21, 59, 59, 999_999, tzinfo=UTC)

OWN_STEP = AgreementTerms(
    agreement=uuid5(NAMESPACE_URL, "own step"), party="client", kind="own_effort", what=SEALED
)
DISAGREEMENT = Disagreement(about="making", recorded_at=ARRIVED)
PLAN_SO_FAR = PlanSoFar(
    plan=PLAN,
    client="client-1",
    jobcenter="jc-1",
    revision=7,
    closed=False,
    disagreement=DISAGREEMENT,
)
REQUEST = RequestMediation(requested_by="client", subject=SEALED, plan=PLAN_SO_FAR)


@dataclass(frozen=True)
class Said:
    event: Event
    by: Actor
    at: datetime = LATER
    regime: str = "sgb2-2023"


def meta(by: Actor, at: datetime, regime: str = "sgb2-2023") -> Metadata:
    command = uuid5(NAMESPACE_URL, "command")
    return Metadata(
        time=at, actor=by, correlation=command, causation=command, regime=regime, plan=PLAN
    )


def recorded(said: Said, revision: int) -> Recorded[Event]:
    envelope = Envelope(
        id=uuid5(PLAN, str(revision)),
        type=said.event.type,
        stream="mediation-1",
        revision=revision,
        position=revision + 1,
        metadata=meta(said.by, said.at, said.regime),
    )
    return Recorded(envelope, said.event)


def state_after(said: Sequence[Said]) -> State:
    state = mediation.initial
    for revision, one in enumerate(said):
        state = mediation.evolve(state, recorded(one, revision))
    return state


@dataclass(frozen=True)
class Then:
    state: State
    command: Any
    metadata: Metadata

    def events(self) -> list[Event]:
        return list(mediation.decide(self.command, self.state, self.metadata))

    def then(self, *expected: Event) -> None:
        assert self.events() == list(expected)

    def then_nothing(self) -> None:
        self.then()

    def then_refused(self, refusal: type[Refusal]) -> Refusal:
        with pytest.raises(refusal) as caught:
            mediation.decide(self.command, self.state, self.metadata)
        assert caught.value.allowed
        return caught.value


@dataclass(frozen=True)
class Given:
    said: tuple[Said, ...]

    def when(
        self, command: Contract, by: Actor, at: datetime = LATER, regime: str = "sgb2-2023"
    ) -> Then:
        return Then(state_after(self.said), command, meta(by, at, regime))


def given(*said: Said) -> Given:
    return Given(said)


def counted(received_at: datetime = ARRIVED, regime_id: str = "sgb2-2023") -> Term:
    return term(received_at, regime(regime_id).mediation, frozenset())


def request_event(
    requested_by: m.Requester = "client", received_at: datetime = ARRIVED
) -> m.MediationRequested:
    of = counted(received_at)
    return m.MediationRequested(
        plan=PLAN,
        client="client-1",
        jobcenter="jc-1",
        requested_by=requested_by,
        subject=SEALED,
        received_at=received_at,
        begin=of.begin,
        end=of.end,
        end_shifted=of.end_shifted,
        ends_at=of.ends_at,
        rule=of.rule,
        plan_revision=7,
    )


def requested(requested_by: m.Requester = "client", regime: str = "sgb2-2023") -> Said:
    by = {"client": CLIENT, "counsellor": COUNSELLOR, "both": COUNSELLOR}[requested_by]
    return Said(request_event(requested_by), by, ARRIVED, regime)


def joined(party: ConsentingParty) -> Said:
    return Said(m.MediationJoined(party=party), side(party))


def withdrawn(party: ConsentingParty, *, ends: bool) -> Said:
    return Said(m.MediationWithdrawn(plan=PLAN, by=party, ends=ends), side(party))


def appointed(mediator: Actor = MEDIATOR, by: Actor = OFFICE) -> Said:
    event = m.MediatorAppointed(
        mediator=mediator.sub, checked_against=("staff-1",), plan_revision=7
    )
    return Said(event, by)


def recused(cause: Any, mediator: Actor = MEDIATOR) -> Said:
    return Said(m.MediatorRecused(mediator=mediator.sub, cause=cause), OFFICE)


def scheduled(at: datetime) -> Said:
    return Said(m.TalkScheduled(talk=TALK, at=at, mode="in_person"), MEDIATOR)


def held() -> Said:
    return Said(m.TalkHeld(talk=TALK, present=("client-1",)), MEDIATOR)


def proposed(solution: UUID = FIRST) -> Said:
    digest = "sha256:" + "0" * 64
    event = m.SolutionProposed(
        solution=solution, digest=digest, text=SEALED, agreements=(OWN_STEP,)
    )
    return Said(event, MEDIATOR)


def accepted(party: ConsentingParty, solution: UUID = FIRST) -> Said:
    event = m.SolutionAccepted(solution=solution, party=party, channel="portal")
    return Said(event, side(party))


def declined(party: ConsentingParty, solution: UUID = FIRST) -> Said:
    event = m.SolutionDeclined(solution=solution, party=party, channel="portal", reasons=SEALED)
    return Said(event, side(party))


def expired() -> Said:
    event = m.MediationExpired(plan=PLAN, end=date(2026, 3, 30), ended_at=ENDS_AT, rule="bgb-188-2")
    return Said(event, OFFICE, datetime(2026, 5, 1, tzinfo=UTC))


def moot() -> Said:
    return Said(m.MediationBecameMoot(plan=PLAN, cause="plan_agreed", ended_at=LATER), OFFICE)


def settled() -> tuple[Said, ...]:
    """From the request to the settlement, as `decide` would have said it."""
    story = (requested(), appointed(), proposed(), accepted("client"))
    last = AcceptSolution(solution=FIRST, party="jobcenter")
    events = mediation.decide(last, state_after(story), meta(COUNSELLOR, LATER))
    return (*story, *(Said(event, COUNSELLOR) for event in events))


def side(party: ConsentingParty) -> Actor:
    return {"client": CLIENT, "jobcenter": COUNSELLOR}[party]


def changed(**fields: Any) -> RequestMediation:
    """The usual request, with other circumstances."""
    of_plan = {k: v for k, v in fields.items() if k in PlanSoFar.model_fields and k != "plan"}
    rest = {k: v for k, v in fields.items() if k not in of_plan}
    plan = PLAN_SO_FAR.model_copy(update=of_plan)
    return REQUEST.model_copy(update={"plan": plan, **rest})
