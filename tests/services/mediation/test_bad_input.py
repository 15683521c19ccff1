"""What does not fit is refused clearly, and nothing is half-done."""

from datetime import timedelta
from typing import Any

import pytest

from tests.services.mediation.jobcenter import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    MEDIATOR,
    MORNING,
    OFFICE,
    PROPOSAL,
    SUBJECT,
    Jobcenter,
    kind,
    types,
)

AGREEMENT = PROPOSAL["agreements"][0]
UNKNOWN = "6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11"

WRONG: list[tuple[str, Any]] = [
    ("/mediator", {}),
    ("/mediator", {"mediator": "no spaces allowed"}),
    ("/mediator", {"mediator": 7}),
    ("/mediator", []),
    ("/recusals", {"mediator": "mediator-1", "cause": "bored"}),
    ("/joinings", {"party": "third_party"}),
    ("/talks", {"at": "tomorrow", "mode": "phone"}),
    ("/talks", {"at": "2026-03-12T13:00:00", "mode": "phone"}),
    ("/talks", {"at": "2026-02-30T13:00:00Z", "mode": "phone"}),
    ("/talks", {"at": "0001-01-01T00:00:00+14:00", "mode": "phone"}),
    ("/talks", {"at": "2026-03-12T13:00:00Z", "mode": "fax"}),
    ("/talks/x/held", {"present": ["client-1"]}),
    (f"/talks/{UNKNOWN}/held", {"present": []}),
    ("/solutions", {**PROPOSAL, "text": "   "}),
    ("/solutions", {**PROPOSAL, "text": "x" * 4_001}),
    ("/solutions", {**PROPOSAL, "agreements": []}),
    ("/solutions", {**PROPOSAL, "agreements": [AGREEMENT] * 51}),
    ("/solutions", {**PROPOSAL, "agreements": [{**AGREEMENT, "due": "2026-13-01"}]}),
    ("/solutions", {**PROPOSAL, "agreements": [{**AGREEMENT, "agreement": "mine"}]}),
    ("/solutions", {**PROPOSAL, "solution": UNKNOWN}),
    (f"/solutions/{UNKNOWN}/acceptances", {"channel": "fax"}),
]


@pytest.mark.parametrize(("path", "body"), WRONG)
async def test_what_does_not_fit_is_refused(asleep: Jobcenter, path: str, body: Any):
    _, case = await asleep.mediated()
    by = CLIENT if path == "/joinings" else OFFICE if path == "/mediator" else MEDIATOR
    refused = await asleep.post(case + path, body, by)
    assert (refused.status_code, kind(refused)) == (422, "invalid-request")
    assert "no spaces" not in refused.text
    assert types(await asleep.events(case)) == ["MediationRequested", "MediatorAppointed"]


@pytest.mark.parametrize(
    ("received_at", "refusal"),
    [
        ("9999-12-31T23:59:59Z", (422, "receipt-in-the-future")),
        ("0001-01-01T00:00:00Z", (409, "four-weeks-over")),
        ((MORNING + timedelta(seconds=1)).isoformat(), (422, "receipt-in-the-future")),
        ((MORNING - timedelta(days=29)).isoformat(), (409, "four-weeks-over")),
    ],
)
async def test_an_impossible_receipt_is_refused(asleep: Jobcenter, received_at: str, refusal: Any):
    plan = await asleep.plan_in_dispute()
    letter = {
        "plan": str(plan),
        "subject": SUBJECT,
        "requested_by": "client",
        "received_at": received_at,
    }
    refused = await asleep.post("/mediations", letter, OFFICE)
    assert (refused.status_code, kind(refused)) == refusal


@pytest.mark.parametrize("body", [{}, {"plan": "x", "subject": "y"}, {"subject": "y"}, [], "x"])
async def test_a_request_has_to_name_a_plan(asleep: Jobcenter, body: Any):
    refused = await asleep.post("/mediations", body, CLIENT)
    assert (refused.status_code, kind(refused)) == (422, "invalid-request")


async def test_a_request_says_nothing_that_is_not_asked_for(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    body = {"plan": str(plan), "subject": SUBJECT, "public_holidays": []}
    refused = await asleep.post("/mediations", body, CLIENT)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/public_holidays"


async def test_a_talk_after_the_end_is_refused(asleep: Jobcenter):
    _, case = await asleep.mediated()
    for at in (ENDS_AT.isoformat(), "9999-12-31T23:59:59Z"):
        refused = await asleep.post(f"{case}/talks", {"at": at, "mode": "phone"}, MEDIATOR)
        assert (refused.status_code, kind(refused)) == (422, "talk-outside-the-mediation")


async def test_what_there_is_not_in_a_case_is_not_found(asleep: Jobcenter):
    _, case = await asleep.mediated()
    held = await asleep.post(f"{case}/talks/{UNKNOWN}/held", {"present": ["x"]}, MEDIATOR)
    assert (held.status_code, kind(held)) == (404, "talk-unknown")
    accepted = await asleep.post(f"{case}/solutions/{UNKNOWN}/acceptances", {}, CLIENT)
    assert (accepted.status_code, kind(accepted)) == (404, "solution-unknown")


async def test_the_jobcenter_declines_with_reasons_only(asleep: Jobcenter):
    _, case = await asleep.mediated()
    solution = await asleep.propose(case)
    refused = await asleep.post(f"{solution}/declines", {}, COUNSELLOR)
    assert (refused.status_code, kind(refused)) == (422, "reasons-required")


async def test_no_agreement_is_proposed_twice(asleep: Jobcenter):
    _, case = await asleep.mediated()
    named = {**AGREEMENT, "agreement": UNKNOWN}
    refused = await asleep.post(
        f"{case}/solutions", {**PROPOSAL, "agreements": [named, named]}, MEDIATOR
    )
    assert (refused.status_code, kind(refused)) == (422, "agreement-proposed-twice")


async def test_too_much_is_refused(asleep: Jobcenter):
    _, case = await asleep.mediated()
    refused = await asleep.post(f"{case}/solutions", {"text": "x" * 1_100_000}, MEDIATOR)
    assert refused.status_code == 413


@pytest.mark.parametrize("path", ["/mediations/x", "/mediations?plan=x", "/mediations?limit=0"])
async def test_a_path_or_query_that_cannot_be_is_refused(asleep: Jobcenter, path: str):
    refused = await asleep.get(path, MEDIATOR)
    assert (refused.status_code, kind(refused)) == (422, "invalid-request")


async def test_a_cursor_that_was_not_given_out_is_refused(asleep: Jobcenter):
    refused = await asleep.get("/mediations?cursor=x", MEDIATOR)
    assert (refused.status_code, kind(refused)) == (400, "cursor-invalid")


async def test_without_an_idempotency_key_nothing_is_done(asleep: Jobcenter):
    _, case = await asleep.mediated()
    refused = await asleep.post(f"{case}/withdrawals", {}, CLIENT, **{"Idempotency-Key": ""})
    assert refused.status_code == 400
    assert types(await asleep.events(case)) == ["MediationRequested", "MediatorAppointed"]
