"""The trail's rows, and what looking for them costs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import ValidationError

from kernel.event_store import StoredEvent
from services.audit.read_models.trail import Selection, TrailModel, find
from services.audit.read_models.trail.numbers import Numbers
from tests.services.audit.read_models.filling import A_FEW, PLANS, Filled, stored, stories

EVERYTHING = 2**40


@A_FEW
@given(events=stories(), plan=st.sampled_from(PLANS), limit=st.integers(1, 7))
def test_pages_of_a_plan_are_its_events_in_order(
    events: list[StoredEvent], plan: Any, limit: int
) -> None:
    filled = Filled()
    tables, _ = filled.generation(TrailModel(), events, [])
    wanted, seen, after, more = Selection(plan=plan), list[int](), 0, True
    with filled.engine.connect() as connection:
        while more:
            page = find(connection, tables, wanted, after=after, until=EVERYTHING, limit=limit)
            seen += [place.position for place in page.places]
            after, more = page.reached, page.more

    assert seen == [one.position for one in events if str(plan).encode() in one.metadata]


def test_words_that_come_up_after_a_question_are_found_by_the_next_one() -> None:
    filled, model = Filled(), TrailModel()
    first, later = stored([(0, "", 0, 0, 0), (0, "RemarkAdded.v1", 0, 0, 0)])
    tables, _ = filled.generation(model, [first], [])

    def found(wanted: Selection) -> list[str]:
        with filled.engine.connect() as connection:
            page = find(connection, tables, wanted, after=0, until=EVERYTHING, limit=9)
        return [place.type for place in page.places]

    remarks = Selection(jobcenter="jc-0", kinds=("RemarkAdded.v1",))
    assert found(remarks) == []
    assert found(Selection(jobcenter="jc-0")) == ["PlanOpened.v1"]
    with filled.engine.begin() as connection:
        model.project(connection, tables, [later])
    assert found(Selection(jobcenter="jc-0")) == ["PlanOpened.v1", "RemarkAdded.v1"]
    assert found(remarks) == ["RemarkAdded.v1"]


def test_what_a_newer_producer_adds_to_metadata_is_left_aside() -> None:
    (event,) = stored([(0, "", 0, 0, 0)])
    newer = event._replace(metadata=event.metadata[:-1] + b',"device":{"kind":"kiosk"}}')
    filled = Filled()
    _, of_the_newer = filled.generation(TrailModel(), [newer], [])
    _, of_the_event = filled.generation(TrailModel(), [event], [])

    assert filled.rows(of_the_newer) == filled.rows(of_the_event)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [(b'Z",', b'",'), (b'"sub":"staff-17"', b'"sub":17'), (b'"actor"', b'"actress"')],
)
def test_metadata_that_does_not_fit_is_refused_without_repeating_it(
    was: bytes, becomes: bytes
) -> None:
    (event,) = stored([(0, "", 0, 0, 0)])
    assert was in event.metadata
    broken = event._replace(metadata=event.metadata.replace(was, becomes, 1))

    with pytest.raises(ValidationError) as refused:
        Filled().generation(TrailModel(), [broken], [])

    assert "jc-1" not in str(refused.value)


def test_what_is_remembered_is_bounded() -> None:
    numbers: Numbers[str, int] = Numbers(int, capacity=3)
    numbers.remember({str(n): n for n in range(10)})

    known = numbers.known([str(n) for n in range(10)], first=100, last=100)
    assert known == {"7": 7, "8": 8, "9": 9}


def test_what_was_numbered_in_vain_is_not_remembered() -> None:
    numbers: Numbers[str, int] = Numbers(int)
    numbers.known(["a"], first=1, last=1)["a"] = 1
    numbers.known(["b"], first=2, last=3)["b"] = 3  # and then the transaction is rolled back

    assert numbers.known(["a", "b"], first=2, last=3) == {"a": 1}
