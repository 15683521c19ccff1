"""Events side by side are the events that they are made of."""

from uuid import uuid4

import pytest

from kernel.event_store import StoredEvent
from kernel.event_store.lazy import LazyEvents

EVENTS = [
    StoredEvent(uuid4(), f"Noted.v{n}", b"%d" % n, b"{}", f"plan-{n % 2}", n, 3 * n)
    for n in range(5)
]


@pytest.fixture
def lazy() -> LazyEvents:
    return LazyEvents.of(EVENTS)


def test_they_are_counted_and_looked_through_like_a_list(lazy: LazyEvents) -> None:
    assert (len(lazy), list(lazy), list(lazy)) == (5, EVENTS, EVENTS)


@pytest.mark.parametrize("looked_through", [False, True])
def test_each_of_them_is_found_by_its_place(lazy: LazyEvents, looked_through: bool) -> None:
    if looked_through:
        list(lazy)
    assert [lazy[n] for n in range(-5, 5)] == [*EVENTS, *EVENTS]
    assert list(lazy[1:3]) == EVENTS[1:3]
    with pytest.raises(IndexError):
        lazy[5]


def test_what_is_side_by_side_stays_so(lazy: LazyEvents) -> None:
    assert LazyEvents.of(lazy) is lazy


def test_there_may_be_none() -> None:
    assert not LazyEvents.of([])
    assert list(LazyEvents.of([])) == []
