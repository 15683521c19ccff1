"""Live and rebuilt are the same, wherever the pages end and whatever was rolled back between."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.event_store import StoredEvent
from kernel.projections import ReadModel
from services.audit.read_models.consents import ConsentsModel
from services.audit.read_models.trail import TrailModel
from tests.services.audit.read_models.filling import A_FEW, Filled, cut, stories

MODELS: list[type[Any]] = [TrailModel, ConsentsModel]
Pages = st.lists(st.integers(0, 60), max_size=8)


@pytest.mark.parametrize("model", MODELS)
@A_FEW
@given(events=stories(), pages=Pages)
def test_where_pages_begin_and_end_does_not_matter(
    model: type[ReadModel[Any]], events: list[StoredEvent], pages: list[int]
) -> None:
    filled = Filled()
    _, at_once = filled.generation(model(), events, [])
    _, in_pages = filled.generation(model(), events, pages)

    assert filled.rows(in_pages) == filled.rows(at_once)


@pytest.mark.parametrize("model", MODELS)
@A_FEW
@given(events=stories(), pages=Pages)
def test_a_rebuild_with_a_memory_of_the_live_rows_gives_the_same_rows(
    model: type[ReadModel[Any]], events: list[StoredEvent], pages: list[int]
) -> None:
    filled, one = Filled(), model()
    _, live = filled.generation(one, events, pages)
    _, rebuilt = filled.generation(one, events, [])

    assert filled.rows(rebuilt) == filled.rows(live)


@A_FEW
@given(events=stories())
def test_headings_tell_the_trail_as_much_as_whole_events(events: list[StoredEvent]) -> None:
    bodies, filled = TrailModel.bodies, Filled()
    headings = [
        event._replace(stream="", data=event.data if event.type in bodies else b"")
        for event in events
    ]
    _, from_events = filled.generation(TrailModel(), events, [])
    _, from_headings = filled.generation(TrailModel(), headings, [])

    assert filled.rows(from_headings) == filled.rows(from_events)


@pytest.mark.parametrize("model", MODELS)
@A_FEW
@given(events=stories(), pages=Pages, lost=st.integers(0, 60))
def test_a_page_that_was_rolled_back_can_be_done_again(
    model: type[ReadModel[Any]], events: list[StoredEvent], pages: list[int], lost: int
) -> None:
    filled, one = Filled(), model()
    _, expected = filled.generation(model(), events, [])
    tables, metadata = filled.generation(one, [], [])
    for number, page in enumerate(cut(events, pages)):
        if number == lost % 9:
            with filled.engine.connect() as connection:
                one.project(connection, tables, page)
                connection.rollback()
        with filled.engine.begin() as connection:
            one.project(connection, tables, page)

    assert filled.rows(metadata) == filled.rows(expected)


@pytest.mark.parametrize("model", MODELS)
@A_FEW
@given(events=stories(), pages=Pages)
def test_a_process_that_starts_anew_knows_what_the_last_one_did(
    model: type[ReadModel[Any]], events: list[StoredEvent], pages: list[int]
) -> None:
    filled = Filled()
    _, expected = filled.generation(model(), events, [])
    tables, metadata = filled.generation(model(), [], [])
    for page in cut(events, pages):
        with filled.engine.begin() as connection:
            model().project(connection, tables, page)

    assert filled.rows(metadata) == filled.rows(expected)
