"""What earlier releases wrote is read, folded and answered by today's code."""

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from contracts import release
from contracts.catalogue import EVENTS
from kernel.codec import Codec
from kernel.event_store import StoredEvent
from services.audit.sentences import sentence
from services.mediation.domain import mediation
from services.notifications.domain import notification
from services.plan.domain import plan
from tests.history.frozen import History, histories
from tests.history.questions import ask
from tests.history.record import last_moment, plans_in
from tests.history.world import running

DECIDERS: dict[str, Any] = {"plan": plan, "mediation": mediation, "notification": notification}


@pytest.fixture(params=histories(), ids=lambda history: history.release)
def history(request: pytest.FixtureRequest) -> History:
    found: History = request.param
    return found


def test_every_release_left_a_history() -> None:
    assert {one.release for one in histories()} == {one.name for one in release.releases()}


def streams(history: History) -> list[tuple[str, list[StoredEvent]]]:
    in_order = sorted(history.events(), key=lambda event: (event.stream, event.revision))
    return [(name, list(run)) for name, run in groupby(in_order, key=lambda event: event.stream)]


def test_every_stream_folds_into_a_state_of_today(history: History) -> None:
    codec = Codec(EVENTS)
    for stream, events in streams(history):
        decider = DECIDERS[stream.partition("-")[0]]
        state = decider.initial
        for recorded in codec.recorded_all(events):
            state = decider.evolve(state, recorded)
        assert state != decider.initial


def test_every_event_is_a_sentence_of_today(history: History) -> None:
    for recorded in Codec(EVENTS).recorded_all(history.events()):
        assert sentence(recorded, "en").endswith(".")


@pytest.mark.slow
async def test_the_rebuilt_views_answer_as_they_did(history: History, tmp_path: Path) -> None:
    await history.restore(tmp_path)
    events = list(history.events())
    async with running(tmp_path, last_moment(events), reading=True) as stage:
        answers = await ask(stage, plans_in(events))
    for question, answered in history.answers().items():
        missing = lost(answered, answers[question], question)
        assert missing == []


def lost(then: Any, now: Any, at: str) -> list[str]:
    """Where an answer of today does not say what it said then; it may say more."""
    if isinstance(then, dict) and isinstance(now, dict):
        return [one for key in then for one in lost(then[key], now.get(key), f"{at} {key}")]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        pairs = enumerate(zip(then, now, strict=True))
        return [one for n, (a, b) in pairs for one in lost(a, b, f"{at} {n}")]
    return [] if then == now else [f"{at}: {then} became {now}"]
