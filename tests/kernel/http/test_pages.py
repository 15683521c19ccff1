"""Pages: every entry once, in order, whatever their size."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.http import cursor_of, key_of
from kernel.http.refusals import CursorInvalid
from tests.kernel.http.service import Service, kind, problem


@pytest.mark.parametrize("limit", [7, 50, 200])
async def test_following_the_cursors_finds_every_entry_once(limit: int, service: Service) -> None:
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        query = f"?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        page = (await service.get(f"/numbers{query}")).json()
        found += [item["number"] for item in page["items"]]
        cursor = page.get("next")
    assert found == list(range(1, 251))


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many", ""])
async def test_a_limit_out_of_bounds_is_refused_by_name(limit: str, service: Service) -> None:
    answered = await service.get(f"/numbers?limit={limit}")
    assert answered.status_code == 422
    assert [error["parameter"] for error in problem(answered)["errors"]] == ["limit"]


@pytest.mark.parametrize(
    "cursor", ["x", "bnVsbA", "W10", "WzEsMV0", cursor_of(1), cursor_of("a", 1), "%C3%A4"]
)
async def test_a_cursor_that_was_not_given_out_is_refused(cursor: str, service: Service) -> None:
    answered = await service.get(f"/numbers?cursor={cursor}")
    assert (answered.status_code, kind(answered)) == (400, "cursor-invalid")


@given(st.integers(-(2**63), 2**63 - 1), st.text(alphabet=st.characters(codec="utf-8")))
def test_a_cursor_keeps_its_key(number: int, name: str) -> None:
    assert key_of(cursor_of(number, name), int, str) == (number, name)


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_keeps_moments_and_ids(moment: datetime, id: UUID) -> None:
    assert key_of(cursor_of(moment, id), datetime, UUID) == (moment, id)


@given(st.text())
def test_any_text_as_a_cursor_is_a_key_or_refused(cursor: str) -> None:
    try:
        key = key_of(cursor, int)
    except CursorInvalid:
        return
    assert key is not None
    assert isinstance(key[0], int)
