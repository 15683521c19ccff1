"""What a body may be, and what is said about one that may not."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.http.bodies import LIMIT
from tests.kernel.http.service import NOTES, Service, kind, problem


async def test_a_personal_text_is_sealed_inside_and_plain_in_the_answer(service: Service) -> None:
    answered = await service.post({"text": "Köchin"})
    assert answered.status_code == 201
    assert answered.json()["kept"].startswith("xeyJ")
    assert answered.json()["text"] == "Köchin"


async def test_an_unknown_field_is_refused_by_name(service: Service) -> None:
    answered = await service.post({"text": "Köchin", "colour": "red"})
    assert (answered.status_code, kind(answered)) == (422, "invalid-request")
    assert problem(answered)["errors"] == [
        {"pointer": "#/colour", "kind": "extra_forbidden", "detail": "This field is not known"}
    ]


async def test_an_invalid_date_is_refused_where_it_stands(service: Service) -> None:
    items = [{"kind": "wish", "due": "2026-03-31"}, {"kind": "wish", "due": "2026-02-30"}]
    answered = await service.post({"text": "Köchin", "items": items})
    assert answered.status_code == 422
    (error,) = problem(answered)["errors"]
    assert error["pointer"] == "#/items/1/due"
    assert error["kind"] == "date_from_datetime_parsing"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/text"),
        ({"text": 7}, "#/text"),
        ({"text": "  "}, "#/text"),
        ({"text": "x" * 4001}, "#/text"),
        ({"text": "x", "items": {}}, "#/items"),
        ({"text": "x", "items": [{"kind": "plan", "due": "2026-03-31"}]}, "#/items/0/kind"),
        ([], "#"),
        ("null", "#"),
        ('"text"', "#"),
    ],
)
async def test_a_body_of_another_shape_is_refused_where_it_differs(
    body: Any, pointer: str, service: Service
) -> None:
    answered = await service.post(body)
    assert answered.status_code == 422
    assert [error["pointer"] for error in problem(answered)["errors"]] == [pointer]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"{'text': 'x'}",
        b'{"text": "x"} more',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"text": "x", "weight": NaN}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_json_is_refused_as_such(broken: bytes, service: Service) -> None:
    answered = await service.post(broken)
    assert (answered.status_code, kind(answered)) == (400, "broken-json")


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/xml", "multipart/form-data"])
async def test_a_body_that_does_not_say_it_is_json_is_refused(
    media_type: str, service: Service
) -> None:
    answered = await service.post({"text": "x"}, **{"Content-Type": media_type})
    assert (answered.status_code, kind(answered)) == (415, "not-json")


async def test_json_may_name_its_character_set(service: Service) -> None:
    media_type = "Application/JSON; charset=utf-8"
    assert (await service.post({"text": "x"}, **{"Content-Type": media_type})).status_code == 201


async def test_a_body_of_exactly_the_limit_is_read(service: Service) -> None:
    body = b'{"text": "x"}'
    answered = await service.post(body + b" " * (LIMIT - len(body)))
    assert answered.status_code == 201


async def test_a_body_that_announces_too_much_is_refused_unread(service: Service) -> None:
    answered = await service.post(b"x" * (LIMIT + 1))
    assert (answered.status_code, kind(answered)) == (413, "body-too-large")
    assert answered.headers["connection"] == "close"


async def test_a_body_in_pieces_is_cut_off_at_the_limit(service: Service) -> None:
    taken = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield b" " * (LIMIT // 10)

    answered = await service.http.post(NOTES, content=pieces(), headers=service.headers())
    assert (answered.status_code, kind(answered)) == (413, "body-too-large")
    assert taken <= 12


async def test_a_body_in_pieces_is_put_together(service: Service) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b'{"te', b"", b'xt": ', b'"x"}'):
            yield piece

    answered = await service.http.post(NOTES, content=pieces(), headers=service.headers())
    assert answered.json()["text"] == "x"


async def test_a_body_that_never_arrives_is_not_waited_for_for_ever(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.http.bodies.PATIENCE", 0.01)

    async def pieces() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    answered = await service.http.post(NOTES, content=pieces(), headers=service.headers())
    assert (answered.status_code, kind(answered)) == (408, "body-too-slow")


SECRET = "Mustermann 0815"


@pytest.mark.parametrize(
    "body",
    [
        {"text": [SECRET]},
        {SECRET: 1, "text": "x"},
        {"text": "x", "items": [{"kind": SECRET, "due": SECRET}]},
        {"text": "x", "items": SECRET},
        {"text": "x", "weight": SECRET},
        {"text": SECRET * 300},
        SECRET,
        f'{{"text": "{SECRET}"',
    ],
)
async def test_an_answer_never_repeats_what_was_sent(body: Any, service: Service) -> None:
    answered = await service.post(body)
    assert answered.status_code in (400, 422)
    assert "Mustermann" not in answered.text
    assert "0815" not in answered.text


async def test_many_errors_are_named_up_to_a_bound(service: Service) -> None:
    answered = await service.post({f"field_{n}": n for n in range(500)})
    assert len(problem(answered)["errors"]) == 20


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "items", "due", "kind", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(body=JSON | st.binary(max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_sent_gets_a_clear_answer(body: Any, service: Service) -> None:
    answered: httpx.Response = await service.post(
        body if isinstance(body, bytes) else json.dumps(body)
    )
    assert answered.status_code in (201, 400, 422)
