"""Everything that goes wrong is a problem in the sense of RFC 9457, in two languages."""

import logging
from datetime import date
from uuid import UUID

import pytest

from contracts.refusal import Refusal
from kernel.decider import CommandRepeatedDifferently, Contended, RevisionMismatch
from kernel.event_store import Exact, StoreFull, StoreUnavailable, WrongExpectedRevision
from kernel.http.table import ERRORS, INTERNAL, STATUS
from kernel.sealing import KeyStore, TamperedText
from tests.kernel.http.service import (
    CLIENT,
    NOON,
    NOTES,
    PLAN,
    NoteForbidden,
    NotEntitled,
    Service,
    UnknownPlan,
    kind,
    problem,
)

FAILURE = f"/clients/{CLIENT}/failures/any"


async def test_a_refusal_says_what_was_refused_why_and_what_would_be_possible(
    service: Service,
) -> None:
    service.failure = NoteForbidden(date(2026, 3, 3))
    answered = await service.get(FAILURE, **{"Accept-Language": "en"})
    members = problem(answered)
    assert members.pop("instance")
    assert members == {
        "type": "urn:kooperationsplan:problem:note-forbidden",
        "title": "No notes today",
        "status": 409,
        "detail": "Notes rest.",
        "allowed": "Come back later.",
        "until": "2026-03-03",
    }


@pytest.mark.parametrize(
    ("error", "status", "named"),
    [
        (UnknownPlan("No.", allowed="Ask."), 404, "unknown-plan"),
        (NotEntitled("No.", allowed="Ask."), 403, "not-entitled"),
        (WrongExpectedRevision("plan-1", Exact(3), 4), 409, "contended"),
        (Contended("plan-1"), 409, "contended"),
        (RevisionMismatch(3, 4), 412, "revision-passed"),
        (CommandRepeatedDifferently(UUID(PLAN)), 422, "idempotency-key-reused"),
        (StoreFull("/secret/path"), 507, "store-full"),
        (StoreUnavailable("10.0.0.7"), 503, "store-unavailable"),
        (TamperedText(CLIENT, "secret"), 500, "tampered-text"),
        (RuntimeError("/secret/path"), 500, "internal-error"),
    ],
)
async def test_every_error_has_its_status_and_keeps_its_inside_to_itself(
    error: Exception, status: int, named: str, service: Service
) -> None:
    service.failure = error
    answered = await service.get(FAILURE)
    assert (answered.status_code, kind(answered)) == (status, named)
    for inside in ("secret", "10.0.0.7", "plan-1", PLAN, CLIENT):
        assert inside not in answered.text


@pytest.mark.parametrize("error", [StoreUnavailable("x"), Contended("plan-1")])
async def test_what_passes_by_itself_says_when_to_come_again(
    error: Exception, service: Service
) -> None:
    service.failure = error
    assert (await service.get(FAILURE)).headers["retry-after"] == "1"


@pytest.mark.parametrize(
    ("accept", "title"),
    [
        (None, "Heute keine Notizen"),
        ("*", "Heute keine Notizen"),
        ("de-AT,en;q=0.5", "Heute keine Notizen"),
        ("en", "No notes today"),
        ("en-GB,de;q=0.9", "No notes today"),
        ("de;q=0.3, en;q=0.7", "No notes today"),
        ("fr, uk;q=0.9, en;q=0.1", "No notes today"),
        ("en;q=0, de;q=0.1", "Heute keine Notizen"),
        ("en;q=rubbish", "Heute keine Notizen"),
    ],
)
async def test_a_title_comes_in_the_language_that_was_asked_for(
    accept: str | None, title: str, service: Service
) -> None:
    service.failure = NoteForbidden(date(2026, 3, 3))
    answered = await service.get(FAILURE, **({"Accept-Language": accept} if accept else {}))
    assert problem(answered)["title"] == title
    assert answered.headers["content-language"] == ("de" if title.startswith("Heute") else "en")


def test_every_problem_of_the_kernel_has_a_title_in_both_languages() -> None:
    titles = [(refusal.title_en, refusal.title_de) for refusal in STATUS]
    titles += [(problem.title_en, problem.title_de) for problem in (*ERRORS.values(), INTERNAL)]
    assert all(english and german and english != german for english, german in titles)


async def test_a_path_that_is_none_is_a_problem_too(service: Service) -> None:
    answered = await service.http.get("/nowhere")
    assert (answered.status_code, kind(answered)) == (404, "not-found")


async def test_another_method_is_a_problem_that_names_the_right_one(service: Service) -> None:
    answered = await service.http.delete(NOTES)
    assert (answered.status_code, kind(answered)) == (405, "method-not-allowed")
    assert answered.headers["allow"] == "POST"


async def test_a_path_with_a_slash_too_many_is_not_sent_elsewhere(service: Service) -> None:
    assert (await service.post({"text": "x"}, NOTES + "/")).status_code == 404


async def test_a_malformed_id_in_the_path_is_refused_without_repeating_it(
    service: Service,
) -> None:
    answered = await service.post({"text": "x"}, "/plans/Mustermann/notes")
    assert answered.status_code == 422
    assert problem(answered)["errors"] == [
        {"parameter": "plan", "kind": "uuid_parsing", "detail": "Not a UUID"}
    ]
    assert (await service.get("/clients/%20x/failures/any")).status_code == 422


async def test_nothing_is_sealed_any_more_for_an_erased_client(
    service: Service, keys: KeyStore
) -> None:
    await keys.destroy(CLIENT, by="staff-9", reason="erasure", at=NOON)
    answered = await service.post({"text": "x"})
    assert (answered.status_code, kind(answered)) == (410, "client-erased")


async def test_an_internal_error_is_logged_under_the_id_that_was_answered(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.failure = RuntimeError("what went wrong")
    instance = problem(await service.get(FAILURE))["instance"]
    (logged,) = [record for record in caplog.records if record.name == "koop.errors"]
    assert instance in logged.getMessage()
    assert logged.exc_info is not None


async def test_the_access_log_names_the_route_and_no_person(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "koop.access"):
        answered = await service.get(FAILURE)
    (line,) = [r.getMessage() for r in caplog.records if r.name == "koop.access"]
    assert line.startswith("GET /clients/{client}/failures/{kind} 200 ")
    assert answered.headers["x-request-id"] in line
    assert CLIENT not in line
    assert "Bearer" not in line


async def test_no_answer_is_kept_on_the_way(service: Service) -> None:
    for answered in (await service.post({"text": "x"}), await service.get("/nowhere")):
        assert answered.headers["cache-control"] == "no-store"
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert answered.headers["content-security-policy"].startswith("default-src 'none'")
        assert answered.headers["referrer-policy"] == "no-referrer"


async def test_every_request_gets_an_id_of_its_own(service: Service) -> None:
    ids = {(await service.get("/nowhere")).headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


def test_two_refusals_never_share_a_kind() -> None:
    kinds = [refusal.kind() for refusal in STATUS if refusal is not Refusal]
    kinds += sorted({one.kind for one in ERRORS.values()} - {"revision-passed"})
    assert len(kinds) == len(set(kinds))
