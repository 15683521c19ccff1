"""As-of and differences, for any history that a plan can have."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.envelope import Recorded
from contracts.plan_document import fold
from services.audit.comparing import agreed_content, differences, whole
from services.audit.flattening import Leaf, Path, flat
from services.audit.moments import Moment, reached
from services.audit.standings import count_of_version, document_after
from services.audit.texts import comparable
from tests.services.audit.histories import Sealer, histories, moments, versions

History = tuple[list[Recorded[Any]], Sealer]


@given(histories(), st.data())
def test_the_plan_at_a_position_is_the_fold_of_what_was_recorded_up_to_it(
    history: History, data: st.DataObject
) -> None:
    events, _ = history
    position = data.draw(st.integers(2, events[-1].envelope.position + 3))
    prefix = [one for one in events if one.envelope.position <= position]

    document = document_after(events, reached(events, Moment(position=position)))

    expected = fold(prefix)
    assert _unmarked(flat(document)) == _unmarked(flat(expected))
    assert document.revision == prefix[-1].envelope.revision


@given(histories(), st.data())
def test_the_plan_at_a_time_is_the_fold_of_what_was_recorded_until_then(
    history: History, data: st.DataObject
) -> None:
    events, _ = history
    time = data.draw(moments(events))
    prefix = [one for one in events if one.envelope.metadata.time <= time]

    assert reached(events, Moment(time=time)) == len(prefix)


@given(histories(), st.data())
def test_differences_applied_to_the_earlier_standing_give_the_later_one(
    history: History, data: st.DataObject
) -> None:
    events, sealer = history
    first = data.draw(st.integers(1, len(events)))
    last = data.draw(st.integers(first, len(events)))

    found = differences(events, first, last, whole, sealer.open)

    after = flat(fold(events[:first]))
    for one in found:
        after.pop(one.path, None)
        if one.after is not None:
            after[one.path] = one.after
    assert _words(after, sealer) == _words(flat(fold(events[:last])), sealer)


@given(histories())
def test_each_agreed_version_follows_from_the_one_before_by_its_differences(
    history: History,
) -> None:
    events, sealer = history
    for version in versions(events):
        first, last = (count_of_version(events, one) for one in (version - 1, version))
        before = flat(agreed_content(fold(events[:first]))) if first else {}

        found = differences(events, first, last, agreed_content, sealer.open)

        for one in found:
            before.pop(one.path, None)
            if one.after is not None:
                before[one.path] = one.after
        agreed = fold(events[:last])
        assert agreed is not None
        assert _words(before, sealer) == _words(flat(agreed.in_force), sealer)


@given(histories())
def test_the_event_named_is_the_one_that_brought_the_value_about(history: History) -> None:
    events, sealer = history

    for one in differences(events, 1, len(events), whole, sealer.open):
        before = flat(fold(events[: one.index])).get(one.path)
        after = flat(fold(events[: one.index + 1])).get(one.path)

        assert not _same(before, after, sealer), "it changed something there"
        assert _same(after, one.after, sealer), "and nothing did afterwards"


@given(histories())
def test_nothing_differs_between_a_standing_and_itself(history: History) -> None:
    events, sealer = history
    for count in range(1, len(events) + 1):
        assert differences(events, count, count, whole, sealer.open) == []


def _same(one: Leaf | None, other: Leaf | None, sealer: Sealer) -> bool:
    if one is None or other is None:
        return one is other
    return bool(comparable(one.value, sealer.open) == comparable(other.value, sealer.open))


def _words(leaves: dict[Path, Leaf], sealer: Sealer) -> dict[Path, Any]:
    """What a reader sees, whichever event said it."""
    return {path: comparable(leaf.value, sealer.open) for path, leaf in leaves.items()}


def _unmarked(leaves: dict[Path, Leaf]) -> dict[Path, Leaf]:
    """Without the list of disputes, which an as-of knows up to now."""
    return {path: leaf for path, leaf in leaves.items() if path[0] != "disputes"}
