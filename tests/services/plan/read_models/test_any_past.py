"""Of any history: a list as of a moment is the list of a store that ends there."""

from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.as_of import Moment
from kernel.codec import metadata
from services.plan.api.reading_room import ReadingRoom
from services.plan.read_models.attention import URGENCY
from services.plan.read_models.glance import glance_of
from services.plan.read_models.owed import FIRST, Owed
from services.plan.read_models.worklist import Wanted, key_of_task
from tests.services.plan.domain.histories import HISTORIES
from tests.services.plan.domain.story import Story
from tests.services.plan.read_models.past import View, room_at, woven

STORIES = st.lists(HISTORIES.filter(lambda story: bool(story.recorded)), min_size=1, max_size=3)
JOBCENTER = "jc-duesseldorf"
EVERYTHING = 10_000

Told = Callable[[ReadingRoom, Moment | None], Awaitable[Any]]


async def worklists(room: ReadingRoom, moment: Moment | None) -> Any:
    now = moment.time if moment else room.clock.now()
    wanted = [Wanted(person, JOBCENTER, now) for person in ("staff-17", "staff-23")]
    return [await room.tasks(one, moment, None, EVERYTHING) for one in wanted]


async def duties(room: ReadingRoom, moment: Moment | None) -> Any:
    """Without the marks: those of later disputes are shown in the past, too."""
    found = []
    for whose in (None, "staff-17", "staff-23"):
        owed = Owed(JOBCENTER, whose)
        rows, more = await room.duties(owed, moment, FIRST, EVERYTHING)
        assert more is None
        found.append([one.row.model_copy(update={"disputed": False}) for one in rows])
    return found


async def glances(room: ReadingRoom, moment: Moment | None) -> Any:
    found = []
    for plan in (UUID(int=number) for number in (1, 2, 3)):
        standing = await (room.past.plan(plan, moment) if moment else room.documents.standing(plan))
        at = moment.time if moment else room.clock.now()
        found.append(standing and glance_of(standing.document, at).model_dump(exclude=_MARKS))
    return found


_MARKS: Any = {"headings": {"__all__": {"__all__": {"disputed"}}}}


@settings(max_examples=25, deadline=None)
@given(STORIES, st.data())
async def test_as_of_a_position_is_what_a_store_cut_there_shows(
    stories: list[Story], data: st.DataObject
) -> None:
    events = woven(stories)
    cut = data.draw(st.integers(1, len(events)))
    moment = Moment(metadata(events[cut - 1]).time, events[cut - 1].position)
    with closing(View(events)) as now, closing(View(events[:cut])) as then:
        whole, cut_off = room_at(events, now), room_at(events[:cut], then)
        assert await worklists(whole, moment) == await worklists(cut_off, None)
        assert await duties(whole, moment) == await duties(cut_off, None)
        assert await glances(whole, moment) == await glances(cut_off, None)


@settings(max_examples=10, deadline=None)
@given(STORIES)
async def test_as_of_now_is_what_is_shown_now(stories: list[Story]) -> None:
    events = woven(stories)
    newest = metadata(events[-1]).time
    with closing(View(events)) as view:
        room = room_at(events, view)
        for moment in (Moment(newest), Moment(newest, events[-1].position)):
            for told in (worklists, duties, glances):
                assert await told(room, moment) == await told(room, None)


@settings(max_examples=10, deadline=None)
@given(STORIES, st.integers(1, 4))
async def test_pages_of_any_size_make_the_whole_list(stories: list[Story], size: int) -> None:
    events = woven(stories)
    newest = Moment(metadata(events[-1]).time)
    with closing(View(events)) as view:
        room = room_at(events, view)
        for moment in (None, newest):
            wanted = Wanted("staff-17", JOBCENTER, newest.time)
            whole = await room.tasks(wanted, moment, None, EVERYTHING)
            assert await _paged(room, wanted, moment, size) == whole
            assert [one.urgency for one in whole] == sorted(URGENCY[one.reason] for one in whole)
            owed = Owed(JOBCENTER)
            rows, _ = await room.duties(owed, moment, FIRST, EVERYTHING)
            assert await _duties_paged(room, owed, moment, size) == rows


@settings(max_examples=10, deadline=None)
@given(STORIES, st.sampled_from(sorted(URGENCY)))
async def test_a_filter_leaves_exactly_what_it_names(stories: list[Story], reason: str) -> None:
    events = woven(stories)
    with closing(View(events)) as view:
        room = room_at(events, view)
        wanted = Wanted("staff-17", JOBCENTER, room.clock.now())
        only = replace(wanted, reasons=(reason,))
        for moment in (None, Moment(wanted.now)):
            whole = await room.tasks(wanted, moment, None, EVERYTHING)
            some = await room.tasks(only, moment, None, EVERYTHING)
            assert some == [one for one in whole if one.reason == reason]


async def _paged(room: ReadingRoom, wanted: Wanted, moment: Moment | None, size: int) -> list[Any]:
    found: list[Any] = []
    while page := await room.tasks(wanted, moment, key_of_task(found[-1]) if found else None, size):
        found += page
    return found


async def _duties_paged(
    room: ReadingRoom, owed: Owed, moment: Moment | None, size: int
) -> list[Any]:
    found, place = await room.duties(owed, moment, FIRST, size)
    while place is not None:
        page, place = await room.duties(owed, moment, place, size)
        found += page
    return found
