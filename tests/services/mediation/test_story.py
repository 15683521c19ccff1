"""From the request to the settlement, over HTTP, on a real store."""

from datetime import UTC, datetime, timedelta

from contracts.mediation import MediationRequested, MediationSettled
from tests.services.mediation.jobcenter import (
    CLIENT,
    COUNSELLOR,
    ENDS_AT,
    GUARDIAN,
    MEDIATOR,
    MORNING,
    OFFICE,
    PROPOSAL,
    SOLUTION,
    SUBJECT,
    Jobcenter,
    kind,
    types,
)


async def test_a_disagreement_is_mediated_and_settled(jobcenter: Jobcenter):
    plan = await jobcenter.plan_in_dispute()
    case = await jobcenter.request(plan)
    joined = await jobcenter.post(f"{case}/joinings", {}, COUNSELLOR)
    assert joined.json()["revision"] == 1
    assert (await jobcenter.appoint(case)).status_code == 201
    at = (MORNING + timedelta(days=3)).isoformat()
    talk = await jobcenter.post(f"{case}/talks", {"at": at, "mode": "in_person"}, MEDIATOR)
    await jobcenter.until(MORNING + timedelta(days=3, hours=1))
    held = await jobcenter.post(
        f"{case}/talks/{talk.json()['talk']}/held",
        {"present": ["client-1", "staff-1", "mediator-1"]},
        MEDIATOR,
    )
    assert held.status_code == 201
    first = await jobcenter.propose(case)
    declined = {"reasons": "Too late for the trade fair."}
    assert (await jobcenter.post(f"{first}/declines", declined, COUNSELLOR)).status_code == 201
    second = await jobcenter.propose(case)
    by_phone = {"channel": "phone"}
    assert (await jobcenter.post(f"{second}/acceptances", by_phone, MEDIATOR)).status_code == 201
    last = await jobcenter.post(f"{second}/acceptances", {}, COUNSELLOR)
    assert [one["type"] for one in last.json()["said"]] == [
        "SolutionAccepted.v1",
        "MediationSettled.v1",
    ]
    assert types(await jobcenter.events(case)) == [
        "MediationRequested",
        "MediationJoined",
        "MediatorAppointed",
        "TalkScheduled",
        "TalkHeld",
        "SolutionProposed",
        "SolutionDeclined",
        "SolutionProposed",
        "SolutionAccepted",
        "SolutionAccepted",
        "MediationSettled",
    ]


async def test_the_request_holds_the_term_and_what_was_known_of_the_plan(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    case = await asleep.request(plan)
    (event,) = await asleep.events(case)
    assert isinstance(event, MediationRequested)
    assert (event.received_at, event.ends_at) == (MORNING, ENDS_AT)
    assert event.plan_revision == await asleep.plan_revision(plan)


async def test_a_settlement_says_everything_that_the_plan_needs(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    solution = await asleep.propose(case)
    await asleep.post(f"{solution}/acceptances", {}, GUARDIAN)
    await asleep.post(f"{solution}/acceptances", {}, COUNSELLOR)
    settled = (await asleep.events(case))[-1]
    assert isinstance(settled, MediationSettled)
    assert settled.plan == plan
    assert settled.proposed_by == "mediator-1"
    assert [one.actor.sub for one in settled.acceptances] == ["guardian-1", "staff-1"]
    open = await asleep.keys.open_for("client-1")
    assert open(settled.text) == SOLUTION
    assert open(settled.agreements[0].what) == "The course in May."


async def test_texts_are_sealed_in_the_store_and_opened_for_those_who_take_part(asleep: Jobcenter):
    _, case = await asleep.mediated()
    await asleep.propose(case)
    stored = await asleep.store.read_stream(f"mediation-{case.rpartition('/')[2]}")
    assert not any(text.encode() in one.data for one in stored for text in (SUBJECT, SOLUTION))
    for person in (CLIENT, GUARDIAN, COUNSELLOR, MEDIATOR):
        found = (await asleep.get(case, person)).json()
        assert found["subject"] == SUBJECT
        assert found["solutions"][0]["text"] == SOLUTION
        assert found["mediator"] == "mediator-1"


async def test_a_case_reads_as_it_went(asleep: Jobcenter):
    _, case = await asleep.mediated()
    first = await asleep.propose(case)
    await asleep.post(f"{first}/declines", {"reasons": "No."}, COUNSELLOR)
    second = await asleep.propose(case)
    await asleep.post(f"{second}/acceptances", {}, CLIENT)
    await asleep.post(f"{second}/acceptances", {}, COUNSELLOR)
    answered = await asleep.get(case, CLIENT)
    found = answered.json()
    assert answered.headers["etag"] == '"7"'
    assert (found["status"], found["asking"]) == ("settled", ["client"])
    assert [one["standing"] for one in found["solutions"]] == ["replaced", "settled"]
    (declined,) = found["solutions"][0]["answers"]
    assert (declined["by"], declined["reasons"]) == ("staff-1", "No.")
    assert [one["party"] for one in found["solutions"][1]["answers"]] == ["client", "jobcenter"]
    assert found["term"]["end"] == found["term"]["end_shifted"] == "2026-03-30"


async def test_a_letter_that_arrived_earlier_counts_from_then_on(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    asleep.clock.set(MORNING + timedelta(days=4))
    letter = {
        "plan": str(plan),
        "subject": SUBJECT,
        "requested_by": "both",
        "received_at": MORNING.isoformat(),
    }
    asked = await asleep.post("/mediations", letter, OFFICE)
    assert asked.headers["location"] == f"/mediations/{asked.json()['mediation']}"
    case = await asleep.get(asked.headers["location"], COUNSELLOR)
    assert case.json()["term"]["begin"] == "2026-03-02"
    assert case.json()["asking"] == ["client", "jobcenter"]


async def test_an_end_on_easter_monday_is_told_with_the_working_day_after_it(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    asleep.clock.set(MORNING + timedelta(days=7))
    (event,) = await asleep.events(await asleep.request(plan))
    assert (event.end.isoformat(), event.end_shifted.isoformat()) == ("2026-04-06", "2026-04-07")
    assert event.ends_at == datetime(2026, 4, 6, 22, tzinfo=UTC)


async def test_the_office_has_to_say_for_whom(asleep: Jobcenter):
    plan = await asleep.plan_in_dispute()
    asked = await asleep.post("/mediations", {"plan": str(plan), "subject": SUBJECT}, OFFICE)
    assert (asked.status_code, kind(asked)) == (403, "speaks-for-another")
    case = await asleep.request(plan)
    withdrawn = await asleep.post(f"{case}/withdrawals", {}, OFFICE)
    assert (withdrawn.status_code, kind(withdrawn)) == (403, "speaks-for-another")


async def test_an_agreement_that_goes_on_keeps_its_name_and_a_new_one_gets_one(asleep: Jobcenter):
    _, case = await asleep.mediated()
    kept = "6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11"
    own_step = {"agreement": kept, "party": "client", "kind": "own_effort", "what": "Apply."}
    proposal = {"text": SOLUTION, "agreements": [own_step, *PROPOSAL["agreements"]]}
    await asleep.post(f"{case}/solutions", proposal, MEDIATOR)
    event = (await asleep.events(case))[-1]
    names = [str(terms.agreement) for terms in event.agreements]
    assert names[0] == kept
    assert names[1] != kept


async def test_a_mediation_withdrawn_by_who_asked_is_over(asleep: Jobcenter):
    plan, case = await asleep.mediated()
    assert (await asleep.post(f"{case}/withdrawals", {}, CLIENT)).status_code == 201
    assert (await asleep.get(case, CLIENT)).json()["status"] == "withdrawn"
    late = await asleep.post(f"{case}/solutions", PROPOSAL, MEDIATOR)
    assert (late.status_code, kind(late)) == (409, "mediation-over")
    again = await asleep.post("/mediations", {"plan": str(plan), "subject": SUBJECT}, CLIENT)
    assert again.status_code == 201
