"""Invented lives: possible ones, in the order of their times, the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import merge
from typing import Any
from uuid import UUID

import pytest

from contracts.catalogue import EVENTS
from contracts.envelope import Recorded
from contracts.plan import PlanAgreed
from kernel.codec import Codec
from kernel.event_store import StoredEvent
from kernel.sealing.client_key import LiveKey
from koop.generate.cast import Population, years_before
from koop.generate.days import days
from koop.generate.habits import agreeing
from koop.generate.matter import DECIDERS, Written
from koop.generate.texts import secret_of
from koop.generate.workers import all_days
from services.plan.domain.state import Open

UNTIL = datetime(2026, 6, 30, tzinfo=UTC)
CODEC = Codec(EVENTS)


def population(plans: int = 40, years: float = 2, seed: int = 4711) -> Population:
    return Population(plans, years_before(UNTIL, years), UNTIL, seed)


def written(of: Population, workers: int = 1) -> list[Written]:
    return [one for day in all_days(of, workers) for one in day]


def stored(told: list[Written]) -> Iterator[StoredEvent]:
    position = 0
    for _, _, _, stream, first, rows in told:
        for index, (id, type, data, metadata) in enumerate(rows):
            position += 1
            yield StoredEvent(UUID(bytes=id), type, data, metadata, stream, first + index, position)


@pytest.fixture(scope="module")
def told() -> list[Written]:
    return written(population())


def test_the_same_seed_tells_the_same_bytes(told: list[Written]) -> None:
    assert written(population()) == told
    assert written(population(seed=4712)) != told


def test_it_does_not_matter_among_how_many_the_plans_are_shared_out(told: list[Written]) -> None:
    shares = (days(population(), share, 3) for share in range(3))

    assert [one for parts in zip(*shares, strict=True) for one in merge(*parts)] == told


@pytest.mark.slow
def test_processes_tell_the_same_as_one(told: list[Written]) -> None:
    assert written(population(), workers=2) == told


def test_time_never_runs_backwards_and_ends_where_it_should(told: list[Written]) -> None:
    of = population()
    times = [one[0] / 1000 for one in told]

    assert times == sorted(times)
    assert of.begin.timestamp() <= times[0] <= times[-1] < of.until.timestamp()


def test_every_stream_is_whole_and_folds_as_it_was_decided(told: list[Written]) -> None:
    states, lengths = {}, Counter[str]()
    for event in stored(told):
        assert event.revision == lengths[event.stream]
        lengths[event.stream] += 1
        decider = DECIDERS[event.stream.partition("-")[0]]
        before = states.get(event.stream, decider.initial)
        states[event.stream] = decider.evolve(before, CODEC.recorded(event))

    assert sum(isinstance(state, Open) for state in states.values()) > 10


def test_a_plan_sees_some_forty_events_a_year() -> None:
    """Those of its first months, when it is made, weigh less over some years."""
    of = population(plans=60, years=5)
    told = written(of)
    first, last = dict[int, int](), dict[int, int]()
    for at, number, *_ in told:
        first.setdefault(number, at)
        last[number] = at
    years = sum(last[plan] - first[plan] for plan in first) / 1000 / 86_400 / 365.25

    assert 35 < sum(len(one[5]) for one in told) / years < 55


def test_what_is_sealed_opens_with_the_clients_key(told: list[Written]) -> None:
    agreed = next(one for one in recorded(told) if isinstance(one.event, PlanAgreed))
    client = agreed.event.acceptances[0].actor.sub
    key = LiveKey(client, lambda: secret_of(4711, client))

    assert key.open(agreed.event.occupational_goal).isprintable()


def recorded(told: list[Written]) -> Iterator[Recorded[Any]]:
    return map(CODEC.recorded, stored(told))


def test_every_outcome_of_a_mediation_occurs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreeing, "DISAGREE", 0.4)

    kinds = Counter(row[1] for one in written(population(120, 1)) for row in one[5])

    assert kinds["MediationSettled.v1"] > 5
    assert min(kinds[f"Mediation{how}.v1"] for how in ("Expired", "Withdrawn", "BecameMoot")) > 0
    assert kinds["MediatorRecused.v1"] > 0
    assert kinds["SolutionDeclined.v1"] > 0
    assert kinds["ConsequencesResumed.v1"] >= kinds["MediationSettled.v1"]


def test_consequences_go_all_the_way() -> None:
    kinds = Counter(row[1] for one in written(population(150, 2)) for row in one[5])

    assert kinds["ReductionReviewReferred.v1"] > 0
    assert kinds["DemandMet.v1"] > 0
    assert kinds["FactDisputed.v1"] > 0
