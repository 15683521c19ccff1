"""Of any history: where pages begin and end does not matter to any of the view's tables."""

from collections.abc import Sequence
from contextlib import closing
from itertools import groupby, pairwise
from operator import attrgetter

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts import catalogue
from contracts.plan_document import to_json
from kernel.codec import Codec
from services.plan.read_models.standing import standing_after
from services.plan.read_models.tables import PlanTables
from tests.services.plan.domain.story import Story
from tests.services.plan.read_models.past import View, woven
from tests.services.plan.read_models.test_any_past import STORIES

CODEC = Codec(catalogue.PLAN)


def rows(view: View) -> list[list[tuple[object, ...]]]:
    tables = (getattr(view.tables, name) for name in PlanTables.__slots__)
    ordered = (select(one).order_by(*one.primary_key.columns) for one in tables)
    return [[tuple(row) for row in view.connection.execute(query)] for query in ordered]


@settings(max_examples=15, deadline=None)
@given(STORIES, st.sets(st.integers(1, 150)))
def test_the_rows_are_the_same_page_by_page_stream_by_stream_and_at_once(
    stories: Sequence[Story], at: set[int]
) -> None:
    events = woven(stories)
    marks = sorted({0, len(events), *(one for one in at if one < len(events))})
    first, *rest = (events[a:b] for a, b in pairwise(marks))
    by_stream = sorted(events, key=lambda event: (event.stream, event.revision))
    with closing(View(events)) as whole, closing(View(first)) as paged, closing(View([])) as built:
        for page in rest:
            paged.model.project(paged.connection, paged.tables, page)
        built.model.project(built.connection, built.tables, by_stream)
        assert rows(paged) == rows(whole)
        assert rows(built) == rows(whole)


@settings(max_examples=15, deadline=None)
@given(STORIES)
def test_what_of_metadata_is_not_read_makes_no_difference_to_a_plan(
    stories: Sequence[Story],
) -> None:
    by_stream = sorted(woven(stories), key=lambda event: (event.stream, event.revision))
    for _, events in groupby(by_stream, attrgetter("stream")):
        stored = list(events)
        told = standing_after(None, CODEC.told_all(stored))
        recorded = standing_after(None, CODEC.recorded_all(stored))
        assert told is not None
        assert told == recorded
        assert to_json(told.document) == to_json(recorded.document)
