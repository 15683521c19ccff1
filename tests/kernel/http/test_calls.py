"""Who asks, which command it is, and which revision it is about."""

from datetime import timedelta
from typing import Any

import pytest

from tests.kernel.http.service import CLIENT, NOTES, PLAN, Service, kind

REVISIONS = f"/plans/{PLAN}/revisions"


async def test_without_a_token_nothing_is_looked_at(service: Service) -> None:
    answered = await service.http.post("/plans/no-uuid/notes", content=b"rubbish")
    assert (answered.status_code, kind(answered)) == (401, "token-missing")
    assert answered.headers["www-authenticate"] == 'Bearer realm="kooperationsplan"'


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Token abc"])
async def test_another_way_to_identify_oneself_is_no_token(header: str, service: Service) -> None:
    answered = await service.get("/numbers", Authorization=header)
    assert (answered.status_code, kind(answered)) == (401, "token-missing")


async def test_a_forged_token_is_refused(service: Service) -> None:
    token = service.issuer.token("client", CLIENT, "jc-duesseldorf")
    forged = token[:-10] + ("A" * 10)
    answered = await service.post({"text": "x"}, Authorization=f"Bearer {forged}")
    assert (answered.status_code, kind(answered)) == (401, "token-forged")
    assert 'error="invalid_token"' in answered.headers["www-authenticate"]
    assert forged not in answered.text


async def test_an_expired_token_is_refused(service: Service) -> None:
    headers = service.headers()
    service.clock.set(service.clock.now() + timedelta(days=1))
    answered = await service.http.post(NOTES, json={"text": "x"}, headers=headers)
    assert (answered.status_code, kind(answered)) == (401, "token-expired")


@pytest.mark.parametrize("token", ["x", "a.b.c", "\xe4\xf6\xfc", "eyJhbGciOiJub25lIn0.e30."])
async def test_what_is_no_token_is_refused_with_a_clear_answer(
    token: str, service: Service
) -> None:
    answered = await service.http.get(
        "/numbers", headers={b"Authorization": b"Bearer " + token.encode("latin-1")}
    )
    assert answered.status_code == 401


async def test_a_query_needs_a_token_too(service: Service) -> None:
    assert (await service.http.get("/numbers")).status_code == 401
    assert (await service.get("/numbers")).status_code == 200


async def test_no_query_holds_a_nul_character(service: Service) -> None:
    answered = await service.get("/numbers?after=1%00")
    assert (answered.status_code, kind(answered)) == (422, "invalid-request")
    assert "NUL" in answered.json()["errors"][0]["detail"]


async def test_a_repeated_request_is_the_same_command(service: Service) -> None:
    first = (await service.post('{"text": "x", "weight": 2.0}', key="a")).json()
    again = (await service.post('{"weight":2.0,"text":"x"}', key="a")).json()
    assert first["command"] == again["command"]
    assert first["request"] == again["request"]


async def test_the_same_key_with_another_body_can_be_told_apart(service: Service) -> None:
    first = (await service.post({"text": "x"}, key="a")).json()
    other = (await service.post({"text": "y"}, key="a")).json()
    assert first["command"] == other["command"]
    assert first["request"] != other["request"]


async def test_another_key_another_path_or_another_person_is_another_command(
    service: Service,
) -> None:
    body = {"text": "x"}
    elsewhere = NOTES.replace(PLAN, PLAN.replace("0b0e", "0b0f"))
    token = service.issuer.token("client", "person-8", "jc-duesseldorf", client=CLIENT)
    answers = [
        await service.post(body, key="a"),
        await service.post(body, key="b"),
        await service.post(body, elsewhere, key="a"),
        await service.post(body, key="a", Authorization=f"Bearer {token}"),
    ]
    assert len({answered.json()["command"] for answered in answers}) == 4


async def test_a_command_without_a_key_is_refused(service: Service) -> None:
    answered = await service.post({"text": "x"}, key=None)
    assert (answered.status_code, kind(answered)) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("key", ["", "two words", "x" * 129, "tab\tin it"])
async def test_a_key_that_is_none_is_refused(key: str, service: Service) -> None:
    answered = await service.post({"text": "x"}, key=key)
    assert (answered.status_code, kind(answered)) == (400, "idempotency-key-invalid")


async def test_the_longest_key_is_accepted(service: Service) -> None:
    assert (await service.post({"text": "x"}, key="~" * 128)).status_code == 201


async def test_an_answer_carries_the_revision_as_its_etag(service: Service) -> None:
    answered = await service.post({"text": "x"})
    assert answered.headers["etag"] == '"5"'
    assert answered.headers["location"] == f"/plans/{PLAN}"


@pytest.mark.parametrize(("header", "revision"), [('"5"', 5), (' "0" ', 0), ("*", None)])
async def test_if_match_names_the_revision_that_was_read(
    header: str, revision: int | None, service: Service
) -> None:
    answered = await service.post({"text": "x"}, **{"If-Match": header})
    assert answered.json().get("if_match") == revision


@pytest.mark.parametrize("header", ['W/"5"', '"abc"', '""', '"-1"', '"5.0"', f'"{"9" * 40}"'])
async def test_a_tag_that_no_revision_has_never_matches(header: str, service: Service) -> None:
    answered = await service.post({"text": "x"}, **{"If-Match": header})
    assert (answered.status_code, kind(answered)) == (412, "revision-passed")


@pytest.mark.parametrize("header", ["5", '"5', '"5", "6"', "", "W/5"])
async def test_an_if_match_that_cannot_be_read_is_refused(header: str, service: Service) -> None:
    answered = await service.post({"text": "x"}, **{"If-Match": header})
    assert (answered.status_code, kind(answered)) == (400, "if-match-invalid")


@pytest.mark.parametrize(("headers", "status"), [({}, 428), ({"If-Match": '"7"'}, 200)])
async def test_where_it_is_required_if_match_may_not_be_missing(
    headers: dict[str, Any], status: int, service: Service
) -> None:
    assert (await service.post({"number": 1}, REVISIONS, **headers)).status_code == status


def auditor(service: Service, purpose: bytes | None) -> dict[bytes, bytes]:
    token = service.issuer.token("auditor", "auditor-1", "jc-duesseldorf").encode()
    said = {b"X-Purpose": purpose} if purpose is not None else {}
    return {b"Authorization": b"Bearer " + token, **said}


async def test_a_reader_says_for_which_purpose(service: Service) -> None:
    purpose = "Prüfung der Beschwerde vom 2. März"
    answered = await service.http.get("/trail", headers=auditor(service, purpose.encode()))
    assert answered.json() == {"purpose": purpose}


@pytest.mark.parametrize("purpose", [None, b"", b"  x ", b"x" * 201])
async def test_without_a_purpose_an_auditor_reads_nothing(
    purpose: bytes | None, service: Service
) -> None:
    answered = await service.http.get("/trail", headers=auditor(service, purpose))
    assert (answered.status_code, kind(answered)) == (400, "purpose-missing")


async def test_where_a_purpose_is_usual_it_need_not_be_said(service: Service) -> None:
    assert (await service.get("/trail")).json() == {"purpose": "own data"}
    said = await service.get("/trail", **{"X-Purpose": "my objection"})
    assert said.json() == {"purpose": "my objection"}
