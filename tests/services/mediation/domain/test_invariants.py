"""Whatever is asked, in whatever order: at most one end, nothing after it, nothing but refusals."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts import mediation as m
from contracts.envelope import Actor
from contracts.model import Event
from contracts.refusal import Refusal
from services.mediation.domain import commands as c
from services.mediation.domain import mediation
from services.mediation.domain.states import Ended, State
from tests.services.mediation.domain.scenario import (
    ARRIVED,
    CLIENT,
    COUNSELLOR,
    FIRST,
    GUARDIAN,
    MEDIATOR,
    OFFICE,
    OTHER_COUNSELLOR,
    OWN_STEP,
    SEALED,
    SECOND,
    STRANGER,
    Said,
    changed,
    meta,
    recorded,
)

IDS = st.sampled_from([FIRST, FIRST, SECOND])
PARTIES = st.sampled_from(["client", "jobcenter"])
PEOPLE = [CLIENT, GUARDIAN, COUNSELLOR, OTHER_COUNSELLOR, MEDIATOR, STRANGER, OFFICE]
NAMES = st.sampled_from([person.sub for person in PEOPLE])
GROUPS = st.frozensets(NAMES, max_size=2)
MOMENTS = st.integers(-5, 40).map(lambda days: ARRIVED + timedelta(days=days))
CHANNELS = st.sampled_from(["portal", "phone"])


def said_by(usual: list[Actor], command: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly by those who may, now and then by anybody; mostly at once, now and then days later."""
    by = st.sampled_from(usual) | st.sampled_from(usual) | st.sampled_from(PEOPLE)
    return st.tuples(command, by, st.sampled_from([0, 0, 0, 0, 1, 10]))


def accepting(party: str) -> st.SearchStrategy[Any]:
    return st.builds(c.AcceptSolution, solution=IDS, party=st.just(party), channel=CHANNELS)


PROPOSALS = st.builds(
    c.ProposeSolution, solution=IDS, text=st.just(SEALED), agreements=st.just((OWN_STEP,))
)
APPOINTMENTS = st.builds(
    c.AppointMediator, mediator=NAMES, persons_involved=GROUPS, plan_revision=st.just(7)
)
STEPS = st.one_of(
    said_by(
        [CLIENT],
        st.builds(
            changed,
            requested_by=st.sampled_from(["client", "counsellor", "both"]),
            received_at=st.none() | MOMENTS,
        ),
    ),
    said_by([CLIENT, COUNSELLOR], st.builds(c.JoinMediation, party=PARTIES)),
    said_by([CLIENT, COUNSELLOR], st.builds(c.WithdrawMediation, by=PARTIES)),
    said_by([OFFICE], APPOINTMENTS),
    said_by(
        [OFFICE],
        st.builds(c.RecuseMediator, mediator=NAMES, cause=st.sampled_from(["ill", "involved"])),
    ),
    said_by([OFFICE], st.builds(c.RecheckNeutrality, persons_involved=GROUPS)),
    said_by([MEDIATOR], st.builds(c.ScheduleTalk, talk=IDS, at=MOMENTS, mode=st.just("phone"))),
    said_by([MEDIATOR], st.builds(c.RecordTalkHeld, talk=IDS, present=st.just(("client-1",)))),
    said_by([MEDIATOR], PROPOSALS),
    said_by([CLIENT], accepting("client")),
    said_by([COUNSELLOR], accepting("jobcenter")),
    said_by(
        [CLIENT, COUNSELLOR],
        st.builds(
            c.DeclineSolution,
            solution=IDS,
            party=PARTIES,
            channel=CHANNELS,
            reasons=st.none() | st.just(SEALED),
        ),
    ),
    said_by([OFFICE], st.just(c.ExpireMediation())),
    said_by(
        [OFFICE],
        st.builds(
            c.EndAsMoot,
            cause=st.just("plan_closed"),
            ended_at=MOMENTS,
            plan_revision=st.integers(6, 8),
        ),
    ),
)
ENDS = (m.MediationSettled, m.MediationBecameMoot, m.MediationExpired)
BEGIN = (changed(), CLIENT, 0)
APPOINT = (
    c.AppointMediator(mediator="mediator-1", persons_involved=frozenset(), plan_revision=7),
    OFFICE,
    0,
)
PROPOSE = (
    c.ProposeSolution(solution=FIRST, text=SEALED, agreements=(OWN_STEP,)),
    MEDIATOR,
    0,
)
STORIES = st.lists(STEPS, min_size=15, max_size=40).map(
    lambda steps: [BEGIN, APPOINT, PROPOSE, *steps]
)


def play(steps: list[tuple[Any, Actor, int]]) -> tuple[list[Said], list[State]]:
    """What was said, and the state before each of it. Only refusals may come out of `decide`."""
    state, now = mediation.initial, ARRIVED
    said: list[Said] = []
    before: list[State] = []
    for command, by, days in steps:
        now += timedelta(days=days)
        try:
            events = mediation.decide(command, state, meta(by, now))
        except Refusal:
            continue
        for event in events:
            said.append(Said(event, by, now))
            before.append(state)
            state = mediation.evolve(state, recorded(said[-1], len(said)))
    return said, [*before, state]


def is_end(event: Event) -> bool:
    return isinstance(event, ENDS) or (isinstance(event, m.MediationWithdrawn) and event.ends)


@given(STORIES)
def test_a_mediation_ends_once_and_nothing_follows(steps):
    said, states = play(steps)
    ends = [n for n, one in enumerate(said) if is_end(one.event)]
    assert ends in ([], [len(said) - 1])
    assert isinstance(states[-1], Ended) == bool(ends)


@given(STORIES)
def test_it_begins_once_and_only_the_clock_speaks_after_the_legal_end(steps):
    said, _ = play(steps)
    begun = [one.event for one in said if isinstance(one.event, m.MediationRequested)]
    assert len(begun) == 1
    late = [one for one in said if one.at >= _ends_at(begun[0])]
    assert all(isinstance(one.event, m.MediationExpired | m.MediationBecameMoot) for one in late)


@given(STORIES)
def test_it_is_settled_only_by_both_parties_own_acceptances_of_one_open_solution(steps):
    said, _ = play(steps)
    for settlement in (o.event for o in said if isinstance(o.event, m.MediationSettled)):
        accepted = {
            one.event.party: one
            for one in said
            if isinstance(one.event, m.SolutionAccepted)
            and one.event.solution == settlement.solution
        }
        assert set(accepted) == {"client", "jobcenter"}
        assert accepted["jobcenter"].by.role == "counsellor"
        assert accepted["client"].by.role in ("client", "mediator")


@given(STORIES)
def test_nobody_mediates_who_was_known_to_be_involved(steps):
    said, states = play(steps)
    for one, before in zip(said, states, strict=False):
        if isinstance(one.event, m.MediatorAppointed):
            assert one.event.mediator not in one.event.checked_against
            assert one.event.mediator not in before.sides | before.barred
        if isinstance(one.event, m.SolutionProposed):
            assert before.mediator == one.by.sub


def _ends_at(event: Event) -> datetime:
    assert isinstance(event, m.MediationRequested)
    return event.ends_at
